"""Many to many: one network reads a sequence, another writes one from the state it ended in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.nn.embedding import Embedding
from minimodel.nn.generation import greedy
from minimodel.nn.module import Module
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.recurrent import Recurrent

Array = NDArray[Any]


class EncoderDecoder(Module):
    """Two recurrent networks joined by a state (Sutskever, Vinyals and Le 2014; Cho et al. 2014).

    In training the decoder is given the right token at each step, whatever it would have written
    itself: teacher forcing (Williams and Zipser 1989). To translate it reads what it wrote.

    Parameters
    ----------
    cell
        The kind of layer, for both: `RNN`, `GRU`, `LSTM`, or a function like them.
    source_size, target_size
        Tokens of the language that is read and of the one that is written.
    d_embed, d_hidden
        Entries of an embedding and of a state.
    rng
        A generator, or a seed for one.
    **options
        For both layers, such as ``gate_bias`` or ``dtype``.

    Attributes
    ----------
    embedding, encoder, decoder
        The parts; the decoder is a `RecurrentNetwork`.
    """

    def __init__(
        self,
        cell: Callable[..., Recurrent],
        source_size: int,
        target_size: int,
        d_embed: int,
        d_hidden: int,
        rng: np.random.Generator | int,
        **options: Any,
    ) -> None:
        super().__init__()
        rng = np.random.default_rng(rng)
        self.encoder = self.include("encoder", cell(d_embed, d_hidden, rng, **options))
        self.embedding = self.include(
            "embedding", Embedding(source_size, d_embed, rng, dtype=self.encoder.dtype)
        )
        writer = cell(d_embed, d_hidden, rng, **options)
        self.decoder = self.include("decoder", self.make_decoder(writer, target_size, rng))

    def make_decoder(
        self, writer: Recurrent, target_size: int, rng: np.random.Generator
    ) -> RecurrentNetwork:
        """Return what writes: `writer` with an embedding and a readout."""
        return RecurrentNetwork(writer, target_size, rng, vocab_size=target_size)

    def encode(self, source: Array) -> tuple[Array, ...]:
        """Read token ids (B, S); return the state after the last one, (rows, B, H)."""
        _, *state = self.encoder.forward(self.embedding.forward(source))
        return tuple(state)

    def forward(self, source: Array, given: Array) -> Array:
        """Read a source and predict each token of its translation from the right ones before it.

        Parameters
        ----------
        source
            Token ids, (B, S).
        given
            Right translations without their last token and with a token for "begin" in front,
            (B, T). Prediction t is made after token t was given.

        Returns
        -------
        logits : array of shape (B, T, target_size)

        Raises
        ------
        ValueError
            If an id or a shape is not an expected one.
        """
        logits, *_ = self.decoder.forward(given, *self.encode(source))
        return logits

    def backward(self, dlogits: Array) -> None:
        """Add the parameters' gradients, from the gradient at the logits (B, T, target_size)."""
        d_state = self.decoder.backward(dlogits)
        # All that the decoder asks of the encoder goes through the one state that joins them.
        dx, *_ = self.encoder.backward(None, *d_state)
        self.embedding.backward(dx)

    def translate(self, source: Array, begin: int, end: int, max_length: int) -> list[list[int]]:
        """Write translations of token ids (B, S), each prediction being the next input.

        Parameters
        ----------
        source
            Token ids, (B, S).
        begin, end, max_length
            As for `greedy`.

        Returns
        -------
        list of B lists
            The token ids of each translation.
        """
        return greedy(self.decoder, begin, end, max_length, *self.encode(source))
