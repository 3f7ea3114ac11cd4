"""How long recurrences and attention take for a whole sequence, as a benchmark measured it.

A build does not measure it, since two builds of one commit must not differ.
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.functions import sigmoid, softmax
from minimodel.nn.gru import GRU
from minimodel.nn.scan import doubling_scan, pairing_scan, step_by_step
from minimodel.texts.files import read_text

Array = NDArray[Any]

TIMES: Final = Path(__file__).with_name("recurrence_times.toml")
COMMAND: Final = "python tests/benchmarks/recurrence_times.py --keep"
LENGTHS: Final = (64, 128, 256, 512, 1024, 2048, 4096)
D: Final = 64  # entries of an input, of a state, and of a query, key or value
WIDTHS: Final = (64, 512, 4096)  # units of a state, for the loop and the scan alone
WIDE_LENGTH: Final = 1024


# region attend
def attend(Q: Array, K: Array, V: Array) -> Array:
    """Let every position look at itself and at all before it, (T, d) each; returns (T, d)."""
    scores = Q @ K.T / np.sqrt(Q.shape[1])  # (T, T)
    scores[np.triu_indices(len(Q), 1)] = -np.inf  # what comes later
    weights: Array = softmax(scores) @ V
    return weights


# endregion attend


def ways(length: int, rng: np.random.Generator) -> dict[str, Callable[[], Array]]:
    """Return by name what is timed: one layer that reads one sequence, its projections included."""
    x = rng.normal(size=(length, D)).astype(np.float32)
    weights = (rng.normal(size=(3, D, D)) / np.sqrt(D)).astype(np.float32)
    gru = GRU(D, D, rng, dtype=np.float32)

    def factors() -> tuple[Array, Array]:  # those of a minGRU
        z = sigmoid(x @ weights[0].T)
        return 1 - z, z * (x @ weights[1].T)

    return {
        "gru": lambda: gru.forward(x[None])[0],
        "stepwise": lambda: step_by_step(*factors()).h,
        "doubling": lambda: doubling_scan(*factors()).h,
        "pairing": lambda: pairing_scan(*factors()).h,
        "attention": lambda: attend(*(x @ matrix.T for matrix in weights)),
    }


@dataclass(frozen=True)
class Times:
    """The fastest of the rounds.

    Attributes
    ----------
    rounds
        How many there were.
    loop_over_scan
        How many times as long the loop takes as the scan by pairing, in the order of `WIDTHS`.
    seconds
        For a sequence, by way and in the order of `LENGTHS`.
    """

    rounds: int
    loop_over_scan: list[float]
    seconds: Mapping[str, list[float]]

    def ratio(self, way: str, other: str, length: int) -> float:
        """Return how many times as long one way takes as another, at one of the `LENGTHS`."""
        place = LENGTHS.index(length)
        return self.seconds[way][place] / self.seconds[other][place]


def measure(rounds: int, lengths: tuple[int, ...] = LENGTHS) -> Times:
    """Time every way at every length, then the loop against the scan at every width."""
    rng = np.random.default_rng(0)
    seconds: dict[str, list[float]] = {}
    for length in lengths:
        for way, value in _fastest(ways(length, rng), rounds).items():
            seconds.setdefault(way, []).append(value)
    ratios = []
    for units in WIDTHS:
        a, b = rng.uniform(0, 1, (2, WIDE_LENGTH, units)).astype(np.float32)
        both = {"loop": partial(step_by_step, a, b), "scan": partial(pairing_scan, a, b)}
        run = _fastest(both, rounds)
        ratios.append(run["loop"] / run["scan"])
    return Times(rounds, ratios, seconds)


def _fastest(timed: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Run each of them in turns; the seconds of its fastest run."""
    fastest = dict.fromkeys(timed, np.inf)
    for _ in range(rounds):
        for name, run in timed.items():
            began = time.perf_counter()
            run()
            fastest[name] = min(fastest[name], time.perf_counter() - began)
    return fastest


def measured_times() -> Times:
    """Read what the benchmark wrote."""
    return Times(**tomllib.loads(read_text(TIMES)))


def write_times(times: Times) -> None:
    """Write what the benchmark found, for `measured_times` to read."""
    rows = [
        f"{way} = [{', '.join(f'{value:.3g}' for value in values)}]"
        for way, values in times.seconds.items()
    ]
    head = [f"# Written by {COMMAND}: seconds at {', '.join(map(str, LENGTHS))} steps."]
    ratios = ", ".join(f"{ratio:.3g}" for ratio in times.loop_over_scan)
    text = [
        *head,
        f"rounds = {times.rounds}",
        f"loop_over_scan = [{ratios}]  # at {', '.join(map(str, WIDTHS))} units",
        "",
        "[seconds]",
        *rows,
        "",
    ]
    TIMES.write_text("\n".join(text), encoding="utf-8")
