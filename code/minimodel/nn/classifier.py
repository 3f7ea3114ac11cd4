"""Many to one: a sequence of tokens is read, and its last state is given a class."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.nn.embedding import Embedding
from minimodel.nn.linear import Linear
from minimodel.nn.module import Module
from minimodel.nn.recurrent import Recurrent

Array = NDArray[Any]


class SequenceClassifier(Module):
    """An embedding, recurrent layers, and a linear readout of the last layer's last state.

    Parameters
    ----------
    vocab_size
        V, how many tokens there are.
    recurrent
        The recurrent layers, of one direction; their d_in is the length of an embedding.
    classes
        How many.
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
        classes: int,
        rng: np.random.Generator | int,
    ) -> None:
        super().__init__()
        rng = np.random.default_rng(rng)
        dtype = recurrent.dtype
        self.embedding = self.include(
            "embedding", Embedding(vocab_size, recurrent.d_in, rng, dtype=dtype)
        )
        self.recurrent = self.include("recurrent", recurrent)
        self.readout = self.include(
            "readout", Linear(recurrent.d_hidden, classes, rng, dtype=dtype)
        )

    def forward(self, ids: Array) -> Array:
        """Return logits (B, classes) from token ids (B, T).

        Raises
        ------
        ValueError
            If an id or a shape is not an expected one.
        """
        _, h_n, *_ = self.recurrent.forward(self.embedding.forward(ids))
        self._h_n = h_n  # (rows, B, H)
        return self.readout.forward(h_n[-1])

    def backward(self, dlogits: Array) -> None:
        """Add the parameters' gradients, from the gradient at the logits (B, classes)."""
        dh_n = np.zeros_like(self._h_n)
        dh_n[-1] = self.readout.backward(dlogits)
        dx, *_ = self.recurrent.backward(None, dh_n)
        self.embedding.backward(dx)
