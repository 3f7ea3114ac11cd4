"""The networks that a reader can talk to, packed into a page with what its sentences need."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.sequence_baselines.language_model import TrainingRun
from minimodel.texts.compact import Compact, compact, expand
from minimodel.texts.labels import label, localized_number, percent
from numpy.typing import NDArray

from char_rnn.inside.recording import spread
from char_rnn.runs.default_run import recorded_model
from char_rnn.runs.results import Results
from char_rnn.train import CharRNN

WEIGHTS: Final = ("W_xh", "W_hh", "W_hy", "b_h", "b_y")
RECORDS: Final = 32
LEVELS: Final = {"W": 1023, "b": 4095}  # by the first letter of the parameter's name
TEXT: Final = " the woman read the "
PLACEHOLDERS: Final = (
    *("step", "symbol", "share", "text", "guesses", "half", "read", "all", "known", "left_out"),
    *("temperature", "most", "units"),
)
LABELS: Final = (
    *("widget", "network", "characters", "verbs", "text", "text_hint", "step", "at_step"),
    *("temperature", "write", "stop", "one", "back", "forward", "reset", "next", "choose"),
    *("others", "state", "shade", "now", "now_nothing", "now_begin", "left_out"),
    *("full", "trained"),
)


@dataclass(frozen=True)
class Packed:
    """A network at R of its training steps, as texts, and as what these texts stand for.

    Attributes
    ----------
    symbols
        What it reads and writes, in the order of its vocabulary, V of them.
    steps
        The training steps, (R,).
    arrays
        Its parameters by the names in `WEIGHTS`.
    """

    symbols: tuple[str, ...]
    steps: tuple[int, ...]
    arrays: dict[str, Compact]

    @cached_property
    def rounded(self) -> dict[str, NDArray[Any]]:
        """The parameters that the page computes with, each (R, …)."""
        return {name: expand(packed) for name, packed in self.arrays.items()}

    def model(self, record: int) -> CharRNN:
        """Return the rounded network of a record."""
        V, H = self.arrays["W_hy"].shape[1:]
        model = CharRNN(V, H)
        for name, values in self.rounded.items():
            getattr(model, name)[...] = values[record]
        return model

    def as_json(self) -> dict[str, Any]:
        """Return what the page's script needs."""
        return {
            "symbols": self.symbols,
            "steps": self.steps,
            "arrays": {name: packed.as_json() for name, packed in self.arrays.items()},
        }


def character_network(results: Results, records: int = RECORDS) -> Packed:
    """Pack the character RNN at about `records` of its recorded steps.

    Raises
    ------
    ValueError
        As `spread` does.
    """
    chosen = spread(results.records["step"], records)
    models = [recorded_model(results, int(index)) for index in chosen]
    steps = results.records["step"][chosen]
    return _pack(tuple(results.char2idx), steps, [model.parameters() for model in models])


def verb_network(run: TrainingRun) -> Packed:
    """Pack the RNN of the verb corpus, in the form of the character RNN.

    Its input is a row of E, the embedding. W_xh Eᵀ takes the one-hot token to the same numbers.
    """
    of = run.parameters
    weights = {
        "W_xh": of["W_xh"] @ of["E"].T,  # (H, V)
        "W_hh": of["W_hh"],
        "W_hy": of["W_ho"],
        "b_h": of["b_h"],
        "b_y": of["b_o"],
    }
    return _pack(corpus_vocabulary().tokens, np.array([len(run.losses)]), [weights])


def _pack(
    symbols: Sequence[str], steps: NDArray[Any], weights: Sequence[dict[str, NDArray[Any]]]
) -> Packed:
    arrays = {
        name: compact(np.array([each[name] for each in weights]), levels=LEVELS[name[0]])
        for name in WEIGHTS
    }
    return Packed(tuple(symbols), tuple(int(step) for step in steps), arrays)


@dataclass(frozen=True)
class Playground:
    """The networks as data in a page, for its scripts; it shows nothing by itself.

    Attributes
    ----------
    characters, verbs
        The two networks.
    line
        A line for the second one to read, without ``<bos>``.
    lang
        Language of the labels.
    """

    characters: Packed
    verbs: Packed
    line: str
    lang: str

    def __str__(self) -> str:
        steps = self.characters.steps
        return f"{len(steps)} networks, of steps {steps[0]} to {steps[-1]}"

    def _repr_html_(self) -> str:
        data = json.dumps(self.as_json(), separators=(",", ":")).replace("<", "\\u003c")
        return f'<script type="application/json" id="play-data">{data}</script>'

    def as_json(self) -> dict[str, Any]:
        """Return all that the page's scripts use, in the language `lang`."""
        holes = {name: f"{{{name}}}" for name in PLACEHOLDERS}
        return {
            "texts": {key: label(f"playground.{key}", self.lang, **holes) for key in LABELS},
            "decimal": localized_number(".", self.lang),
            "group": localized_number(",", self.lang),
            "percent": percent(0, self.lang)[1:],
            **self.characters.as_json(),
            "opening": TEXT,
            "verbs": self.verbs.as_json() | {"opening": self.line},
        }
