"""The LSTM layer (Hochreiter and Schmidhuber 1997; forget gate: Gers et al. 2000)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.mathematics.functions import sigmoid
from minimodel.mathematics.shapes import check_shape
from minimodel.nn.initialization import recurrent_weights, uniform
from minimodel.nn.module import Module
from minimodel.nn.recurrent import (
    Recurrent,
    blocks,
    input_part,
    to_columns,
    to_rows,
    weight_gradients,
)

Array = NDArray[Any]


class LSTMCell(Module):
    """One step of the LSTM.

    i_t = σ(W_i [x_t; h_{t−1}] + b_i)       input gate
    f_t = σ(W_f [x_t; h_{t−1}] + b_f)       forget gate
    g_t = tanh(W_g [x_t; h_{t−1}] + b_g)    candidate
    o_t = σ(W_o [x_t; h_{t−1}] + b_o)       output gate
    c_t = f_t ⊙ c_{t−1} + i_t ⊙ g_t
    h_t = o_t ⊙ tanh(c_t)

    The four matrices stand one below the other, in the order i, f, g, o, as in PyTorch, the
    columns that meet x_t in W_xh and those that meet h_{t−1} in W_hh. PyTorch adds a second
    bias, which does not change what the cell can compute.

    Parameters
    ----------
    d_in, d_hidden
        D entries of an input and H entries of a state.
    rng
        A generator, or a seed for one.
    forget_bias
        First value of b_f. Positive values open the gate, so that the cell starts out keeping
        what it holds (Gers et al. 2000; Jozefowicz, Zaremba and Sutskever 2015).
    recurrent_init
        How each block of W_hh starts; see `recurrent_weights`. W_xh is uniform between ±1/√H,
        the other biases are zero.
    dtype
        Type of the parameters. The draws are float64 in any case.

    Attributes
    ----------
    W_xh, W_hh, b_h
        Parameters of shapes (4H, D), (4H, H) and (4H,).
    """

    def __init__(
        self,
        d_in: int,
        d_hidden: int,
        rng: np.random.Generator | int,
        *,
        forget_bias: float = 1.0,
        recurrent_init: str = "uniform",
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__()
        rng = np.random.default_rng(rng)
        W_xh = uniform(rng, (4 * d_hidden, d_in), d_hidden**-0.5)
        W_hh = recurrent_weights(recurrent_init, d_hidden, rng, blocks=4)
        self.W_xh = self.parameter("W_xh", W_xh.astype(dtype))
        self.W_hh = self.parameter("W_hh", W_hh.astype(dtype))
        self.b_h = self.parameter("b_h", np.zeros(W_xh.shape[:-1], dtype))
        self.b_h[..., d_hidden : 2 * d_hidden] = forget_bias

    def forward(self, x: Array, h_prev: Array, c_prev: Array) -> tuple[Array, Array]:
        """Return h_t and c_t, (B, H) each, from x_t (B, D), h_{t−1} and c_{t−1} (B, H)."""
        d_hidden = self.W_hh.shape[1]
        check_shape("x", x, ("batch", self.W_xh.shape[1]))
        check_shape("h_prev", h_prev, (len(x), d_hidden))
        check_shape("c_prev", c_prev, (len(x), d_hidden))
        a = x @ self.W_xh.T + h_prev @ self.W_hh.T + self.b_h  # (B, 4H)
        a_i, a_f, a_g, a_o = np.split(a, 4, axis=1)  # (B, H) each
        i, f, g, o = sigmoid(a_i), sigmoid(a_f), np.tanh(a_g), sigmoid(a_o)
        c = f * c_prev + i * g
        h = o * np.tanh(c)
        return h, c


class Inside(NamedTuple):
    """What happened in an LSTM at each step, (B, T, H) each: the gates, the cell and the state."""

    input: Array
    forget: Array
    candidate: Array
    output: Array
    cell: Array
    h: Array


class LSTM(Recurrent):
    """An LSTM layer over whole sequences.

    Only what depends on the step before is a loop. σ(a) is computed as ½ + ½ tanh(a / 2), which
    is the same function, so that one call of tanh serves all four blocks.

    Parameters
    ----------
    d_in, d_hidden, rng, forget_bias, recurrent_init, dtype
        As for `LSTMCell`.

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
        forget_bias: float = 1.0,
        recurrent_init: str = "uniform",
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__(d_in, d_hidden, state_names=("h", "c"))
        self.cell = LSTMCell(
            d_in, d_hidden, rng, forget_bias=forget_bias, recurrent_init=recurrent_init, dtype=dtype
        )
        self.params, self.grads = self.cell.params, self.cell.grads

    def forward(self, x: Array, *state_0: Array | None) -> tuple[Array, ...]:
        """Read a batch of sequences.

        Parameters
        ----------
        x
            Inputs, (B, T, D).
        state_0
            h_0 and c_0, (1, B, H) each; zeros if they are not given.

        Returns
        -------
        outputs : array of shape (B, T, H)
            h_1 … h_T.
        h_n, c_n : arrays of shape (1, B, H)
            h_T and c_T.

        Raises
        ------
        ValueError
            If a shape is not the expected one.
        """
        h_0, c_0 = self.first_state(x, state_0)
        W_xh, W_hh, b_h = self.params["W_xh"], self.params["W_hh"], self.params["b_h"]
        H = self.d_hidden
        scale = np.full((4 * H, 1), 0.5, W_hh.dtype)  # ½ for σ's rows, 1 for tanh's
        scale[2 * H : 3 * H] = 1

        x_columns = to_columns(x)  # (T, D, B)
        gates = input_part(scale * W_xh, scale[:, 0] * b_h, x_columns)  # (T, 4H, B)
        i, f, g, o = blocks(gates, 4)  # (T, H, B) each, the same memory
        scaled_W_hh = scale * W_hh
        # Of a gate's full size: NumPy takes three times as long to stretch a column.
        scale = np.repeat(scale, gates.shape[-1], axis=1)  # (4H, B)
        shift = 1 - scale
        h = np.empty((len(gates) + 1, *i.shape[1:]), gates.dtype)  # (T + 1, H, B): h_0 … h_T
        c, tanh_c = np.empty_like(h), np.empty_like(h[1:])
        h[0], c[0] = h_0[0].mT, c_0[0].mT
        for t in range(len(gates)):
            gate, c_next = gates[t], c[t + 1]
            gate += scaled_W_hh @ h[t]
            np.tanh(gate, out=gate)
            gate *= scale
            gate += shift
            np.multiply(f[t], c[t], out=c_next)
            c_next += i[t] * g[t]
            np.tanh(c_next, out=tanh_c[t])
            np.multiply(o[t], tanh_c[t], out=h[t + 1])
        self._cache = x_columns, h, c, tanh_c, gates
        return to_rows(h[1:]), h[-1].mT[None], c[-1].mT[None]

    def inside(self) -> Inside:
        """Return the gates i, f, g, o, the cell and the state of the last `forward`."""
        _, h, c, _, gates = self._cache
        return Inside(*map(to_rows, (*blocks(gates, 4), c[1:], h[1:])))

    def backward(self, d_outputs: Array | None, *d_state_n: Array | None) -> tuple[Array, ...]:
        """Go back through the sequences of the last `forward`.

        Parameters
        ----------
        d_outputs
            Gradient of the loss at each output, (B, T, H), or None.
        d_state_n
            Gradients at h_n and c_n, (1, B, H) each, or None. That at h_n comes on top of the
            last output's.

        Returns
        -------
        dx : array of shape (B, T, D)
        dh_0, dc_0 : arrays of shape (1, B, H)

        Raises
        ------
        ValueError
            If a shape is not the expected one, or no gradient is given.
        """
        x, h, c, tanh_c, gates = self._cache
        steps, batch = len(x), x.shape[-1]
        d_outputs, (dh_n, dc_n) = self.last_gradients(batch, steps, d_outputs, d_state_n)
        W_xh, W_hh = self.params["W_xh"], self.params["W_hh"]
        dh_out = to_columns(d_outputs)  # (T, H, B)

        # How far the argument of each gate moves c_t (for o: h_t); in the loop the gradient there.
        i, f, g, o = blocks(gates, 4)  # (T, H, B) each
        da = self.scratch("da", gates)  # (T, 4H, B)
        da_i, da_f, da_g, da_o = blocks(da, 4)  # the same memory
        da_i[...] = g * i * (1 - i)
        da_f[...] = c[:-1] * f * (1 - f)
        da_g[...] = i * (1 - g**2)
        da_o[...] = tanh_c * o * (1 - o)
        h_by_c = o * (1 - tanh_c**2)  # (T, H, B): ∂h_t/∂c_t
        d_blocks = da.reshape(*da.shape[:-2], 4, self.d_hidden, batch)  # the same memory

        dh_next, dc_next = dh_n[0].mT, dc_n[0].mT  # (H, B)
        vanished = 1e8 * np.finfo(da.dtype).tiny  # 1e-30 in float32
        for t in reversed(range(steps)):
            dh = dh_out[t] + dh_next
            dc = dh * h_by_c[t]
            dc += dc_next
            da_ifg, da_o_t = d_blocks[t][..., :3, :, :], da_o[t]  # (3, H, B), (H, B)
            da_ifg *= dc[..., None, :, :]
            da_o_t *= dh
            dh_next = W_hh.mT @ da[t]
            dc_next = dc * f[t]
            if t % 10 == 0:
                # A gradient that has vanished this far ends among float32's denormal numbers,
                # which processors multiply many times more slowly than others.
                dh_next[np.abs(dh_next) < vanished] = 0
                dc_next[np.abs(dc_next) < vanished] = 0
        for name, gradient in weight_gradients(da, x, h[:-1])._asdict().items():
            self.grads[name] += gradient
        return to_rows(W_xh.mT @ da), dh_next.mT[None], dc_next.mT[None]
