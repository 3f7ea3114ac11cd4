"""A recurrent layer of leaky units (Jaeger et al. 2007): each keeps a fixed share of its state."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.nn.recurrent import input_part, to_columns, to_rows, weight_gradients
from minimodel.nn.rnn import RNN

Array = NDArray[Any]


class LeakyRNN(RNN):
    """A state that moves only a part of the way at each step.

    h_t = (1 − α) h_{t−1} + α tanh(W_xh x_t + W_hh h_{t−1} + b_h)

    Parameters
    ----------
    d_in, d_hidden, rng, **options
        As for `RNN`.
    leak
        α, more than 0 and at most 1. With 1 it is the vanilla RNN.

    Raises
    ------
    ValueError
        If `leak` is out of range.
    """

    def __init__(
        self,
        d_in: int,
        d_hidden: int,
        rng: np.random.Generator | int,
        *,
        leak: float = 0.1,
        **options: Any,
    ) -> None:
        super().__init__(d_in, d_hidden, rng, **options)
        if not 0 < leak <= 1:
            raise ValueError(f"leak: expected more than 0 and at most 1, got {leak}")
        self.leak = leak

    def forward(self, x: Array, *state_0: Array | None) -> tuple[Array, ...]:
        """Return outputs (B, T, H) and h_n (1, B, H) from x (B, T, D) and h_0 (1, B, H)."""
        (h_0,) = self.first_state(x, state_0)
        W_hh = self.params["W_hh"]
        x_columns = to_columns(x)  # (T, D, B)
        n = input_part(self.params["W_xh"], self.params["b_h"], x_columns)  # (T, H, B)
        h = np.empty((len(n) + 1, *n.shape[1:]), n.dtype)  # (T + 1, H, B): h_0 … h_T
        h[0] = h_0[0].mT
        for t in range(len(n)):
            n[t] += W_hh @ h[t]
            np.tanh(n[t], out=n[t])
            h[t + 1] = (1 - self.leak) * h[t] + self.leak * n[t]
        self._leaked = x_columns, h, n
        return to_rows(h[1:]), h[-1].mT[None]

    def backward(self, d_outputs: Array | None, *d_state_n: Array | None) -> tuple[Array, ...]:
        """Return dx (B, T, D) and dh_0 (1, B, H), from the gradients at outputs and h_n."""
        x, h, n = self._leaked
        steps, batch = len(x), x.shape[-1]
        d_outputs, (dh_n,) = self.last_gradients(batch, steps, d_outputs, d_state_n)
        W_xh, W_hh = self.params["W_xh"], self.params["W_hh"]
        dh_out = to_columns(d_outputs)  # (T, H, B)
        da = self.leak * (1 - n**2)  # (T, H, B), in the loop the gradient there
        dh_next = dh_n[0].mT  # (H, B)
        for t in reversed(range(steps)):
            dh = dh_out[t] + dh_next
            da[t] *= dh
            dh_next = (1 - self.leak) * dh + W_hh.mT @ da[t]
        for name, gradient in weight_gradients(da, x, h[:-1])._asdict().items():
            self.grads[name] += gradient
        return to_rows(W_xh.mT @ da), dh_next.mT[None]
