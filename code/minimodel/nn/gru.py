"""The gated recurrent unit, in the conventions in which papers and frameworks print it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.mathematics.functions import sigmoid
from minimodel.mathematics.shapes import check_shape
from minimodel.nn.initialization import recurrent_weights, uniform
from minimodel.nn.module import Module
from minimodel.nn.recurrent import (
    Recurrent,
    blocks,
    in_a_row,
    input_part,
    to_columns,
    to_rows,
    weight_gradients,
)

Array = NDArray[Any]

UPDATES: Final = ("keep", "write")
RESETS: Final = ("after", "before")


class GRUCell(Module):
    """One step of the GRU.

    r_t = σ(W_r [x_t; h_{t−1}] + b_r)     reset gate
    z_t = σ(W_z [x_t; h_{t−1}] + b_z)     update gate

    The candidate h̃_t, by `reset`:

    ``"after"``    tanh(W_xn x_t + b_n + r_t ⊙ (W_hn h_{t−1} + b_hn))    PyTorch, cuDNN
    ``"before"``   tanh(W_xn x_t + b_n + W_hn (r_t ⊙ h_{t−1}))           Cho et al. 2014

    The new state, by `update`:

    ``"keep"``     h_t = z_t ⊙ h_{t−1} + (1 − z_t) ⊙ h̃_t                 Cho et al. 2014, PyTorch
    ``"write"``    h_t = (1 − z_t) ⊙ h_{t−1} + z_t ⊙ h̃_t                 Chung et al. 2014

    Chung et al. 2014 also reset before the product; the GRU of `sequence_baselines` is
    ``update="write", reset="before"``. The two resets do not compute the same function. The two
    updates do, with the signs of W_z and b_z turned.

    The three matrices stand one below the other, in the order r, z, n, as in PyTorch, the columns
    that meet x_t in W_xh and those that meet h_{t−1} in W_hh.

    Parameters
    ----------
    d_in, d_hidden
        D entries of an input and H entries of a state.
    rng
        A generator, or a seed for one.
    update, reset
        The conventions, as above.
    gate_bias
        How far the update gate starts out toward keeping the old state, in either convention:
        b_z starts at +gate_bias with ``"keep"``, at −gate_bias with ``"write"``. The share of
        the old state that is kept is then about σ(gate_bias): one half at 0, 0.95 at 3
        (Tallec and Ollivier 2018).
    recurrent_init
        How each block of W_hh starts; see `recurrent_weights`. W_xh is uniform between ±1/√H,
        the other biases are zero.
    dtype
        Type of the parameters. The draws are float64 in any case.

    Attributes
    ----------
    W_xh, W_hh, b_h
        Parameters of shapes (3H, D), (3H, H) and (3H,).
    b_hn
        The bias inside the reset product, (H,); only with ``reset="after"``.

    Raises
    ------
    ValueError
        If there is no such convention.
    """

    def __init__(
        self,
        d_in: int,
        d_hidden: int,
        rng: np.random.Generator | int,
        *,
        update: str = "keep",
        reset: str = "after",
        gate_bias: float = 0.0,
        recurrent_init: str = "uniform",
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__()
        if update not in UPDATES:
            raise ValueError(f"update: {update!r} is not one of {', '.join(UPDATES)}")
        if reset not in RESETS:
            raise ValueError(f"reset: {reset!r} is not one of {', '.join(RESETS)}")
        self.update, self.reset = update, reset
        rng = np.random.default_rng(rng)
        W_xh = uniform(rng, (3 * d_hidden, d_in), d_hidden**-0.5)
        W_hh = recurrent_weights(recurrent_init, d_hidden, rng, blocks=3)
        self.W_xh = self.parameter("W_xh", W_xh.astype(dtype))
        self.W_hh = self.parameter("W_hh", W_hh.astype(dtype))
        self.b_h = self.parameter("b_h", np.zeros(W_xh.shape[:-1], dtype))
        self.b_h[..., d_hidden : 2 * d_hidden] = gate_bias if update == "keep" else -gate_bias
        if reset == "after":
            self.b_hn = self.parameter("b_hn", np.zeros_like(self.b_h[..., :d_hidden]))

    def forward(self, x: Array, h_prev: Array) -> Array:
        """Return h_t (B, H) from x_t (B, D) and h_{t−1} (B, H)."""
        H = self.W_hh.shape[1]
        check_shape("x", x, ("batch", self.W_xh.shape[1]))
        check_shape("h_prev", h_prev, (len(x), H))
        a_r, a_z, a_n = np.split(x @ self.W_xh.T + self.b_h, 3, axis=1)  # (B, H) each
        U_r, U_z, U_n = np.split(self.W_hh, 3)  # (H, H) each
        r = sigmoid(a_r + h_prev @ U_r.T)
        z = sigmoid(a_z + h_prev @ U_z.T)
        if self.reset == "after":
            past = h_prev @ U_n.T + self.b_hn  # (B, H), what the reset gate multiplies
            n = np.tanh(a_n + r * past)
        else:
            n = np.tanh(a_n + (r * h_prev) @ U_n.T)
        keep = z if self.update == "keep" else 1 - z
        return keep * h_prev + (1 - keep) * n


class GRU(Recurrent):
    """A GRU layer over whole sequences.

    Only what depends on the step before is a loop. σ(a) is computed as ½ + ½ tanh(a / 2), which
    is the same function.

    Parameters
    ----------
    d_in, d_hidden, rng, **options
        As for `GRUCell`.

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
        **options: Any,
    ) -> None:
        super().__init__(d_in, d_hidden)
        self.cell = GRUCell(d_in, d_hidden, rng, **options)
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
        H = self.d_hidden
        after = self.cell.reset == "after"
        # ½ for σ's rows, 1 for tanh's. A gate that writes keeps 1 − σ(a) = σ(−a), hence the sign.
        scale = np.full((3 * H, 1), 0.5, W_hh.dtype)
        scale[H : 2 * H] *= 1 if self.cell.update == "keep" else -1
        scale[2 * H :] = 1

        x_columns = to_columns(x)  # (T, D, B)
        gates = input_part(scale * W_xh, scale[:, 0] * b_h, x_columns)  # (T, 3H, B): r, keep, h̃
        r, keep, n = blocks(gates, 3)  # (T, H, B) each, the same memory
        r_keep = gates[..., : 2 * H, :]
        scaled_W_hh = scale * W_hh
        U_rz, U_n = scaled_W_hh[..., : 2 * H, :], scaled_W_hh[..., 2 * H :, :]  # (2H, H), (H, H)
        h = np.empty((len(gates) + 1, *r.shape[1:]), gates.dtype)  # (T + 1, H, B): h_0 … h_T
        h[0] = h_0[0].mT
        past = np.empty_like(h[1:]) if after else h[:-1]  # what the reset gate multiplies
        if after:  # of a state's full size, which NumPy adds faster
            b_hn = np.repeat(self.cell.b_hn[..., None], h.shape[-1], axis=-1)  # (H, B)
        for t in range(len(gates)):
            r_keep_t, n_t, h_next = r_keep[t], n[t], h[t + 1]
            if after:
                product = scaled_W_hh @ h[t]  # (3H, B)
                r_keep_t += product[..., : 2 * H, :]
                np.add(product[..., 2 * H :, :], b_hn, out=past[t])
            else:
                r_keep_t += U_rz @ h[t]
            np.tanh(r_keep_t, out=r_keep_t)
            r_keep_t *= 0.5
            r_keep_t += 0.5
            n_t += r[t] * past[t] if after else U_n @ (r[t] * past[t])
            np.tanh(n_t, out=n_t)
            np.subtract(h[t], n_t, out=h_next)
            h_next *= keep[t]
            h_next += n_t
        self._cache = x_columns, h, gates, past
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
        x, h, gates, past = self._cache
        steps, batch = len(x), x.shape[-1]
        d_outputs, (dh_n,) = self.last_gradients(batch, steps, d_outputs, d_state_n)
        W_xh, W_hh = self.params["W_xh"], self.params["W_hh"]
        H = self.d_hidden
        after = self.cell.reset == "after"
        dh_out = to_columns(d_outputs)  # (T, H, B)
        r, keep, n = blocks(gates, 3)  # (T, H, B) each
        sign = 1 if self.cell.update == "keep" else -1

        # What one unit of gradient at h_t brings to the arguments of r, z and h̃; in the loop the
        # gradients there.
        da = self.scratch("da", gates)  # (T, 3H, B)
        da_r, da_z, da_n = blocks(da, 3)  # the same memory
        da_n[...] = (1 - keep) * (1 - n**2)
        da_z[...] = sign * (h[:-1] - n) * keep * (1 - keep)
        da_r[...] = past * r * (1 - r)
        dh = dh_n[0].mT  # (H, B)
        if after:
            da_r *= da_n
            # In the loop the last block is what lies behind the reset gate, W_hn h_{t−1} + b_hn.
            d_candidate = da_n.copy()  # (T, H, B)
            da_n *= r
            d_blocks = da.reshape(*da.shape[:-2], 3, *dh.shape[-2:])
            dh_at = self.scratch("dh_at", dh_out)  # (T, H, B): the whole gradient at each h_t
            for t in reversed(range(steps)):
                dh_t = np.add(dh_out[t], dh, out=dh_at[t])
                d_block = d_blocks[t]
                d_block *= dh_t[..., None, :, :]
                dh = W_hh.mT @ da[t]
                dh += dh_t * keep[t]
            rows = in_a_row(da)  # (3H, T · B)
            self.grads["W_hh"] += rows @ in_a_row(h[:-1]).mT
            self.grads["b_hn"] += rows[..., 2 * H :, :].sum(axis=-1)
            np.multiply(d_candidate, dh_at, out=da_n)
            rows[..., 2 * H :, :] = in_a_row(da_n)
            self.grads["W_xh"] += rows @ in_a_row(x).mT
            self.grads["b_h"] += rows.sum(axis=-1)
        else:
            U_rz, U_n = W_hh[..., : 2 * H, :], W_hh[..., 2 * H :, :]
            da_rz = da[..., : 2 * H, :]
            for t in reversed(range(steps)):
                dh = dh_out[t] + dh
                for part in (da_z[t], da_n[t]):
                    part *= dh
                d_past_t = U_n.mT @ da_n[t]
                da_r_t = da_r[t]
                da_r_t *= d_past_t
                dh = dh * keep[t] + d_past_t * r[t] + U_rz.mT @ da_rz[t]
            gradients = weight_gradients(da, x, h[:-1])
            # The candidate does not see h_{t−1} itself.
            gradients.W_hh[..., 2 * H :, :] = in_a_row(da_n) @ in_a_row(r * past).mT
            for name, gradient in gradients._asdict().items():
                self.grads[name] += gradient
        return to_rows(W_xh.mT @ da), dh.mT[None]
