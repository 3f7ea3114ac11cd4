"""The linear recurrent unit: complex factors on a ring, the same at every step (Orvieto 2023)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.nn.recurrent import Recurrent
from minimodel.nn.scan import (
    pairing_scan,
    scan_backward,
    steps_first,
    steps_inside,
    summed_products,
)

Array = NDArray[Any]


class LRU(Recurrent):
    """A diagonal recurrence of complex numbers, read out as real ones (Orvieto et al. 2023).

    λ = exp(−exp(ν) + i exp(θ))          |λ| < 1 whatever ν is
    h_t = λ ⊙ h_{t−1} + exp(γ) ⊙ (B x_t)
    y_t = Re(C h_t) + D ⊙ x_t

    Parameters
    ----------
    d_in
        Entries of an input, and of an output.
    d_hidden
        H numbers of a state: H/2 complex units, first their real parts, then the imaginary ones.
    rng
        A generator, or a seed for one.
    r_min, r_max
        The ring: λ starts with a modulus between them, evenly spread over the ring's area.
    max_phase
        λ starts with an angle between 0 and this.
    dtype
        Type of the parameters, which are all real. The draws are float64 in any case.

    Attributes
    ----------
    nu, theta, gamma
        ν, θ and γ, (H/2,) each. exp(γ) starts at √(1 − |λ|²), which gives every unit about the
        same size of state for inputs without correlation.
    B_re, B_im, C_re, C_im
        B (H/2, D) and C (D, H/2) in two parts each; entries from N(0, 1/2D) and N(0, 2/H).
    D
        What an input adds to its own output, (D,); drawn from N(0, 1).

    Raises
    ------
    ValueError
        If d_hidden is odd.
    """

    def __init__(
        self,
        d_in: int,
        d_hidden: int,
        rng: np.random.Generator | int,
        *,
        r_min: float = 0.9,
        r_max: float = 0.999,
        max_phase: float = 2 * np.pi,
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__(d_in, d_hidden, d_out=d_in)
        if d_hidden % 2:
            raise ValueError(f"d_hidden: expected an even number, got {d_hidden}")
        rng = np.random.default_rng(rng)
        N = d_hidden // 2
        # region ring
        squares = rng.uniform(r_min**2, r_max**2, N)  # |λ|²
        nu = np.log(-np.log(squares) / 2)
        theta = np.log(rng.uniform(0, max_phase, N))
        gamma = np.log(1 - squares) / 2
        # endregion ring
        values = {
            "B_re": rng.normal(size=(N, d_in)) / np.sqrt(2 * d_in),
            "B_im": rng.normal(size=(N, d_in)) / np.sqrt(2 * d_in),
            "C_re": rng.normal(size=(d_in, N)) / np.sqrt(N),
            "C_im": rng.normal(size=(d_in, N)) / np.sqrt(N),
            "D": rng.normal(size=d_in),
            "nu": nu,
            "theta": theta,
            "gamma": gamma,
        }
        for name, value in values.items():
            self.parameter(name, value.astype(dtype))

    def factors(self) -> Array:
        """Return λ, (H/2,), complex."""
        lam: Array = np.exp(-np.exp(self.params["nu"]) + 1j * np.exp(self.params["theta"]))
        return lam

    # region passes
    def forward(self, x: Array, *state_0: Array | None) -> tuple[Array, ...]:
        """Read x (B, T, D); return y_1 … y_T (B, T, D) and h_T (1, B, H)."""
        (h_0,) = self.first_state(x, state_0)
        p, N = self.params, self.d_hidden // 2
        x = steps_first(x)  # (T, B, D)
        first = h_0[0, ..., :N] + 1j * h_0[0, ..., N:]  # (B, H/2), complex from here on
        u = x @ (p["B_re"] + 1j * p["B_im"]).mT  # (T, B, H/2)
        b = np.exp(p["gamma"])[..., None, :] * u
        lam = self.factors()[..., None, :]  # (1, H/2)
        a = np.broadcast_to(lam, (len(x), *lam.shape))
        b[0] += a[0] * first
        h = pairing_scan(a, b).h
        y = h.real @ p["C_re"].mT - h.imag @ p["C_im"].mT  # (T, B, D)
        y += p["D"][..., None, :] * x
        self._cache = x, u, a, h, first
        return steps_inside(y), np.concatenate([h[-1:].real, h[-1:].imag], axis=-1)

    def backward(self, d_outputs: Array | None, *d_state_n: Array | None) -> tuple[Array, ...]:
        """Return dx (B, T, D) and dh_0 (1, B, H) from the gradients at the outputs and at h_T.

        The gradient at a complex number is ∂L/∂Re + i ∂L/∂Im.
        """
        x, u, a, h, first = self._cache
        p, g, N = self.params, self.grads, self.d_hidden // 2
        d_outputs, (dh_n,) = self.last_gradients(x.shape[-2], len(x), d_outputs, d_state_n)
        dy = steps_first(d_outputs)  # (T, B, D)
        dh = dy @ (p["C_re"] - 1j * p["C_im"])  # (T, B, H/2)
        dh[-1] += dh_n[0, ..., :N] + 1j * dh_n[0, ..., N:]
        da, db, dfirst = scan_backward(a, h, first, dh)
        d_exponent = da.sum(axis=(0, -2)) * np.conj(a[0, ..., 0, :])  # at log λ, (H/2,)
        scale = np.exp(p["gamma"])
        du = scale[..., None, :] * db
        g["nu"] -= np.exp(p["nu"]) * d_exponent.real
        g["theta"] += np.exp(p["theta"]) * d_exponent.imag
        g["gamma"] += scale * (db * np.conj(u)).real.sum(axis=(0, -2))
        for name, left, right in (
            ("B_re", du.real, x),
            ("B_im", du.imag, x),
            ("C_re", dy, h.real),
            ("C_im", -dy, h.imag),
        ):
            g[name] += summed_products(left, right)
        g["D"] += (dy * x).sum(axis=(0, -2))
        dx = du.real @ p["B_re"] + du.imag @ p["B_im"] + dy * p["D"][..., None, :]
        return steps_inside(dx), np.concatenate([dfirst.real, dfirst.imag], axis=-1)[None]

    # endregion passes
