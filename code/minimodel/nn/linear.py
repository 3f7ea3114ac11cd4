"""The linear layer: y = W x + b."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.mathematics.shapes import check_shape
from minimodel.nn.initialization import uniform
from minimodel.nn.module import Module

Array = NDArray[Any]


class Linear(Module):
    """y = W x + b, for every vector along the last axis.

    Parameters
    ----------
    d_in, d_out
        Entries of an input and of an output.
    rng
        A generator, or a seed for one. W is uniform between ±1/√d_in, b zero.
    dtype
        Type of the parameters. The draws are float64 in any case.

    Attributes
    ----------
    W, b
        Parameters of shapes (d_out, d_in) and (d_out,).
    """

    def __init__(
        self,
        d_in: int,
        d_out: int,
        rng: np.random.Generator | int,
        *,
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__()
        W = uniform(np.random.default_rng(rng), (d_out, d_in), d_in**-0.5)
        self.W = self.parameter("W", W.astype(dtype))
        self.b = self.parameter("b", np.zeros(W.shape[:-1], dtype))

    def forward(self, x: Array) -> Array:
        """Return y (…, d_out) from x (…, d_in).

        Raises
        ------
        ValueError
            If the last axis of x does not have d_in entries.
        """
        d_in = self.W.shape[-1]
        check_shape("x", x, (*self.W.shape[:-2], *("…",) * (x.ndim - self.W.ndim + 1), d_in))
        self._x = x
        y = self._rows(x) @ self.W.mT + self.b[..., None, :]
        return y.reshape(*x.shape[:-1], -1)

    def backward(self, dy: Array) -> Array:
        """Return dx (…, d_in) from dy (…, d_out)."""
        check_shape("dy", dy, (*self._x.shape[:-1], self.W.shape[-2]))
        rows = self._rows(dy)
        self.grads["W"] += rows.mT @ self._rows(self._x)
        self.grads["b"] += rows.sum(axis=-2)
        return (rows @ self.W).reshape(self._x.shape)

    def _rows(self, vectors: Array) -> Array:
        """Everything between the layers that stand side by side and the vectors as one axis."""
        return vectors.reshape(*self.W.shape[:-2], -1, vectors.shape[-1])
