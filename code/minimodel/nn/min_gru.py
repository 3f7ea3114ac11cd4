"""The minGRU: a GRU whose gate and candidate see only the input (Feng et al. 2024)."""

from __future__ import annotations

from typing import Any, Final

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

FACTORS: Final = {"positive": 1, "signed": 2}  # s in a = 1 − s z


class MinGRU(Recurrent):
    """A gate and a candidate of the input alone, and a recurrence that a scan computes.

    z_t = σ(W_z x_t + b_z)
    h̃_t = W_n x_t + b_n
    h_t = a_t ⊙ h_{t−1} + z_t ⊙ h̃_t

    The factor a_t, by `factors`:

    ``"positive"``    1 − z_t, between 0 and 1      Feng et al. 2024
    ``"signed"``      1 − 2 z_t, between −1 and 1   the range of Grazzi et al. 2025

    The two matrices stand one below the other in W_xh, in the order z, n.

    Parameters
    ----------
    d_in, d_hidden
        D entries of an input and H entries of a state.
    rng
        A generator, or a seed for one.
    gate_bias
        b_z starts at −gate_bias: the share of the old state that is kept at first is about
        σ(gate_bias) with positive factors.
    factors
        As above.
    dtype
        Type of the parameters. The draws are float64 in any case.

    Attributes
    ----------
    W_xh, b_h
        Parameters of shapes (2H, D) and (2H,). W_xh is uniform between ±1/√D.

    Raises
    ------
    ValueError
        If there are no such factors.
    """

    def __init__(
        self,
        d_in: int,
        d_hidden: int,
        rng: np.random.Generator | int,
        *,
        gate_bias: float = 0.0,
        factors: str = "positive",
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__(d_in, d_hidden)
        if factors not in FACTORS:
            raise ValueError(f"factors: {factors!r} is not one of {', '.join(FACTORS)}")
        self.slope = FACTORS[factors]
        W_xh = uniform(np.random.default_rng(rng), (2 * d_hidden, d_in), d_in**-0.5)
        self.W_xh = self.parameter("W_xh", W_xh.astype(dtype))
        self.b_h = self.parameter("b_h", np.zeros(W_xh.shape[:-1], dtype))
        self.b_h[..., :d_hidden] = -gate_bias

    # region passes
    def forward(self, x: Array, *state_0: Array | None) -> tuple[Array, ...]:
        """Read x (B, T, D); return h_1 … h_T (B, T, H) and h_T (1, B, H)."""
        (h_0,) = self.first_state(x, state_0)
        x = steps_first(x)  # (T, B, D)
        p = x @ self.W_xh.mT + self.b_h[..., None, :]  # (T, B, 2H)
        p_z, n = np.split(p, 2, axis=-1)  # (T, B, H) each
        z = sigmoid(p_z)
        a, b = 1 - self.slope * z, z * n
        b[0] += a[0] * h_0[0]
        h = pairing_scan(a, b).h
        self._cache = x, z, n, a, h, h_0[0]
        return steps_inside(h), h[-1:]

    def backward(self, d_outputs: Array | None, *d_state_n: Array | None) -> tuple[Array, ...]:
        """Return dx (B, T, D) and dh_0 (1, B, H) from the gradients at the outputs and at h_T."""
        x, z, n, a, h, h_0 = self._cache
        d_outputs, (dh_n,) = self.last_gradients(x.shape[-2], len(x), d_outputs, d_state_n)
        dh = steps_first(d_outputs).copy()  # (T, B, H)
        dh[-1] += dh_n[0]
        da, db, dh_0 = scan_backward(a, h, h_0, dh)
        dz = db * n - self.slope * da
        dp = np.concatenate([dz * z * (1 - z), db * z], axis=-1)  # (T, B, 2H)
        self.grads["W_xh"] += summed_products(dp, x)
        self.grads["b_h"] += dp.sum(axis=(0, -2))
        return steps_inside(dp @ self.W_xh), dh_0[None]

    # endregion passes
