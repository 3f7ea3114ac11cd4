"""Two recurrent layers side by side, one for each direction (Schuster and Paliwal 1997)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.nn.recurrent import Recurrent

Array = NDArray[Any]


class Bidirectional(Recurrent):
    """Reads each sequence in both directions and joins the two states of each step.

    At step t the first half of an output knows x_1 … x_t, the second half x_t … x_T. Hence it
    can't predict the next token: it would have read the answer.

    Parameters
    ----------
    cell
        The kind of layer: `RNN`, `GRU`, `LSTM`, or any other function of (d_in, d_hidden, rng)
        that returns a `Recurrent`.
    d_in, d_hidden
        D entries of an input and H entries of the state of each direction.
    rng
        A generator, or a seed for one.
    **options
        For both layers, such as ``forget_bias`` or ``dtype``.

    Attributes
    ----------
    ahead, back
        The layer that reads x_1 first and the one that reads x_T first. Parameters are named
        ``ahead.W_xh``, ``back.W_xh`` …
    """

    def __init__(
        self,
        cell: Callable[..., Recurrent],
        d_in: int,
        d_hidden: int,
        rng: np.random.Generator | int,
        **options: Any,
    ) -> None:
        rng = np.random.default_rng(rng)
        ahead, back = (cell(d_in, d_hidden, rng, **options) for _ in range(2))
        super().__init__(
            d_in,
            d_hidden,
            d_out=ahead.d_out + back.d_out,
            state_names=ahead.state_names,
            state_rows=ahead.state_rows + back.state_rows,
        )
        self.ahead = self.include("ahead", ahead)
        self.back = self.include("back", back)

    def forward(self, x: Array, *state_0: Array | None) -> tuple[Array, ...]:
        """Read a batch of sequences.

        Parameters
        ----------
        x
            Inputs, (B, T, D).
        state_0
            h_0 (for the LSTM h_0, c_0), (2, B, H) each, forward direction first; zeros if it is
            not given.

        Returns
        -------
        outputs : array of shape (B, T, 2H)
            The states of both directions, the forward one's in front.
        h_n : array of shape (2, B, H)
            What each direction ended with: the forward one after x_T, the backward one after
            x_1. For the LSTM c_n follows.

        Raises
        ------
        ValueError
            If a shape is not the expected one.
        """
        # region both-ways
        self._input_shape = x.shape
        states = self.first_state(x, state_0)
        rows = self.ahead.state_rows
        ahead, *ahead_n = self.ahead.forward(x, *(state[:rows] for state in states))
        back, *back_n = self.back.forward(x[:, ::-1], *(state[rows:] for state in states))
        outputs = np.concatenate([ahead, back[:, ::-1]], axis=-1)  # (B, T, 2H)
        return outputs, *map(np.concatenate, zip(ahead_n, back_n, strict=True))
        # endregion both-ways

    def backward(self, d_outputs: Array | None, *d_state_n: Array | None) -> tuple[Array, ...]:
        """Go back through the sequences of the last `forward`.

        Parameters
        ----------
        d_outputs
            Gradient of the loss at each output, (B, T, 2H), or None.
        d_state_n
            Gradient at h_n (for the LSTM h_n, c_n), (2, B, H) each, or None.

        Returns
        -------
        dx : array of shape (B, T, D)
        dh_0 : array of shape (2, B, H)
            For the LSTM dc_0 follows.

        Raises
        ------
        ValueError
            If a shape is not the expected one, or no gradient is given.
        """
        batch, steps, _ = self._input_shape
        d_outputs, d_states = self.last_gradients(batch, steps, d_outputs, d_state_n)
        rows, half = self.ahead.state_rows, self.ahead.d_out
        dx_ahead, *ahead_0 = self.ahead.backward(
            d_outputs[..., :half], *(state[:rows] for state in d_states)
        )
        dx_back, *back_0 = self.back.backward(
            d_outputs[:, ::-1, half:], *(state[rows:] for state in d_states)
        )
        dx = dx_ahead + dx_back[:, ::-1]
        return dx, *map(np.concatenate, zip(ahead_0, back_0, strict=True))
