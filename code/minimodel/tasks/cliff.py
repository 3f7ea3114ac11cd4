"""The cliff in the error surface of a recurrence of one unit (Pascanu, Mikolov and Bengio 2013)."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

BIAS: Final = -0.1
START: Final = 0.3  # h_0
STEPS: Final = 50
TARGET: Final = 0.7  # of h_50


class Surface(NamedTuple):
    """The loss over one weight.

    Attributes
    ----------
    weights, losses, slopes
        w, L(w) = (h_50 − target)² and dL/dw, of the same shape.
    """

    weights: NDArray[np.float64]
    losses: NDArray[np.float64]
    slopes: NDArray[np.float64]


# region surface
def surface(weights: NDArray[np.float64]) -> Surface:
    """Return the loss of h_t = tanh(w h_{t−1} + b) after 50 steps, and its derivative by w."""
    h = np.full_like(weights, START)
    dh = np.zeros_like(weights)  # dh_t/dw
    for _ in range(STEPS):
        new = np.tanh(weights * h + BIAS)
        dh = (1 - new**2) * (h + weights * dh)
        h = new
    return Surface(weights, (h - TARGET) ** 2, 2 * (h - TARGET) * dh)


# endregion surface


def edge() -> float:
    """Return the weight between 1 and 2 at which h_50 turns positive, by halving."""
    low, high = 1.0, 2.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        h = START
        for _ in range(STEPS):
            h = np.tanh(middle * h + BIAS)
        low, high = (middle, high) if h < 0 else (low, middle)
    return high
