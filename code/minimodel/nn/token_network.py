"""From tokens to a score for each class at every step: language model, tagger, decoder."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.nn.embedding import Embedding
from minimodel.nn.linear import Linear
from minimodel.nn.module import Module
from minimodel.nn.recurrent import Recurrent

Array = NDArray[Any]


class TokenNetwork(Module):
    """An embedding, recurrent layers, and a linear readout at every step.

    With as many classes as tokens, and each target the next token, it is a language model.

    Parameters
    ----------
    vocab_size
        V, how many tokens there are.
    recurrent
        The recurrent layers; their d_in is the length of an embedding.
    classes
        Scores at each step; V if it is not given.
    rng
        A generator, or a seed for one.

    Attributes
    ----------
    embedding, recurrent, readout
        The three parts.
    """

    def __init__(
        self,
        vocab_size: int,
        recurrent: Recurrent,
        rng: np.random.Generator | int,
        *,
        classes: int | None = None,
    ) -> None:
        super().__init__()
        rng = np.random.default_rng(rng)
        dtype = recurrent.dtype
        self.embedding = self.include(
            "embedding", Embedding(vocab_size, recurrent.d_in, rng, dtype=dtype)
        )
        self.recurrent = self.include("recurrent", recurrent)
        self.readout = self.include(
            "readout", Linear(recurrent.d_out, classes or vocab_size, rng, dtype=dtype)
        )

    def forward(self, ids: Array, *state_0: Array | None) -> tuple[Array, ...]:
        """Read a batch of token sequences.

        Parameters
        ----------
        ids
            Token ids, (B, T).
        state_0
            h_0 (for the LSTM h_0, c_0), (rows, B, H) each; zeros if it is not given.

        Returns
        -------
        logits : array of shape (B, T, classes)
        h_n : array of shape (rows, B, H)
            The last state; for the LSTM c_n follows.

        Raises
        ------
        ValueError
            If an id or a shape is not an expected one.
        """
        outputs, *state_n = self.recurrent.forward(self.embedding.forward(ids), *state_0)
        return self.readout.forward(outputs), *state_n

    def backward(self, dlogits: Array, *d_state_n: Array | None) -> tuple[Array, ...]:
        """Return the gradient at the first state, (rows, B, H); add the parameters' gradients.

        Parameters
        ----------
        dlogits
            Gradient at the logits, (B, T, classes).
        d_state_n
            Gradient at the last state, or nothing.
        """
        d_outputs = self.readout.backward(dlogits)
        dx, *d_state_0 = self.recurrent.backward(d_outputs, *d_state_n)
        self.embedding.backward(dx)
        return tuple(d_state_0)
