"""Recurrent layers with a linear readout: at every step or at the end, of vectors or of tokens."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.nn.embedding import Embedding
from minimodel.nn.linear import Linear
from minimodel.nn.module import Module
from minimodel.nn.recurrent import Recurrent

Array = NDArray[Any]


class RecurrentNetwork(Module):
    """y_t = W_hy h_t + b_y at every step, h_t from whatever recurrent layers it is given.

    With `last_only` it is read once, y = W_hy h_T + b_y: a classifier, or one number for a whole
    sequence. With `vocab_size` its inputs are ids of tokens: a tagger or a decoder, and with as
    many outputs as tokens, each target being the next token, a language model.

    Parameters
    ----------
    recurrent
        An `RNN`, `GRU`, `LSTM`, `Stacked` or `Bidirectional`; gives the other parts their dtype.
        Its d_in is the length of an embedding, if there is one.
    d_out
        Entries of y_t.
    rng
        A generator, or a seed for one.
    vocab_size
        V, how many tokens there are, if the inputs are their ids.
    last_only
        Whether only the last state is read, that of the last layer; for layers of one direction.

    Attributes
    ----------
    embedding, recurrent, readout
        The parts; W_hy is ``readout.W``, b_y ``readout.b``. Without `vocab_size`, `embedding` is
        None.
    """

    def __init__(
        self,
        recurrent: Recurrent,
        d_out: int,
        rng: np.random.Generator | int,
        *,
        vocab_size: int | None = None,
        last_only: bool = False,
    ) -> None:
        super().__init__()
        rng = np.random.default_rng(rng)
        dtype = recurrent.dtype
        self.embedding: Embedding | None = None
        if vocab_size is not None:
            table = Embedding(vocab_size, recurrent.d_in, rng, dtype=dtype)
            self.embedding = self.include("embedding", table)
        self.recurrent = self.include("recurrent", recurrent)
        d_read = recurrent.d_hidden if last_only else recurrent.d_out
        self.readout = self.include("readout", Linear(d_read, d_out, rng, dtype=dtype))
        self.last_only = last_only

    def forward(self, x: Array, *state_0: Array | None) -> tuple[Array, ...]:
        """Read a batch of sequences.

        Parameters
        ----------
        x
            Inputs, (B, T, D), or ids of tokens, (B, T).
        state_0
            h_0 (for the LSTM h_0, c_0), (rows, B, H) each; zeros if it is not given.

        Returns
        -------
        outputs : array of shape (B, T, d_out)
            y_1 … y_T; with `last_only` y alone, (B, d_out).
        h_n : array of shape (rows, B, H)
            The last state; for the LSTM c_n follows.

        Raises
        ------
        ValueError
            If an id or a shape is not an expected one.
        """
        if self.embedding is not None:
            x = self.embedding.forward(x)  # (B, T, D)
        states, *state_n = self.recurrent.forward(x, *state_0)
        self._h_n = state_n[0]  # (rows, B, H)
        return self.readout.forward(self._h_n[-1] if self.last_only else states), *state_n

    def backward(self, d_outputs: Array, *d_state_n: Array | None) -> tuple[Array, ...]:
        """Go back through the sequences of the last `forward`.

        Parameters
        ----------
        d_outputs
            Gradient of the loss at the outputs, of their shape.
        d_state_n
            Gradient at the last state, (rows, B, H) each, or nothing.

        Returns
        -------
        dx : array of shape (B, T, D)
            Left out for ids of tokens, which have no gradient.
        dh_0 : array of shape (rows, B, H)
            For the LSTM dc_0 follows.
        """
        d_states: Array | None = self.readout.backward(d_outputs)
        if self.last_only:
            dh_n, *others = d_state_n or (None,)
            dh_n = np.zeros_like(self._h_n) if dh_n is None else dh_n.copy()
            dh_n[-1] += d_states
            d_states, d_state_n = None, (dh_n, *others)
        dx, *d_state_0 = self.recurrent.backward(d_states, *d_state_n)
        if self.embedding is None:
            return dx, *d_state_0
        self.embedding.backward(dx)
        return tuple(d_state_0)
