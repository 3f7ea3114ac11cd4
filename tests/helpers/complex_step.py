"""Derivatives without rounding error: f(x + ih) = f(x) + ih f′(x), with h as small as one likes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEP = 1e-30


def complex_step_gradient(
    function: Callable[[NDArray[Any]], complex], x: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The gradient of an analytic `function`, which takes an array of the shape of `x`."""
    gradient = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        moved = x.astype(complex)
        moved[index] += 1j * STEP
        gradient[index] = np.imag(function(moved)) / STEP
    return gradient


def relative_error(a: NDArray[Any], b: NDArray[Any]) -> float:
    """The largest difference, relative to the largest entry of both."""
    scale = max(np.abs(a).max(), np.abs(b).max(), np.finfo(float).tiny)
    return float(np.abs(a - b).max() / scale)
