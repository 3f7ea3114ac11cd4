"""A convolution over time with max pooling: filters that slide along, and what each finds."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import DTypeLike, NDArray

from minimodel.mathematics.shapes import check_shape
from minimodel.nn.linear import Linear
from minimodel.nn.module import Module

Array = NDArray[Any]


class Convolution(Module):
    """tanh(W (x_t, …, x_{t+k−1}) + b) at every place t, and the largest value of each filter.

    The same W at every place. Zeros are put before and behind the sequence, so that a filter of
    width k meets each step at every one of its k places.

    Parameters
    ----------
    d_in, d_hidden
        Entries of x_t; how many filters.
    width
        k, steps that a filter sees at once.
    rng
        A generator, or a seed for one.
    dtype
        Type of the parameters. The draws are float64 in any case.

    Attributes
    ----------
    filters
        W (d_hidden, k · d_in) and b, as a linear layer.
    """

    def __init__(
        self,
        d_in: int,
        d_hidden: int,
        width: int,
        rng: np.random.Generator | int,
        *,
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__()
        self.d_in, self.width = d_in, width
        self.filters = self.include("filters", Linear(width * d_in, d_hidden, rng, dtype=dtype))

    def forward(self, x: Array) -> Array:
        """Return what each filter found, (B, d_hidden), in sequences x (B, T, d_in) of any T."""
        check_shape("x", x, ("batch", "time", self.d_in))
        edge = self.width - 1
        padded = np.pad(x, ((0, 0), (edge, edge), (0, 0)))
        windows = sliding_window_view(padded, self.width, axis=1)  # (B, T + k − 1, d_in, k)
        flat = windows.reshape(*windows.shape[:2], -1)  # (B, T + k − 1, d_in · k)
        self._a = np.tanh(self.filters.forward(flat))  # (B, T + k − 1, d_hidden)
        self._at = self._a.argmax(axis=1)[:, None]  # (B, 1, d_hidden): where each filter is largest
        return np.take_along_axis(self._a, self._at, axis=1)[:, 0]

    def backward(self, dy: Array) -> Array:
        """Return dx (B, T, d_in) from dy (B, d_hidden); add the parameters' gradients.

        Only the place where a filter was largest gets its gradient.
        """
        da = np.zeros_like(self._a)
        np.put_along_axis(da, self._at, dy[:, None], axis=1)
        d_windows = self.filters.backward(da * (1 - self._a**2))
        batch, places, _ = self._a.shape
        d_windows = d_windows.reshape(batch, places, self.d_in, self.width)
        d_padded = np.zeros((batch, places + self.width - 1, self.d_in), dy.dtype)
        for k in range(self.width):
            d_padded[:, k : k + places] += d_windows[..., k]
        edge = self.width - 1
        return d_padded[:, edge : d_padded.shape[1] - edge]
