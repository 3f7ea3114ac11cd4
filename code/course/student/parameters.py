"""Whether a student's parameters are the lab's draws and, if not, what was drawn instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from course.student.compare import compare

SEEDS: Final = (*range(200), 123, 1234, 12345, 1337, 2023, 2024, 2025, 2026)


class Drawn(NamedTuple):
    """The first parameter that is wrong, how, and what fills the message."""

    name: str
    mistake: str
    values: dict[str, Any]


def wrong_parameter(
    mine: Mapping[str, NDArray[Any]],
    theirs: Mapping[str, NDArray[Any]],
    order: Sequence[str],
    seed: int,
    sigma: float,
) -> Drawn | None:
    """Find the first parameter that differs from the reference's, and the usual reason.

    Parameters
    ----------
    mine, theirs
        The student's parameters and the reference's, by name.
    order
        Names of the weights in the order in which they are drawn.
    seed, sigma
        What the lab prescribes.
    """
    for name, wanted in theirs.items():
        if name not in mine:
            return Drawn(name, "missing", {})
        if mine[name].shape != wanted.shape:
            mistake = "transposed_shape" if mine[name].shape == wanted.shape[::-1] else "shape"
            return Drawn(name, mistake, {"mine": mine[name].shape, "theirs": wanted.shape})
    for name, wanted in theirs.items():
        found = compare(mine[name], wanted)
        if found.agrees:
            if mine[name].dtype != np.float64 and name in order:
                return Drawn(name, "dtype", {"mine": str(mine[name].dtype)})
            continue
        if name not in order:
            return Drawn(name, "bias", {"mine": found.mine})
        return Drawn(name, *_reason(name, mine, theirs, order, seed, sigma))
    return None


def _reason(
    name: str,
    mine: Mapping[str, NDArray[Any]],
    theirs: Mapping[str, NDArray[Any]],
    order: Sequence[str],
    seed: int,
    sigma: float,
) -> tuple[str, dict[str, Any]]:
    weights = mine[name]
    deviation = float(weights.std())
    if deviation > 0:
        ratio = deviation / float(theirs[name].std())
        if compare(weights, ratio * theirs[name]).agrees:
            return ("small" if ratio < 1 else "large"), {"mine": sigma * ratio, "theirs": sigma}
    first = mine[order[0]]
    scale = float(first.std())
    for other in SEEDS:
        drawn = np.random.default_rng(other).normal(0.0, 1.0, first.shape)
        if other != seed and scale and compare(first, drawn * scale / drawn.std()).agrees:
            return "seed", {"mine": other, "theirs": seed}
    legacy = np.random.RandomState(seed).normal(0.0, sigma, first.shape)
    if compare(first, legacy).agrees:
        return "legacy", {"theirs": seed}
    for other_order in permutations(order):
        rng = np.random.default_rng(seed)
        if all(
            compare(mine[each], rng.normal(0.0, sigma, mine[each].shape)).agrees
            for each in other_order
        ):
            return "order", {"mine": ", ".join(other_order), "theirs": ", ".join(order)}
    if any(
        compare(mine[each], np.random.default_rng(seed).normal(0, sigma, mine[each].shape)).agrees
        for each in order[1:]
    ):
        return "same_stream", {"theirs": seed}
    if not deviation:
        return "constant", {"mine": float(weights.flat[0])}
    return "other", {"mine": deviation, "theirs": sigma}
