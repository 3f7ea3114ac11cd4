"""A recurrent layer, or several, with a linear readout at every step."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.nn.linear import Linear
from minimodel.nn.module import Module
from minimodel.nn.recurrent import Recurrent

Array = NDArray[Any]


class RecurrentNetwork(Module):
    """y_t = W_hy h_t + b_y at every step, h_t from whatever recurrent layers it is given.

    Parameters
    ----------
    recurrent
        An `RNN`, `GRU`, `LSTM`, `Stacked` or `Bidirectional`; gives the readout its dtype.
    d_out
        Entries of y_t.
    rng
        A generator, or a seed for one.

    Attributes
    ----------
    recurrent, readout
        The two parts; W_hy is ``readout.W``, b_y ``readout.b``.
    """

    def __init__(self, recurrent: Recurrent, d_out: int, rng: np.random.Generator | int) -> None:
        super().__init__()
        dtype = recurrent.dtype
        self.recurrent = self.include("recurrent", recurrent)
        self.readout = self.include("readout", Linear(recurrent.d_out, d_out, rng, dtype=dtype))

    def forward(self, x: Array, *state_0: Array | None) -> tuple[Array, ...]:
        """Read a batch of sequences.

        Parameters
        ----------
        x
            Inputs, (B, T, D).
        state_0
            h_0 (for the LSTM h_0, c_0), (rows, B, H) each; zeros if it is not given.

        Returns
        -------
        outputs : array of shape (B, T, d_out)
            y_1 … y_T.
        h_n : array of shape (rows, B, H)
            The last state; for the LSTM c_n follows.
        """
        states, *state_n = self.recurrent.forward(x, *state_0)
        return self.readout.forward(states), *state_n

    def backward(self, d_outputs: Array, *d_state_n: Array | None) -> tuple[Array, ...]:
        """Return dx (B, T, D) and dh_0 (rows, B, H), from the gradients at outputs and h_n."""
        return self.recurrent.backward(self.readout.backward(d_outputs), *d_state_n)
