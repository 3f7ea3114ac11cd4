"""What one more token costs while a text is written: a recurrent layer against attention."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def recurrent_multiplications(t: Array, d: int) -> Array:
    """Return the multiplications of step t: W_xh x_t and W_hh h_{t−1}, d · d each."""
    return np.full_like(t, 2 * d * d)


def attention_multiplications(t: Array, d: int) -> Array:
    """Return the multiplications of self-attention at step t, when the last t − 1 are kept.

    Query, key, value and output are products with a matrix, d · d each. Then the query meets t
    keys, and t values are weighted, d multiplications each (Vaswani et al. 2017).
    """
    return 4 * d * d + 2 * t * d


def recurrent_memory(t: Array, d: int) -> Array:
    """Return how many numbers are kept after step t: the state."""
    return np.full_like(t, d)


def attention_memory(t: Array, d: int) -> Array:
    """Return how many numbers are kept after step t: a key and a value for each token."""
    return 2 * t * d
