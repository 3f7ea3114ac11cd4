"""Sequences of unequal length in one batch: each state stops at its own last step."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.nn.recurrent import Recurrent

Array = NDArray[Any]


class Packed(Recurrent):
    """A layer of one direction that leaves out the padding behind each sequence.

    With a mask m_t, 1 as long as a sequence goes on and 0 in its padding, a state stands still
    once its sequence is over:

    h_t = m_t ĥ_t + (1 − m_t) h_{t−1},    ĥ_t what the layer computes

    Here nothing is computed that the mask would throw away. Where a sequence ends, its row leaves
    the batch; between two such places the layer reads a block with the rows that are left. Going
    back, a row comes in where its sequence ends, with the gradient of its last state.

    Parameters
    ----------
    layer
        An `RNN`, `GRU` or `LSTM`; its parameters are this one's.

    Attributes
    ----------
    lengths
        Set it before `forward`: the length of each sequence, (B,), or None if all have T steps.
    row_steps
        How many states the last `forward` computed, all rows together.
    """

    def __init__(self, layer: Recurrent) -> None:
        super().__init__(layer.d_in, layer.d_hidden, state_names=layer.state_names)
        self.layer = layer
        self.params, self.grads = layer.params, layer.grads
        self.lengths: Array | None = None

    def forward(self, x: Array, *state_0: Array | None) -> tuple[Array, ...]:
        """Read sequences x (B, T, D), of the `lengths` that were set last, or all T long.

        Returns
        -------
        outputs : array of shape (B, T, H)
            Zero in the padding.
        h_n : array of shape (1, B, H)
            The state after the last step of each sequence; for the LSTM c_n follows.

        Raises
        ------
        ValueError
            If a shape is not the expected one, or a length is not between 1 and T.
        """
        state = [part.copy() for part in self.first_state(x, state_0)]
        batch, steps = x.shape[:2]
        lengths = np.full(batch, steps) if self.lengths is None else self.lengths
        if lengths.shape != (batch,) or lengths.min() < 1 or lengths.max() > steps:
            raise ValueError(f"lengths: expected {batch} numbers from 1 to {steps}, got {lengths}")
        outputs = np.zeros((batch, steps, self.d_hidden), self.dtype)
        self._blocks = []
        self._shape = x.shape
        # region blocks
        start = 0
        for stop in np.unique(lengths).tolist():
            rows = np.flatnonzero(lengths >= stop)  # those that are not over before `stop`
            layer = copy.copy(self.layer)  # the same parameters, but a cache of its own
            here = [part[:, rows] for part in state]
            outputs[rows, start:stop], *after = layer.forward(x[rows, start:stop], *here)
            for part, value in zip(state, after, strict=True):
                part[:, rows] = value
            self._blocks.append((layer, rows, start, stop))
            start = stop
        # endregion blocks
        self.row_steps = int(lengths.sum())
        return outputs, *state

    def backward(self, d_outputs: Array | None, *d_state_n: Array | None) -> tuple[Array, ...]:
        """Go back through the sequences of the last `forward`.

        Parameters
        ----------
        d_outputs
            Gradient at the outputs, (B, T, H), or None. What stands in the padding is not used.
        d_state_n
            Gradient at each last state, (1, B, H), or nothing.

        Returns
        -------
        dx : array of shape (B, T, D)
            Zero in the padding.
        dh_0 : array of shape (1, B, H)
            For the LSTM dc_0 follows.
        """
        batch, steps, _ = self._shape
        d_outputs, d_state = self.last_gradients(batch, steps, d_outputs, d_state_n)
        d_state = [part.copy() for part in d_state]
        dx = np.zeros(self._shape, self.dtype)
        # region d-blocks
        for layer, rows, start, stop in reversed(self._blocks):
            here = [part[:, rows] for part in d_state]
            dx[rows, start:stop], *before = layer.backward(d_outputs[rows, start:stop], *here)
            for part, value in zip(d_state, before, strict=True):
                part[:, rows] = value
        # endregion d-blocks
        return dx, *d_state
