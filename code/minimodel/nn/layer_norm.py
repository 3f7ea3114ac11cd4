"""Layer normalization (Ba, Kiros and Hinton 2016): forward and backward."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

EPSILON: Final = 1e-5  # keeps the division finite where all entries are equal


# region normalization
def normalize(a: Array) -> tuple[Array, Array]:
    """Give each column the mean 0 and the standard deviation 1.

    Parameters
    ----------
    a
        Columns of H entries, (…, H, B).

    Returns
    -------
    a_hat : array of shape (…, H, B)
        (a − mean) / σ, with σ² = variance + 10⁻⁵.
    sigma : array of shape (…, 1, B)
        σ of each column.
    """
    centered = a - a.mean(axis=-2, keepdims=True)
    sigma = np.sqrt((centered**2).mean(axis=-2, keepdims=True) + EPSILON)
    return centered / sigma, sigma


def normalize_backward(d_hat: Array, a_hat: Array, sigma: Array) -> Array:
    """Return the gradient at a from the one at a_hat, all of `normalize`'s shapes.

    What would move all entries alike, or stretch them all, moves no entry of a_hat: of d_hat
    its mean and its part along a_hat are taken out, then it is divided by σ.
    """
    mean = d_hat.mean(axis=-2, keepdims=True)
    along = (d_hat * a_hat).mean(axis=-2, keepdims=True)
    return (d_hat - mean - a_hat * along) / sigma


# endregion normalization
