"""The two functions that squash scores: the sigmoid for a gate, softmax for a choice."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def sigmoid(x: ArrayLike) -> NDArray[Any]:
    """Return 1 / (1 + e^−x), element by element, without overflow.

    For x ≥ 0 that is the formula itself. For x < 0, where e^−x could overflow, it is multiplied
    through by e^x: e^x / (1 + e^x). Either way the exponent is −|x|, never positive.
    """
    x = np.asarray(x)
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def softmax(logits: NDArray[Any]) -> NDArray[Any]:
    """Return e^y_i / Σ_j e^y_j along the last axis, shifted so that no exponent is positive."""
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
