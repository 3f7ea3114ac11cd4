"""A diagonal state-space layer whose steps depend on the input: S6 (Gu and Dao 2023)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.mathematics.functions import sigmoid
from minimodel.nn.initialization import uniform
from minimodel.nn.recurrent import Recurrent
from minimodel.nn.scan import (
    pairing_scan,
    scan_backward,
    steps_first,
    steps_inside,
    summed_products,
)

Array = NDArray[Any]


def softplus(x: Array) -> Array:
    """Return log(1 + e^x), element by element, without overflow; its slope is σ(x)."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


class SelectiveSSM(Recurrent):
    """Every input channel drives N units; how far time moves at a step, the input decides.

    Δ_t = softplus(W_Δ x_t + b_Δ)                  a step's length, for each channel
    β_t = W_B x_t,  κ_t = W_C x_t                  what is written and what is read, N each
    h_t = exp(Δ_t A) ⊙ h_{t−1} + (Δ_t ⊙ x_t) β_tᵀ  a matrix, D × N
    y_t = h_t κ_t + S ⊙ x_t

    A = −exp(L) is negative, so each factor lies between 0 and 1: near 1 for a short step, which
    keeps, near 0 for a long one, which forgets. The layer alone, as in Gu and Dao 2023,
    Algorithm 2; the convolution and the gate that stand around it in Mamba are left out, and W_Δ
    is not factored.

    Parameters
    ----------
    d_in
        D channels: entries of an input, and of an output.
    d_hidden
        D · N numbers of a state, a multiple of D.
    rng
        A generator, or a seed for one.
    shortest, longest
        Range of Δ for an input of zeros at the start, evenly spread on a logarithmic scale.
    dtype
        Type of the parameters. The draws are float64 in any case.

    Attributes
    ----------
    L
        log(−A), (D, N); A starts at −1 … −N in each channel.
    W_delta, b_delta
        W_Δ (D, D) and b_Δ (D,).
    W_B, W_C
        (N, D) each. All three matrices are uniform between ±1/√D.
    S
        What an input adds to its own output, (D,); ones.

    Raises
    ------
    ValueError
        If d_hidden is no multiple of d_in.
    """

    def __init__(
        self,
        d_in: int,
        d_hidden: int,
        rng: np.random.Generator | int,
        *,
        shortest: float = 0.001,
        longest: float = 0.1,
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__(d_in, d_hidden, d_out=d_in)
        if d_hidden % d_in:
            raise ValueError(f"d_hidden: expected a multiple of d_in = {d_in}, got {d_hidden}")
        rng = np.random.default_rng(rng)
        N = d_hidden // d_in
        lengths = np.exp(rng.uniform(np.log(shortest), np.log(longest), d_in))
        values = {
            "L": np.zeros((*lengths.shape, N)) + np.log(np.arange(1.0, N + 1)),
            "W_delta": uniform(rng, (d_in, d_in), d_in**-0.5),
            "b_delta": np.log(np.expm1(lengths)),  # softplus takes it back
            "W_B": uniform(rng, (N, d_in), d_in**-0.5),
            "W_C": uniform(rng, (N, d_in), d_in**-0.5),
            "S": np.ones_like(lengths),
        }
        for name, value in values.items():
            self.parameter(name, value.astype(dtype))

    # region passes
    def forward(self, x: Array, *state_0: Array | None) -> tuple[Array, ...]:
        """Read x (B, T, D); return y_1 … y_T (B, T, D) and h_T (1, B, D · N)."""
        (h_0,) = self.first_state(x, state_0)
        p = self.params
        x = steps_first(x)  # (T, B, D)
        first = h_0[0].reshape(*h_0.shape[1:-1], *p["L"].shape[-2:])  # (B, D, N)
        steep = x @ p["W_delta"].mT + p["b_delta"][..., None, :]  # (T, B, D)
        delta = softplus(steep)
        beta, kappa = x @ p["W_B"].mT, x @ p["W_C"].mT  # (T, B, N) each
        a = np.exp(delta[..., None] * -np.exp(p["L"])[..., None, :, :])  # (T, B, D, N)
        b = (delta * x)[..., None] * beta[..., None, :]  # (T, B, D, N)
        b[0] += a[0] * first
        h = pairing_scan(a, b).h
        y = (h @ kappa[..., None])[..., 0] + p["S"][..., None, :] * x  # (T, B, D)
        self._cache = x, steep, delta, beta, kappa, a, h, first
        return steps_inside(y), h[-1:].reshape(h_0.shape)

    def backward(self, d_outputs: Array | None, *d_state_n: Array | None) -> tuple[Array, ...]:
        """Return dx (B, T, D) and dh_0 (1, B, D · N) from the gradients at outputs and at h_T."""
        x, steep, delta, beta, kappa, a, h, first = self._cache
        p, g = self.params, self.grads
        d_outputs, (dh_n,) = self.last_gradients(x.shape[-2], len(x), d_outputs, d_state_n)
        dy = steps_first(d_outputs)  # (T, B, D)
        dh = dy[..., None] * kappa[..., None, :]  # (T, B, D, N)
        dh[-1] += dh_n[0].reshape(first.shape)
        da, db, dfirst = scan_backward(a, h, first, dh)

        A = -np.exp(p["L"])  # (D, N)
        d_exponent = da * a  # at Δ_t A, (T, B, D, N)
        d_written = (db @ beta[..., None])[..., 0]  # at Δ_t ⊙ x_t, (T, B, D)
        d_delta = np.einsum("t...bdn,...dn->t...bd", d_exponent, A) + d_written * x
        d_steep = d_delta * sigmoid(steep)
        d_beta = ((delta * x)[..., None, :] @ db)[..., 0, :]  # (T, B, N)
        d_kappa = (dy[..., None, :] @ h)[..., 0, :]  # (T, B, N)
        g["L"] += A * np.einsum("t...bdn,t...bd->...dn", d_exponent, delta)
        for name, d_result in (("W_delta", d_steep), ("W_B", d_beta), ("W_C", d_kappa)):
            g[name] += summed_products(d_result, x)
        g["b_delta"] += d_steep.sum(axis=(0, -2))
        g["S"] += (dy * x).sum(axis=(0, -2))
        dx = d_written * delta + dy * p["S"][..., None, :]
        dx += d_steep @ p["W_delta"] + d_beta @ p["W_B"] + d_kappa @ p["W_C"]
        return steps_inside(dx), dfirst.reshape(dh_n.shape)

    # endregion passes
