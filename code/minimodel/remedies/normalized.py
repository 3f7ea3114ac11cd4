"""A vanilla recurrent layer with layer normalization (Ba, Kiros and Hinton 2016)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.nn.layer_norm import normalize, normalize_backward
from minimodel.nn.recurrent import input_part, to_columns, to_rows, weight_gradients
from minimodel.nn.rnn import RNN

Array = NDArray[Any]


class NormalizedRNN(RNN):
    """A state whose arguments are normalized at every step.

    a_t = W_xh x_t + W_hh h_{t−1}
    h_t = tanh(gain ⊙ (a_t − mean) / σ + b_h), mean and σ taken over the H entries of a_t

    Parameters
    ----------
    d_in, d_hidden, rng, **options
        As for `RNN`. The gain starts at 1.

    Attributes
    ----------
    gain
        Parameter of shape (H,), beside those of `RNN`.
    """

    def __init__(
        self, d_in: int, d_hidden: int, rng: np.random.Generator | int, **options: Any
    ) -> None:
        super().__init__(d_in, d_hidden, rng, **options)
        self.gain = self.parameter("gain", np.ones_like(self.params["b_h"]))

    def forward(self, x: Array, *state_0: Array | None) -> tuple[Array, ...]:
        """Return outputs (B, T, H) and h_n (1, B, H) from x (B, T, D) and h_0 (1, B, H)."""
        (h_0,) = self.first_state(x, state_0)
        W_hh, gain, b_h = self.params["W_hh"], self.gain[..., None], self.params["b_h"][..., None]
        x_columns = to_columns(x)  # (T, D, B)
        a_hat = input_part(self.params["W_xh"], 0 * self.params["b_h"], x_columns)  # (T, H, B)
        sigma = np.empty_like(a_hat[..., :1, :])
        h = np.empty((len(a_hat) + 1, *a_hat.shape[1:]), a_hat.dtype)  # h_0 … h_T
        h[0] = h_0[0].mT
        for t in range(len(a_hat)):
            a_hat[t], sigma[t] = normalize(a_hat[t] + W_hh @ h[t])
            np.tanh(gain * a_hat[t] + b_h, out=h[t + 1])
        self._normalized = x_columns, h, a_hat, sigma
        return to_rows(h[1:]), h[-1].mT[None]

    def backward(self, d_outputs: Array | None, *d_state_n: Array | None) -> tuple[Array, ...]:
        """Return dx (B, T, D) and dh_0 (1, B, H), from the gradients at outputs and h_n."""
        x, h, a_hat, sigma = self._normalized
        steps, batch = len(x), x.shape[-1]
        d_outputs, (dh_n,) = self.last_gradients(batch, steps, d_outputs, d_state_n)
        W_xh, W_hh, gain = self.params["W_xh"], self.params["W_hh"], self.gain[..., None]
        dh_out = to_columns(d_outputs)  # (T, H, B)
        ds = 1 - h[1:] ** 2  # (T, H, B): the slope of tanh, and in the loop the gradient there
        da = np.empty_like(ds)
        dh_next = dh_n[0].mT  # (H, B)
        for t in reversed(range(steps)):
            ds[t] *= dh_out[t] + dh_next
            da[t] = normalize_backward(gain * ds[t], a_hat[t], sigma[t])
            dh_next = W_hh.mT @ da[t]
        gradients = weight_gradients(da, x, h[:-1])
        self.grads["W_xh"] += gradients.W_xh
        self.grads["W_hh"] += gradients.W_hh
        self.grads["gain"] += (ds * a_hat).sum(axis=(0, -1))
        self.grads["b_h"] += ds.sum(axis=(0, -1))
        return to_rows(W_xh.mT @ da), dh_next.mT[None]
