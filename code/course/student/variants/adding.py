"""The adding problem with one mistake in it: batches, losses and answers, told by their numbers."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

ROUGHLY: Final = 1e-3  # of sums that are the same: room for float32, none for another formula
SIGMAS: Final = 6  # beyond what chance does to a batch of thousands


def numbers_mistake(numbers: Array) -> str:
    """Name what is wrong with the numbers (batch, length): not uniform between 0 and 1."""
    if (numbers == numbers[:1]).all():
        return "numbers_same"
    if len(np.unique(numbers)) < 100:
        return "numbers_few"
    error = np.sqrt(1 / 12 / numbers.size)
    outside = numbers.min() < 0 or numbers.max() > 1
    uneven = abs(numbers.mean() - 0.5) > SIGMAS * error
    spread = abs(numbers.std() - np.sqrt(1 / 12)) > SIGMAS * error
    return "numbers_other" if outside or uneven or spread else ""


def marks_mistake(marks: Array) -> tuple[str, dict[str, Any]]:
    """Name what is wrong with the marks (batch, length), and what fills its text."""
    if not np.isin(marks, (0, 1)).all():
        return "marks_values", {"found": float(marks[~np.isin(marks, (0, 1))][0])}
    counts = marks.sum(axis=1)
    if (counts != 2).any():
        share = float(np.mean(counts != 2))
        if set(np.unique(counts)) == {1, 2}:
            return "marks_replaced", {"share": 100 * share}
        return "marks_count", {"found": float(counts[counts != 2][0]), "share": 100 * share}
    if (marks == marks[:1]).all():
        return "marks_same", {}
    length = marks.shape[1]
    first, second = np.argsort(-marks, axis=1, kind="stable")[:, :2].T
    often = marks.mean(axis=0)
    if (often == 0).any():
        return "marks_never", {"at": int(np.argmin(often)), "last": length - 1}
    if ((first < length // 2) & (second >= length // 2)).all():
        return "marks_halves", {}
    if (second - first == 1).all():
        return "marks_adjacent", {}
    pairs = np.bincount(first * length + second, minlength=length**2)
    expected = len(marks) / (length * (length - 1) / 2)
    upper = np.triu(np.ones((length, length), bool), 1).ravel()
    statistic = float(np.sum((pairs[upper] - expected) ** 2 / expected))
    freedom = upper.sum() - 1
    if statistic > freedom + SIGMAS * np.sqrt(2 * freedom):
        most = int(np.argmax(often))
        return "marks_uneven", {"at": most, "share": 100 * float(often[most])}
    return "", {}


def target_mistake(x: Array, targets: Array) -> str:
    """Name the mistake that computes these targets (batch, 1); ``"other"`` if none does.

    Empty if they are right.
    """
    numbers, marks = x[..., 0], x[..., 1]
    masked = numbers * marks
    marked = np.sort(np.where(marks == 1, numbers, np.nan), axis=1)[:, :2]
    computed = {
        "": masked.sum(axis=1),
        "target_all": numbers.sum(axis=1),
        "target_half": masked.sum(axis=1) / 2,
        "target_mean": masked.mean(axis=1),
        "target_product": marked.prod(axis=1),
        "target_difference": np.abs(marked[:, 1] - marked[:, 0]),
        "target_largest": masked.max(axis=1),
    }
    for name, values in computed.items():
        if np.abs(targets[:, 0] - values).max() < ROUGHLY:
            return name
    return "target_other"


def loss_mistake(loss: float, answers: Array, targets: Array) -> str:
    """Name the mistake that computes this loss from answers and targets, (batch, 1) each.

    Empty if it is their mean squared error.
    """
    off = answers - targets
    computed = {
        "": np.mean(off**2),
        "loss_sum": np.sum(off**2),
        "loss_half": np.mean(off**2) / 2,
        "loss_half_sum": np.sum(off**2) / 2,
        "loss_root": np.sqrt(np.mean(off**2)),
        "loss_absolute": np.mean(np.abs(off)),
        "loss_broadcast": np.mean((answers - targets.T) ** 2),
    }
    for name, value in computed.items():
        if abs(loss - value) <= ROUGHLY * abs(value):
            return name
    return "loss_other"


def answers_mistake(x: Array, targets: Array, answers: Array, before: Array | None) -> str:
    """Name what a network that did not learn does, by its answers (batch, 1).

    Parameters
    ----------
    x, targets
        The sequences and their sums.
    answers, before
        Of the trained network, and of the untrained one with the same seed.
    """
    if before is not None and np.abs(answers - before).max() < 1e-9:
        return "untrained"
    spread = float(answers.std() / targets.std())
    if spread < 0.3 and abs(answers.mean() - targets.mean()) < 0.3:
        return "constant"
    places = np.argsort(-x[..., 1], axis=1, kind="stable")[:, :2]
    marked = np.take_along_axis(x[..., 0], places, axis=1)
    everything = x[..., 0].sum(axis=1, keepdims=True) - marked.sum(axis=1, keepdims=True)
    columns = np.hstack([marked, everything, np.ones_like(targets)])
    weights, *_ = np.linalg.lstsq(columns, answers[:, 0], rcond=None)
    first, second, others, _ = weights
    explained = 1 - np.var(answers[:, 0] - columns @ weights) / np.var(answers)
    if explained < 0.5:
        return ""
    if second > 0.5 and abs(first) < 0.25:
        return "last_only"
    if first > 0.5 and abs(second) < 0.25:
        return "first_only"
    return "unmarked" if abs(others) * x.shape[1] > max(abs(first), abs(second)) else ""
