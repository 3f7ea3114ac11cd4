"""A residual block: a recurrent layer, and the nonlinearity behind it, beside a straight way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.nn.linear import Linear
from minimodel.nn.recurrent import Recurrent

Array = NDArray[Any]


class ResidualBlock(Recurrent):
    """y_t = x_t + W_2 tanh(W_1 r_t + b_1) + b_2, with r_t from a recurrent layer that reads x.

    If that recurrence is linear, this is where the nonlinearity is: not between two steps, but
    between two layers, at each step on its own.

    Parameters
    ----------
    cell
        The kind of layer: any function of (d_in, d_hidden, rng) that returns a `Recurrent`.
    d_in, d_hidden
        D entries of an input and of an output, H entries of the layer's state.
    rng
        A generator, or a seed for one.
    d_between
        M entries of what tanh is applied to.
    **options
        For the layer, such as ``dtype``.

    Attributes
    ----------
    layer, widen, narrow
        The recurrent layer, and the `Linear` parts with W_1 (M, layer.d_out) and W_2 (D, M).
    """

    def __init__(
        self,
        cell: Callable[..., Recurrent],
        d_in: int,
        d_hidden: int,
        rng: np.random.Generator | int,
        *,
        d_between: int,
        **options: Any,
    ) -> None:
        rng = np.random.default_rng(rng)
        layer = cell(d_in, d_hidden, rng, **options)
        super().__init__(d_in, layer.d_hidden, d_out=d_in, state_names=layer.state_names)
        self.layer = self.include("layer", layer)
        dtype = layer.dtype
        self.widen = self.include("widen", Linear(layer.d_out, d_between, rng, dtype=dtype))
        self.narrow = self.include("narrow", Linear(d_between, d_in, rng, dtype=dtype))

    # region passes
    def forward(self, x: Array, *state_0: Array | None) -> tuple[Array, ...]:
        """Read x (B, T, D); return y_1 … y_T (B, T, D) and the layer's last state."""
        r, *state_n = self.layer.forward(x, *state_0)
        self._bent = np.tanh(self.widen.forward(r))  # (B, T, M)
        return x + self.narrow.forward(self._bent), *state_n

    def backward(self, d_outputs: Array | None, *d_state_n: Array | None) -> tuple[Array, ...]:
        """Return dx (B, T, D) and the gradients at the first state."""
        if d_outputs is None:
            return self.layer.backward(None, *d_state_n)
        d_bent = self.narrow.backward(d_outputs)
        dr = self.widen.backward(d_bent * (1 - self._bent**2))
        dx, *d_state_0 = self.layer.backward(dr, *d_state_n)
        return dx + d_outputs, *d_state_0

    # endregion passes
