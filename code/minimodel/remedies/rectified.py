"""A recurrent layer of rectified units; with an identity start the IRNN (Le et al. 2015)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.nn.recurrent import input_part, to_columns, to_rows, weight_gradients
from minimodel.nn.rnn import RNN

Array = NDArray[Any]


class RectifiedRNN(RNN):
    """A state that is kept from becoming negative, instead of being squashed.

    h_t = max(0, W_xh x_t + W_hh h_{t−1} + b_h)

    With W_hh = 1, the identity, a unit that is positive is its own sum of what it reads, and the
    gradient passes it unchanged (Le, Jaitly and Hinton 2015).

    Parameters
    ----------
    d_in, d_hidden, rng, recurrent_init, dtype
        As for `RNN`.
    """

    def forward(self, x: Array, *state_0: Array | None) -> tuple[Array, ...]:
        """Return outputs (B, T, H) and h_n (1, B, H) from x (B, T, D) and h_0 (1, B, H)."""
        (h_0,) = self.first_state(x, state_0)
        x_columns = to_columns(x)  # (T, D, B)
        a = input_part(self.params["W_xh"], self.params["b_h"], x_columns)  # (T, H, B)
        h = np.empty((len(a) + 1, *a.shape[1:]), a.dtype)  # (T + 1, H, B): h_0 … h_T
        h[0] = h_0[0].mT
        for t in range(len(a)):
            np.maximum(a[t] + self.params["W_hh"] @ h[t], 0, out=h[t + 1])
        self._rectified = x_columns, h
        return to_rows(h[1:]), h[-1].mT[None]

    def backward(self, d_outputs: Array | None, *d_state_n: Array | None) -> tuple[Array, ...]:
        """Return dx (B, T, D) and dh_0 (1, B, H), from the gradients at outputs and h_n."""
        x, h = self._rectified
        steps, batch = len(x), x.shape[-1]
        d_outputs, (dh_n,) = self.last_gradients(batch, steps, d_outputs, d_state_n)
        W_xh, W_hh = self.params["W_xh"], self.params["W_hh"]
        dh_out = to_columns(d_outputs)  # (T, H, B)
        da = (h[1:] > 0).astype(h.dtype)  # the slope, 0 or 1, and in the loop the gradient there
        dh_next = dh_n[0].mT  # (H, B)
        for t in reversed(range(steps)):
            da[t] *= dh_out[t] + dh_next
            dh_next = W_hh.mT @ da[t]
        for name, gradient in weight_gradients(da, x, h[:-1])._asdict().items():
            self.grads[name] += gradient
        return to_rows(W_xh.mT @ da), dh_next.mT[None]
