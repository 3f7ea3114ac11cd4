"""The vanilla recurrent layer (Elman 1990): one step as a cell, and a whole sequence."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.mathematics.shapes import check_shape
from minimodel.nn.initialization import recurrent_weights, uniform
from minimodel.nn.module import Module
from minimodel.nn.recurrent import Recurrent, input_part, to_columns, to_rows, weight_gradients

Array = NDArray[Any]


class RNNCell(Module):
    """One step of the recurrence.

    h_t = tanh(W_xh x_t + W_hh h_{t−1} + b_h)

    A batch is kept in rows, so a row is multiplied by the transpose: x W_xhᵀ.

    Parameters
    ----------
    d_in, d_hidden
        D entries of an input and H entries of a state.
    rng
        A generator, or a seed for one.
    recurrent_init
        How W_hh starts; see `recurrent_weights`. W_xh is uniform between ±1/√H, b_h zero.
    dtype
        Type of the parameters. The draws are float64 in any case.

    Attributes
    ----------
    W_xh, W_hh, b_h
        Parameters of shapes (H, D), (H, H) and (H,).
    """

    def __init__(
        self,
        d_in: int,
        d_hidden: int,
        rng: np.random.Generator | int,
        *,
        recurrent_init: str = "uniform",
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__()
        rng = np.random.default_rng(rng)
        limit = d_hidden**-0.5
        W_xh = uniform(rng, (d_hidden, d_in), limit)
        W_hh = recurrent_weights(recurrent_init, d_hidden, rng)
        self.W_xh = self.parameter("W_xh", W_xh.astype(dtype))
        self.W_hh = self.parameter("W_hh", W_hh.astype(dtype))
        self.b_h = self.parameter("b_h", np.zeros(W_xh.shape[:-1], dtype))

    def forward(self, x: Array, h_prev: Array) -> Array:
        """Return h_t (B, H) from x_t (B, D) and h_{t−1} (B, H)."""
        check_shape("x", x, ("batch", self.W_xh.shape[1]))
        check_shape("h_prev", h_prev, (len(x), len(self.b_h)))
        return np.tanh(x @ self.W_xh.T + h_prev @ self.W_hh.T + self.b_h)  # (B, H)


class RNN(Recurrent):
    """A vanilla recurrent layer over whole sequences.

    The inputs' part of every step, W_xh x_t + b_h, and the weights' gradients are one product
    over all steps; only what depends on the step before is a loop.

    Parameters
    ----------
    d_in, d_hidden, rng, recurrent_init, dtype
        As for `RNNCell`.

    Attributes
    ----------
    cell
        The same parameters as a cell, to take a single step.
    """

    def __init__(
        self,
        d_in: int,
        d_hidden: int,
        rng: np.random.Generator | int,
        *,
        recurrent_init: str = "uniform",
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__(d_in, d_hidden)
        self.cell = RNNCell(d_in, d_hidden, rng, recurrent_init=recurrent_init, dtype=dtype)
        self.params, self.grads = self.cell.params, self.cell.grads

    def forward(self, x: Array, *state_0: Array | None) -> tuple[Array, ...]:
        """Read a batch of sequences.

        Parameters
        ----------
        x
            Inputs, (B, T, D).
        state_0
            h_0, (1, B, H); zeros if it is not given.

        Returns
        -------
        outputs : array of shape (B, T, H)
            h_1 … h_T.
        h_n : array of shape (1, B, H)
            h_T.

        Raises
        ------
        ValueError
            If a shape is not the expected one.
        """
        (h_0,) = self.first_state(x, state_0)
        W_xh, W_hh, b_h = self.params["W_xh"], self.params["W_hh"], self.params["b_h"]
        x_columns = to_columns(x)  # (T, D, B)
        a = input_part(W_xh, b_h, x_columns)  # (T, H, B)
        h = np.empty((len(a) + 1, *a.shape[1:]), a.dtype)  # (T + 1, H, B): h_0 … h_T
        h[0] = h_0[0].mT
        for t in range(len(a)):
            a_t = a[t]
            a_t += W_hh @ h[t]
            np.tanh(a_t, out=h[t + 1])
        self._cache = x_columns, h
        return to_rows(h[1:]), h[-1].mT[None]

    def backward(self, d_outputs: Array | None, *d_state_n: Array | None) -> tuple[Array, ...]:
        """Go back through the sequences of the last `forward`.

        Parameters
        ----------
        d_outputs
            Gradient of the loss at each output, (B, T, H), or None.
        d_state_n
            Gradient at h_n, (1, B, H), or None. It comes on top of the last output's.

        Returns
        -------
        dx : array of shape (B, T, D)
        dh_0 : array of shape (1, B, H)

        Raises
        ------
        ValueError
            If a shape is not the expected one, or neither gradient is given.
        """
        x, h = self._cache  # (T, D, B), (T + 1, H, B)
        steps, batch = len(x), x.shape[-1]
        d_outputs, (dh_n,) = self.last_gradients(batch, steps, d_outputs, d_state_n)
        W_xh, W_hh = self.params["W_xh"], self.params["W_hh"]
        dh_out = to_columns(d_outputs)  # (T, H, B)
        da = 1 - h[1:] ** 2  # (T, H, B): the slope of tanh, and in the loop the gradient there
        dh_next = dh_n[0].mT  # (H, B): what later steps ask of h_t
        for t in reversed(range(steps)):
            da_t = da[t]
            da_t *= dh_out[t] + dh_next
            dh_next = W_hh.mT @ da_t
        for name, gradient in weight_gradients(da, x, h[:-1])._asdict().items():
            self.grads[name] += gradient
        return to_rows(W_xh.mT @ da), dh_next.mT[None]
