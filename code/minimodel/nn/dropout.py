"""Dropout (Srivastava et al. 2014): in training, some entries are set to zero at random."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.shapes import check_shape
from minimodel.nn.module import Module

Array = NDArray[Any]


class Dropout(Module):
    """Sets each entry to zero with probability p and divides the others by 1 − p.

    The division keeps the expected value, so that nothing has to be done after training.

    Parameters
    ----------
    p
        Probability of zero, from 0 up to but not including 1.
    rng
        A generator, or a seed for one.

    Attributes
    ----------
    training
        Whether entries are dropped; set it to False and the input passes unchanged.

    Raises
    ------
    ValueError
        If p is out of range.
    """

    def __init__(self, p: float, rng: np.random.Generator | int) -> None:
        super().__init__()
        if not 0 <= p < 1:
            raise ValueError(f"p: {p} is not a probability below 1")
        self.p = p
        self.training = True
        self._rng = np.random.default_rng(rng)

    def forward(self, x: Array) -> Array:
        """Return x with new entries dropped, of the same shape."""
        if self.training and self.p > 0:
            self._mask = ((self._rng.random(x.shape) >= self.p) / (1 - self.p)).astype(x.dtype)
        else:
            self._mask = np.ones_like(x)
        return x * self._mask

    def backward(self, dy: Array) -> Array:
        """Return dx: nothing passes through an entry that was dropped."""
        check_shape("dy", dy, self._mask.shape)
        return dy * self._mask
