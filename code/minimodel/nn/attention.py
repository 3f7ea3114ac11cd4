"""Attention in an encoder–decoder: before each prediction, a look at all states of the source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.mathematics.functions import softmax
from minimodel.mathematics.shapes import check_shape
from minimodel.nn.encoder_decoder import EncoderDecoder
from minimodel.nn.linear import Linear
from minimodel.nn.module import Module
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.recurrent import Recurrent

Array = NDArray[Any]


class DotAttention(Module):
    """Each decoder state asks all encoder states, by the dot product (Luong et al. 2015).

    α_tj = softmax_j(s_t · h_j),    c_t = Σ_j α_tj h_j,    s̃_t = tanh(W_c [c_t; s_t] + b_c)

    Here every step has a question of its own. In `remedies.attention` one learned vector asks for
    a whole sequence; in `sequence_baselines.attention_readout` its last state does.

    Parameters
    ----------
    d_hidden
        H entries of a state, the encoder's and the decoder's.
    rng
        A generator, or a seed for one.
    dtype
        Type of the parameters. The draws are float64 in any case.

    Attributes
    ----------
    combine
        W_c (H, 2H) and b_c (H,).
    weights
        α of the last `forward`, (B, T, S); each row adds up to 1.
    """

    def __init__(
        self, d_hidden: int, rng: np.random.Generator | int, *, dtype: DTypeLike = np.float64
    ) -> None:
        super().__init__()
        self.combine = self.include("combine", Linear(2 * d_hidden, d_hidden, rng, dtype=dtype))

    def forward(self, s: Array, h: Array, mask: Array) -> Array:
        """Look at the source from every step of the decoder.

        Parameters
        ----------
        s
            Decoder states s_1 … s_T, (B, T, H).
        h
            Encoder states h_1 … h_S, (B, S, H).
        mask
            Which of them may be looked at, booleans (B, S), at least one in each row: False for
            padding.

        Returns
        -------
        array of shape (B, T, H)
            s̃_1 … s̃_T.

        Raises
        ------
        ValueError
            If a shape is not the expected one.
        """
        d_hidden = self.combine.b.shape[-1]
        check_shape("s", s, (*self.side_by_side, "batch", "time", d_hidden))
        check_shape("h", h, (*s.shape[:-2], "source", d_hidden))
        check_shape("mask", mask, h.shape[:-1])
        # region looking
        scores = s @ h.mT  # (B, T, S)
        # e^−∞ = 0: padding gets no weight, and so no gradient.
        scores = np.where(mask[..., None, :], scores, -np.inf)
        self.weights = softmax(scores)  # (B, T, S)
        context = self.weights @ h  # (B, T, H)
        out = np.tanh(self.combine.forward(np.concatenate([context, s], axis=-1)))
        # endregion looking
        self._cache = s, h, out
        return out

    def backward(self, d_out: Array) -> tuple[Array, Array]:
        """Return the gradients at s (B, T, H) and at h (B, S, H), from that at s̃ (B, T, H)."""
        s, h, out = self._cache
        check_shape("d_out", d_out, s.shape)
        # region asking-back
        d_context, ds = np.split(self.combine.backward(d_out * (1 - out**2)), 2, axis=-1)
        weights = self.weights
        d_weights = d_context @ h.mT  # (B, T, S)
        mean = (weights * d_weights).sum(axis=-1, keepdims=True)
        d_scores = weights * (d_weights - mean)  # through softmax
        # A state of the source is used twice: in the mean c_t, and in the score.
        dh = weights.mT @ d_context + d_scores.mT @ s  # (B, S, H)
        ds = ds + d_scores @ h  # (B, T, H), and s_t as well: beside the context, and in the score
        # endregion asking-back
        return ds, dh


class AttentiveDecoder(RecurrentNetwork):
    """A decoder that reads s̃_t in place of s_t; between two sources, `look_at` another one.

    Parameters
    ----------
    recurrent, d_out, rng, vocab_size
        As for `RecurrentNetwork`.

    Attributes
    ----------
    attention
        The `DotAttention`.
    """

    def __init__(
        self,
        recurrent: Recurrent,
        d_out: int,
        rng: np.random.Generator | int,
        *,
        vocab_size: int,
    ) -> None:
        rng = np.random.default_rng(rng)
        super().__init__(recurrent, d_out, rng, vocab_size=vocab_size)
        attention = DotAttention(recurrent.d_hidden, rng, dtype=recurrent.dtype)
        self.attention = self.include("attention", attention)

    def look_at(self, h: Array, mask: Array) -> None:
        """Set the encoder states (B, S, H) to look at, and which of them count, (B, S)."""
        self._h, self._mask = h, mask

    def forward(self, x: Array, *state_0: Array | None) -> tuple[Array, ...]:
        """Predict each token from those before it, x (B, T), and from the source.

        Returns
        -------
        logits : array of shape (B, T, d_out)
        h_n : array of shape (rows, B, H)
            The last state; for the LSTM c_n follows.
        """
        assert self.embedding is not None
        states, *state_n = self.recurrent.forward(self.embedding.forward(x), *state_0)
        looked = self.attention.forward(states, self._h, self._mask)
        return self.readout.forward(looked), *state_n

    def backward(self, d_outputs: Array, *d_state_n: Array | None) -> tuple[Array, ...]:
        """Go back; return dh_0 (rows, B, H). `d_h` then holds the gradient at the source's states.

        Parameters
        ----------
        d_outputs
            Gradient of the loss at the logits, of their shape.
        d_state_n
            Gradient at the last state, (rows, B, H) each, or nothing.
        """
        assert self.embedding is not None
        d_states, self.d_h = self.attention.backward(self.readout.backward(d_outputs))
        dx, *d_state_0 = self.recurrent.backward(d_states, *d_state_n)
        self.embedding.backward(dx)
        return tuple(d_state_0)


class AttentiveEncoderDecoder(EncoderDecoder):
    """An encoder–decoder whose decoder looks at every state of the encoder.

    The idea is that of Bahdanau, Cho and Bengio (2015); the score and the place, after the
    decoder's step, are those of Luong, Pham and Manning (2015). Id 0 of the source is padding, at
    which it never looks.

    Parameters
    ----------
    cell, source_size, target_size, d_embed, d_hidden, rng, **options
        As for `EncoderDecoder`.
    """

    decoder: AttentiveDecoder

    def make_decoder(
        self, writer: Recurrent, target_size: int, rng: np.random.Generator
    ) -> AttentiveDecoder:
        """Return a decoder with attention."""
        return AttentiveDecoder(writer, target_size, rng, vocab_size=target_size)

    def encode(self, source: Array) -> tuple[Array, ...]:
        """Read token ids (B, S); return the last state, and let the decoder look at all."""
        h, *state = self.encoder.forward(self.embedding.forward(source))
        self.decoder.look_at(h, source != 0)
        return tuple(state)

    def backward(self, dlogits: Array) -> None:
        """Add the parameters' gradients, from the gradient at the logits (B, T, target_size)."""
        d_state = self.decoder.backward(dlogits)
        # Two ways back now: through the state that joins both, and straight to every h_j.
        dx, *_ = self.encoder.backward(self.decoder.d_h, *d_state)
        self.embedding.backward(dx)


def kind_of(attention: bool) -> Callable[..., EncoderDecoder]:
    """Return the class with or without attention: they are made with the same arguments."""
    return AttentiveEncoderDecoder if attention else EncoderDecoder
