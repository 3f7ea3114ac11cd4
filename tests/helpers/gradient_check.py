"""Derivatives by differences, to hold hand-written ones against."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray


def numerical_gradient(loss: Callable[[], float], array: NDArray[Any]) -> NDArray[np.float64]:
    """Return the derivative of `loss()` with respect to each entry of `array`.

    Four points instead of two, (f₋₂ − 8 f₋₁ + 8 f₁ − f₂) / 12h: its error falls with h⁴, so that
    h can be large enough for float64's rounding not to matter. `array` is put back as it was.
    """
    step = 1e-3
    gradient = np.empty(array.shape)
    for index in np.ndindex(array.shape):
        value = array[index]
        total = 0.0
        for offset, weight in ((-2, 1), (-1, -8), (1, 8), (2, -1)):
            array[index] = value + offset * step
            total += weight * loss()
        array[index] = value
        gradient[index] = total / (12 * step)
    return gradient


def relative_error(actual: NDArray[Any], expected: NDArray[Any]) -> float:
    """Return ‖actual − expected‖ / ‖expected‖; the gradient must not be zero by itself."""
    norm = np.linalg.norm(expected)
    assert norm > 1e-4, "this gradient is too small to prove anything"
    return float(np.linalg.norm(actual - expected) / norm)
