"""The two directions along which states differ most, and states seen along them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class PrincipalAxes:
    """A plane through a cloud of states.

    Attributes
    ----------
    mean
        Of the states, (H,).
    axes
        Unit vectors, the direction of the largest variance first, (2, H); fewer where there are
        fewer states or units.
    explained
        Share of the variance along each, (2,).
    """

    mean: Array
    axes: Array
    explained: Array

    def project(self, states: Array) -> Array:
        """Return the coordinates of states, (…, H), in the plane, (…, 2)."""
        return (states - self.mean) @ self.axes.T


def principal_axes(states: Array) -> PrincipalAxes:
    """Find the plane of states, (n, H), by singular value decomposition.

    An axis points to where its largest entry is positive: the decomposition leaves the signs
    open, and figures would flip by chance.
    """
    mean = states.mean(axis=0, dtype=np.float64)  # (H,)
    _, s, Vt = np.linalg.svd(states - mean, full_matrices=False)
    axes = Vt[:2]  # (2, H)
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=1)[:, None], axis=1)  # (2, 1)
    explained = s[:2] ** 2 / max(np.sum(s**2), np.finfo(float).tiny)
    return PrincipalAxes(mean, axes * np.sign(largest), explained)


def plane_of_the_last(states: Array) -> dict[str, Array]:
    """Return the plane of the last record's states, and those of all, (R, T, H), in it."""
    plane = principal_axes(states[-1])
    return {**vars(plane), "points": plane.project(states)}
