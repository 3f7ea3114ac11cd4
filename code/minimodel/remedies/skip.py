"""A vanilla recurrent layer with skip connections through time (Lin et al. 1996)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.nn.initialization import recurrent_weights, uniform
from minimodel.nn.recurrent import Recurrent, input_part, to_columns, to_rows, weight_gradients

Array = NDArray[Any]


class SkipRNN(Recurrent):
    """A state that is made from the state before it and from one farther back.

    h_t = tanh(W_xh x_t + W_hh h_{t−1} + W_sh h_{t−k} + b_h)

    States before the first step are zero. From step to step the gradient may go one step or k,
    so that the shortest path over n steps has about n / k Jacobians.

    Parameters
    ----------
    d_in, d_hidden
        D entries of an input and H entries of a state.
    rng
        A generator, or a seed for one.
    skip
        k, at least 2.
    recurrent_init
        How W_hh and W_sh start; see `recurrent_weights`.
    dtype
        Type of the parameters. The draws are float64 in any case.

    Attributes
    ----------
    W_xh, W_hh, W_sh, b_h
        Parameters of shapes (H, D), (H, H), (H, H) and (H,).

    Raises
    ------
    ValueError
        If `skip` is less than 2.
    """

    def __init__(
        self,
        d_in: int,
        d_hidden: int,
        rng: np.random.Generator | int,
        *,
        skip: int = 10,
        recurrent_init: str = "uniform",
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__(d_in, d_hidden)
        if skip < 2:
            raise ValueError(f"skip: expected at least 2, got {skip}; 1 is the plain recurrence")
        self.skip = skip
        rng = np.random.default_rng(rng)
        W_xh = uniform(rng, (d_hidden, d_in), d_hidden**-0.5)
        W_hh = recurrent_weights(recurrent_init, d_hidden, rng)
        W_sh = recurrent_weights(recurrent_init, d_hidden, rng)
        self.W_xh = self.parameter("W_xh", W_xh.astype(dtype))
        self.W_hh = self.parameter("W_hh", W_hh.astype(dtype))
        self.W_sh = self.parameter("W_sh", W_sh.astype(dtype))
        self.b_h = self.parameter("b_h", np.zeros(W_xh.shape[:-1], dtype))

    def forward(self, x: Array, *state_0: Array | None) -> tuple[Array, ...]:
        """Return outputs (B, T, H) and h_n (1, B, H) from x (B, T, D) and h_0 (1, B, H)."""
        (h_0,) = self.first_state(x, state_0)
        x_columns = to_columns(x)  # (T, D, B)
        a = input_part(self.W_xh, self.b_h, x_columns)  # (T, H, B)
        h = np.empty((len(a) + 1, *a.shape[1:]), a.dtype)  # (T + 1, H, B): h_0 … h_T
        h[0] = h_0[0].mT
        for t in range(len(a)):  # makes h[t + 1]
            a[t] += self.W_hh @ h[t]
            if t + 1 >= self.skip:
                a[t] += self.W_sh @ h[t + 1 - self.skip]
            np.tanh(a[t], out=h[t + 1])
        self._cache = x_columns, h
        return to_rows(h[1:]), h[-1].mT[None]

    def backward(self, d_outputs: Array | None, *d_state_n: Array | None) -> tuple[Array, ...]:
        """Return dx (B, T, D) and dh_0 (1, B, H), from the gradients at outputs and h_n."""
        x, h = self._cache
        steps, batch = len(x), x.shape[-1]
        d_outputs, (dh_n,) = self.last_gradients(batch, steps, d_outputs, d_state_n)
        dh = np.zeros_like(h)  # (T + 1, H, B)
        dh[1:] = to_columns(d_outputs)
        dh[-1] += dh_n[0].mT
        da = 1 - h[1:] ** 2  # (T, H, B): the slope of tanh, and in the loop the gradient there
        for t in reversed(range(steps)):
            da[t] *= dh[t + 1]
            dh[t] += self.W_hh.mT @ da[t]
            if t + 1 >= self.skip:
                dh[t + 1 - self.skip] += self.W_sh.mT @ da[t]
        for name, gradient in weight_gradients(da, x, h[:-1])._asdict().items():
            self.grads[name] += gradient
        if steps >= self.skip:
            far = slice(self.skip - 1, None)  # the steps that look k back
            past = h[: steps + 1 - self.skip]
            self.grads["W_sh"] += weight_gradients(da[far], x[far], past).W_hh
        return to_rows(self.W_xh.mT @ da), dh[0].mT[None]
