"""How far a student's array is from the expected one: exact, close, or by how much and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

TOLERANCE: Final = 1e-6  # of the largest entry: room for rounding, none for another formula
SINGLE: Final = 1e-5  # the same for float32, whose rounding adds up over a long sequence


@dataclass(frozen=True)
class Comparison:
    """What comparing two arrays gives.

    Attributes
    ----------
    verdict
        ``"exact"``, ``"close"``, ``"different"``, ``"shape"`` or ``"not_finite"``.
    difference
        The largest difference; NaN where shapes differ.
    at
        The index of it, or of the first entry that is not finite.
    mine, theirs
        Both entries there.
    """

    verdict: str
    difference: float = float("nan")
    at: tuple[int, ...] = ()
    mine: float = float("nan")
    theirs: float = float("nan")

    @property
    def agrees(self) -> bool:
        """Whether the student's array is right."""
        return self.verdict in ("exact", "close")


def compare(mine: ArrayLike, theirs: ArrayLike, tolerance: float = TOLERANCE) -> Comparison:
    """Compare a student's array with the expected one.

    Parameters
    ----------
    mine, theirs
        The student's array and the expected one.
    tolerance
        The difference that still counts as close, relative to the largest expected entry.
    """
    ours, wanted = np.asarray(mine), np.asarray(theirs)
    if ours.shape != wanted.shape:
        return Comparison("shape")
    if np.array_equal(ours, wanted):
        return Comparison("exact", 0.0)
    # No finite number is near infinity, and no difference can be taken between infinities.
    same = ours == wanted
    odd = ~(np.isfinite(ours) & np.isfinite(wanted)) & ~same
    if odd.any():
        at = _index(odd)
        verdict = "different" if np.isfinite(ours[at]) else "not_finite"
        return Comparison(verdict, float("inf"), at, float(ours[at]), float(wanted[at]))
    finite = np.isfinite(wanted)
    differences = np.zeros(wanted.shape)
    np.subtract(ours, wanted, where=finite, out=differences, dtype=float)
    np.abs(differences, out=differences)
    at = _index(differences == differences.max())
    difference = float(differences[at])
    scale = max(float(np.abs(wanted, where=finite, out=np.zeros(wanted.shape)).max()), 1e-30)
    verdict = "close" if difference <= tolerance * scale else "different"
    return Comparison(verdict, difference, at, float(ours[at]), float(wanted[at]))


def agree(mine: Iterable[ArrayLike], theirs: Iterable[ArrayLike]) -> bool:
    """Whether each of a student's arrays is as the expected one, in their order."""
    return all(compare(ours, wanted).agrees for ours, wanted in zip(mine, theirs, strict=True))


def room(together: Iterable[NDArray[Any]]) -> float:
    """The tolerance for arrays that were computed from each other, some perhaps in float32."""
    return SINGLE if any(each.dtype == np.float32 for each in together) else TOLERANCE


def first_wrong_row(
    mine: ArrayLike,
    theirs: ArrayLike,
    backward: bool = False,
    tolerance: float = TOLERANCE,
    axis: int = 0,
) -> tuple[int, Comparison] | None:
    """Find the first row, one a time step, in which two arrays of equal shape differ.

    Parameters
    ----------
    mine, theirs
        The student's array and the expected one, a row a step.
    backward
        Whether the last step is computed first.
    tolerance
        As in `compare`; relative to the largest entry of the whole array.
    axis
        Which axis is time.

    Returns
    -------
    row, comparison
        The comparison's index is one of the whole array; `None` if all rows agree.
    """
    ours, wanted = (np.moveaxis(np.asarray(each), axis, 0) for each in (mine, theirs))
    scale = max(float(np.abs(wanted).max()), 1e-30)
    order = range(len(wanted))
    for row in reversed(order) if backward else order:
        size = max(float(np.abs(wanted[row]).max()), 1e-30)
        found = compare(ours[row], wanted[row], tolerance * scale / size)
        if not found.agrees:
            return row, replace(found, at=(*found.at[:axis], row, *found.at[axis:]))
    return None


def _index(where: NDArray[Any]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(where)), where.shape))


def position(at: tuple[int, ...]) -> str:
    """Write an index as Python does: ``[2, 0]``; nothing for a single number."""
    return f"[{', '.join(map(str, at))}]" if at else ""
