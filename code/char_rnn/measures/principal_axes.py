"""The two directions along which states differ most, and states seen along them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class PrincipalAxes:
    """A plane through the states of a text.

    Attributes
    ----------
    mean
        Of the states, (H,).
    axes
        Unit vectors, the direction of the largest variance first, (2, H).
    explained
        Share of the variance along each, (2,).
    """

    mean: NDArray[np.float64]
    axes: NDArray[np.float64]
    explained: NDArray[np.float64]

    def project(self, states: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the coordinates of states (n, H) in the plane, (n, 2)."""
        return (states - self.mean) @ self.axes.T


def principal_axes(states: NDArray[np.float64]) -> PrincipalAxes:
    """Find the plane by singular value decomposition; an axis's largest entry is positive.

    Raises
    ------
    ValueError
        If there are fewer than three states.
    """
    if len(states) < 3:
        raise ValueError(f"states: {len(states)} are too few for two axes")
    mean = states.mean(axis=0)
    _, s, Vt = np.linalg.svd(states - mean, full_matrices=False)
    axes = Vt[:2]
    # The decomposition leaves the signs open; without a rule, figures would flip by chance.
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=1)[:, None], axis=1)
    variance = max(np.sum(s**2), np.finfo(float).tiny)  # states may all be the same
    return PrincipalAxes(mean, axes * np.sign(largest), s[:2] ** 2 / variance)
