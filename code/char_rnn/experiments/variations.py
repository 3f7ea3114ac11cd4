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
from typing import Any, Final

from minimodel.running.long_computations import long_computation
from minimodel.texts.command_line import ArgumentParser, preferred_language, quietly
from minimodel.texts.labels import label, number, percent
from minimodel.texts.languages import LANGUAGES

from char_rnn.experiments.outcome import Outcome, measured
from char_rnn.experiments.side_by_side import OWN, train_side_by_side
from char_rnn.runs.default_run import default_corpus, start_on, train_on
from char_rnn.train import Run
from char_rnn.training.flags import BadInput, Diverged

STEPS: Final = 10_000
SEED: Final = 42
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
    """Train one row of `EXPERIMENTS`."""
    return train_on(default_corpus(), **flags_of(name, steps, seed))


def trainings(rows: Sequence[tuple[str, int]], steps: int) -> list[Run]:
    """Train rows, names with seeds, side by side; the same as `training`, but for rounding."""
    runs = [start_on(default_corpus(), **flags_of(name, steps, seed)) for name, seed in rows]
    train_side_by_side(runs)
    return runs


def timed_training(name: str, steps: int, seed: int) -> tuple[Run, float]:
    """Return what `training` does, and the seconds that it took on this machine, this time."""
    began = time.perf_counter()
    run = training(name, steps, seed)
    return run, time.perf_counter() - began


@long_computation("experiments with the character RNN", together="row")
def experiments(
    *,
    row: tuple[tuple[str, int], ...] = ((DEFAULT, SEED),),
    sizes: tuple[tuple[str, Any], ...] = (),
    steps: int = STEPS,
) -> list[Outcome]:
    """Train rows of `EXPERIMENTS` that can be trained side by side, and measure each.

    Parameters
    ----------
    row
        Names, each with a seed.
    sizes
        What `sizes_of` returns for all of them.
    steps
        As for `flags_of`.

    Raises
    ------
    Diverged
        If a loss does not stay finite.
    """
    assert all(sizes_of(name) == sizes for name, _ in row)
    # One alone is train.py's own affair, which does not stack what it multiplies.
    runs = trainings(row, steps) if len(row) > 1 else [training(row[0][0], steps, row[0][1])]
    return [measured(run, name) for run, (name, _) in zip(runs, row, strict=True)]


def sizes_of(name: str) -> tuple[tuple[str, Any], ...]:
    """Return the flags of a row in which all that are trained beside it must agree with it."""
    return tuple(flag for flag in EXPERIMENTS[name].items() if flag[0] not in OWN)


def outcomes_of(rows: Sequence[tuple[str, int]], steps: int = STEPS) -> list[Outcome]:
    """Run rows, names with seeds: those of the same sizes as one, as many of these as cores."""
    return experiments.map(
        [{"row": row, "sizes": sizes_of(row[0]), "steps": steps} for row in rows]
    )


def experiment(name: str, steps: int = STEPS, seed: int = SEED) -> Outcome:
    """Train one row of `EXPERIMENTS` and measure it.

    Raises
    ------
    Diverged
        If the loss does not stay finite.
    """
    return outcomes_of([(name, seed)], steps)[0]


def all_experiments() -> dict[str, Outcome]:
    """Run all rows from one seed."""
    found = outcomes_of([(name, SEED) for name in EXPERIMENTS])
    return dict(zip(EXPERIMENTS, found, strict=True))


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
