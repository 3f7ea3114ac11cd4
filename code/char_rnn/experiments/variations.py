"""The experiments to try: one flag of train.py changed at a time, everything else the same.

    python code/char_rnn/experiments/variations.py

Each row trains a network of its own on the default corpus, with the default seed.
"""

from __future__ import annotations

# Before NumPy is loaded: it pins the matrix products to one thread.
import char_rnn.train  # noqa: F401

# isort: split
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from minimodel.running.long_computations import long_computation
from minimodel.texts.command_line import ArgumentParser, preferred_language, quietly
from minimodel.texts.labels import label, number, percent
from minimodel.texts.languages import LANGUAGES
from numpy.typing import NDArray

from char_rnn.experiments.side_by_side import train_side_by_side
from char_rnn.measures.gradients import mean_gradient
from char_rnn.measures.grammar import grammar
from char_rnn.measures.letters import fresh_text, read, read_exactly
from char_rnn.measures.lexicon import hit_rate, written_words
from char_rnn.measures.training_curves import Curve, final_loss, smoothed
from char_rnn.runs.default_run import default_corpus, start_on, train_on
from char_rnn.train import CharRNN, Run, init_parameters
from char_rnn.training.flags import BadInput, Diverged
from char_rnn.training.recording import eigen

STEPS: Final = 10_000
SEED: Final = 42
LAST: Final = 1_000
DEFAULT: Final = "default"

# Name of a row, and the flag that it changes.
EXPERIMENTS: Final[dict[str, dict[str, Any]]] = {
    DEFAULT: {},
    "hidden_16": {"hidden_size": 16},
    "hidden_128": {"hidden_size": 128},
    "seq_5": {"seq_len": 5},
    "seq_5_long": {"seq_len": 5, "steps": 5 * STEPS},
    "seq_50": {"seq_len": 50},
    "clip_1": {"clip": 1.0},
    "lr_002": {"lr": 0.002},
    "lr_001": {"lr": 0.001},
    "xavier": {"init": "xavier"},
    "random": {"init": "random"},
    "relu": {"activation": "relu"},
    "sigmoid": {"activation": "sigmoid"},
    "freeze": {"freeze_whh": True},
}
# The rows that are looked at together.
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "hidden_size": ("hidden_16", "hidden_128"),
    "seq_len": ("seq_5", "seq_5_long", "seq_50"),
    "step_length": ("clip_1", "lr_002", "lr_001"),
    "init": ("xavier", "random"),
    "activation": ("relu", "sigmoid"),
    "freeze_whh": ("freeze",),
}


@dataclass(frozen=True)
class Outcome:
    """What one experiment came to.

    Attributes
    ----------
    name, steps, seq_len
        The row, how long it trained, and T.
    parameters, multiplications
        Numbers that training changes; multiplications of one step, see `multiplications`.
    curve
        Training loss over the steps, in nats per character.
    train_loss
        Mean of the last steps.
    fresh_loss, exact_loss
        On new sentences of the grammar: the network's, and the exact predictor's.
    start_radius, spectral_radius
        Of W_hh before the first and after the last update.
    largest_singular_value
        Of W_hh after the last update.
    hit_rate
        Share of the written words that are words; 0 if no word was finished.
    gradient, start_gradient
        See `mean_gradient`: of the trained network, and of the same before training, (T,).
    clipped
        Share of the steps whose gradient was shortened.
    """

    name: str
    steps: int
    seq_len: int
    parameters: int
    multiplications: int
    curve: Curve
    train_loss: float
    fresh_loss: float
    exact_loss: float
    start_radius: float
    spectral_radius: float
    largest_singular_value: float
    hit_rate: float
    gradient: NDArray[np.float64]
    start_gradient: NDArray[np.float64]
    clipped: float

    @property
    def characters(self) -> int:
        """Return how many characters training read."""
        return self.steps * self.seq_len

    @property
    def above_floor(self) -> float:
        """What new text costs beyond what the exact predictor pays, in nats per character."""
        return self.fresh_loss - self.exact_loss

    @property
    def train_above_floor(self) -> float:
        """Final training loss less the grammar's entropy rate, in nats per character."""
        return self.train_loss - grammar().entropy_rate


def multiplications(model: CharRNN, seq_len: int) -> int:
    """Return the multiplications of a step's matrix products.

    Each weight takes part once a character forward, and twice backward: for the gradient of what
    it multiplies and for its own. One-hot inputs need neither of the last two but for W_xh's own
    gradient, which is counted as train.py computes it. A frozen W_hh costs the same: train.py
    computes its gradient and drops it.
    """
    V, H = model.W_hy.shape
    D = model.E.shape[1]
    forward = H * D + H * H + V * H
    backward = H * D + 2 * H * H + 2 * V * H
    return seq_len * (forward + backward)


@cache
def new_text() -> tuple[str, float]:
    """Return the text that all networks are measured on, and what the exact predictor pays."""
    text = fresh_text()
    return text, read_exactly(text).loss


def flags_of(name: str, steps: int, seed: int) -> dict[str, Any]:
    """Return the flags of train.py for one row of `EXPERIMENTS`.

    `steps` is for the rows that don't change it; the one that does keeps its ratio to them.
    """
    changed = EXPERIMENTS[name]
    return {
        "seed": seed,
        "val_interval": 0,
        "jacobian_interval": 0,
        "record_interval": 0,
        **changed,
        "steps": steps * changed.get("steps", STEPS) // STEPS,
    }


