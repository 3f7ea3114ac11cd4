"""How long each experiment takes: measured by a benchmark, kept beside the code, read here.

A build does not measure it, since two builds of one commit must not differ.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from minimodel.texts.files import read_text
from minimodel.texts.labels import label

from char_rnn.experiments.variations import DEFAULT

TIMES: Final = Path(__file__).with_name("times.toml")
COMMAND: Final = "python tests/benchmarks/experiment_times.py"
TIMED: Final = Path(__file__).parents[1] / "train.py"


@dataclass(frozen=True)
class Times:
    """What the benchmark found.

    Attributes
    ----------
    seconds
        Of each row's training, by name: the median of the rounds.
    rounds, steps
        How often each row was trained, and how long the default was.
    source
        Digest of the train.py that was timed.
    """

    seconds: Mapping[str, float]
    rounds: int
    steps: int
    source: str

    def relative(self, name: str) -> float:
        """Return a row's time as a multiple of the default's.

        Raises
        ------
        ValueError
            If the row was not timed; says how to.
        """
        if name not in self.seconds:
            raise ValueError(f"{TIMES.name}: has no time for {name!r}; run {COMMAND}")
        return self.seconds[name] / self.seconds[DEFAULT]

    def note(self, lang: str = "en") -> str:
        """Return a sentence for the reader if train.py has changed since, else nothing."""
        return "" if self.source == source_digest() else label("char_rnn_experiments.stale", lang)


def source_digest() -> str:
    """Return the digest of train.py as it is."""
    return hashlib.sha256(read_text(TIMED).encode()).hexdigest()


def measured_times() -> Times:
    """Read what the benchmark wrote."""
    return Times(**tomllib.loads(read_text(TIMES)))


def write_times(times: Times) -> None:
    """Write what the benchmark found, for `measured_times` to read."""
    head = "\n".join(
        (
            f"# Written by {COMMAND}: seconds of a training, the median of the rounds.",
            f"rounds = {times.rounds}",
            f"steps = {times.steps}",
            f'source = "{times.source}"',
            "",
            "[seconds]",
        )
    )
    rows = "\n".join(f"{name} = {seconds:.3f}" for name, seconds in times.seconds.items())
    TIMES.write_text(f"{head}\n{rows}\n", encoding="utf-8")
