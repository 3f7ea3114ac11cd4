"""What a training run recorded, averaged into curves that a figure or a table can show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
LAST: Final = 1_000
EARLY: Final = 50


class Curve(NamedTuple):
    """Points (step, value)."""

    steps: NDArray[np.float64]
    values: NDArray[np.float64]


def smoothed(values: Sequence[float] | NDArray[Any], points: int = 120) -> Curve:
    """Average a value that each step has, over `points` stretches of equally many steps.

    Single steps differ by what their chunk says; a stretch averages over many chunks. Steps count
    from 1, and a stretch stands at its middle.
    """
    parts = np.array_split(np.asarray(values, float), min(points, len(values)))
    ends = np.cumsum([len(part) for part in parts])
    middles = [end - (len(part) - 1) / 2 for part, end in zip(parts, ends, strict=True)]
    return Curve(np.array(middles), np.array([part.mean() for part in parts]))


def final_loss(losses: Sequence[float] | NDArray[Any], last: int = LAST) -> float:
    """Return the mean of the last steps' losses, in nats per character."""
    return float(np.mean(losses[-last:]))


def evenly(records: Arrays) -> NDArray[np.int64]:
    """Return the indices of the records at equal intervals, without the dense first ones.

    The first record, of the weights as they start, is always among them.
    """
    steps = records["step"]
    gaps = np.diff(steps)
    regular = np.flatnonzero(gaps > 1) + 1 if (gaps > 1).any() else np.arange(len(steps))
    return np.unique(np.concatenate([[0], regular]))


def gradient_by_position(records: Arrays, first: int, last: int) -> NDArray[np.float64]:
    """Return the mean ∥∂L/∂h_t∥ by position t in the chunk, over records of steps first … last.

    Raises
    ------
    ValueError
        If no record is of such a step.
    """
    chosen = (records["step"] >= first) & (records["step"] <= last)
    if not chosen.any():
        raise ValueError(f"records: none is of steps {first} to {last}")
    return np.asarray(records["per_step_grad_norm"][chosen].mean(axis=0))  # (T,)


def phases(records: Arrays, early: int = EARLY) -> dict[str, tuple[int, int]]:
    """Return the steps of three phases: the start, the middle fifth and the last fifth."""
    end = int(records["step"][-1])
    spans = {
        "start": (1, min(early, end)),
        "middle": (max(1, int(0.4 * end)), int(0.6 * end)),
        "end": (max(1, int(0.8 * end)), end),
    }
    steps = records["step"]
    return {
        name: (first, last)
        for name, (first, last) in spans.items()
        if ((steps >= first) & (steps <= last)).any()
    }


def record_at(records: Arrays, step: int) -> int:
    """Return the index of the record that is nearest to a step."""
    return int(np.abs(records["step"] - step).argmin())