def training(name: str, steps: int, seed: int) -> Run:
    """Train one row of `EXPERIMENTS`, with train.py itself."""
    return train_on(default_corpus(), **flags_of(name, steps, seed))


def trainings(name: str, steps: int, seeds: Sequence[int]) -> list[Run]:
    """Train one row from several seeds, side by side; the same as `training`, but for rounding."""
    if len(seeds) == 1:
        return [training(name, steps, seeds[0])]
    runs = [start_on(default_corpus(), **flags_of(name, steps, seed)) for seed in seeds]
    train_side_by_side(runs)
    return runs


def timed_training(name: str, steps: int, seed: int) -> tuple[Run, float]:
    """Return what `training` does, and the seconds that it took on this machine, this time."""
    began = time.perf_counter()
    run = training(name, steps, seed)
    return run, time.perf_counter() - began


def measured(run: Run, name: str) -> Outcome:
    """Return what one row of `EXPERIMENTS`, once trained, has come to."""
    config, model = run.config, run.model
    start = CharRNN(len(run.char2idx), config.hidden_size)
    init_parameters(start, config.init, config.seed)
    text, exact_loss = new_text()
    words = written_words(model, run.char2idx, activation=config.activation, seed=config.seed)
    return Outcome(
        name,
        config.steps,
        config.seq_len,
        model.count_parameters() - (model.W_hh.size if config.freeze_whh else 0),
        multiplications(model, config.seq_len),
        smoothed(run.losses, 80),
        final_loss(run.losses, LAST),
        read(model, text, run.char2idx, config.activation).loss,
        exact_loss,
        eigen(start.W_hh)[1],
        eigen(model.W_hh)[1],
        float(np.linalg.norm(model.W_hh, ord=2)),
        hit_rate(words) if words else 0.0,
        mean_gradient(model, run.train_ids, config.seq_len, config.activation),
        mean_gradient(start, run.train_ids, config.seq_len, config.activation),
        float(np.mean(np.array(run.grad_norms) > config.clip)),
    )


@long_computation("experiments with the character RNN", together="seed")
def experiment(*, name: str, steps: int = STEPS, seed: tuple[int, ...] = (SEED,)) -> list[Outcome]:
    """Train one row of `EXPERIMENTS` and measure it.

    Raises
    ------
    Diverged
        If the loss does not stay finite.
    """
    return [measured(run, name) for run in trainings(name, steps, seed)]


def all_experiments(steps: int = STEPS, seed: int = SEED) -> dict[str, Outcome]:
    """Run all rows, as many at a time as there are cores to spare."""
    calls = [{"name": name, "steps": steps, "seed": seed} for name in EXPERIMENTS]
    return dict(zip(EXPERIMENTS, experiment.map(calls), strict=True))


def command_of(name: str, steps: int | None = None) -> str:
    """Return the flag that a row changes, as one writes it: ``--hidden-size 16``.

    Parameters
    ----------
    name
        Of the row.
    steps
        How long it trained, if that is not what `EXPERIMENTS` says; shown where the row has its
        own number of steps.
    """
    parts = []
    for flag, value in EXPERIMENTS[name].items():
        value = steps if flag == "steps" and steps is not None else value
        shown = f"{value:g}" if isinstance(value, float) else str(value)
        parts.append("--" + flag.replace("_", "-") + ("" if value is True else f" {shown}"))
    return " ".join(parts)


def run_rows(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; exit status 1 is for divergence, 2 for bad input."""
    lang = preferred_language(arguments)
    parser = ArgumentParser(
        prog="variations.py",
        description=_said("program", lang),
        lang=lang,
        speaker="variations.py: error",
    )
    for flag, usual in (("--steps", STEPS), ("--seed", SEED)):
        shown = _said("of_each_row", lang, default=usual)
        parser.add_argument(flag, type=int, default=usual, help=shown)
    parser.add_argument("--lang", choices=LANGUAGES, help=label("command.lang", lang))
    options = parser.parse_args(arguments)
    print(f"{'':28}{_said('columns', lang)}")
    default: tuple[Outcome, float] | None = None
    for name in EXPERIMENTS:
        try:
            run, seconds = timed_training(name, options.steps, options.seed)
        except (BadInput, Diverged) as problem:
            print(f"{parser.speaker}: {problem}", file=sys.stderr)
            return 1 if isinstance(problem, Diverged) else 2
        found = measured(run, name)
        default = default or (found, seconds)
        print(
            f"{command_of(name, found.steps) or _said(DEFAULT, lang):28}"
            f"{number(found.train_loss, lang, 3):>8}{number(found.fresh_loss, lang, 3):>8}"
            f"{number(found.above_floor, lang, 3):>8}{number(found.spectral_radius, lang):>8}"
            f"{percent(found.hit_rate, lang):>8}{percent(found.clipped, lang):>9}"
            f"{number(found.multiplications / default[0].multiplications, lang):>8}"
            f"{number(seconds / default[1], lang):>8}",
            flush=True,
        )
    return 0


def _said(key: str, lang: str, **values: object) -> str:
    return label(f"char_rnn_experiments.{key}", lang, **values)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; Ctrl-C and a closed pipe just end it."""
    return quietly(lambda: run_rows(arguments), "variations.py: error")


if __name__ == "__main__":
    raise SystemExit(main())
