"""A vanilla RNN and a GRU: forward pass only, with random weights, one sequence at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.mathematics.functions import sigmoid


def check_token_ids(token_ids: Sequence[int] | NDArray[Any], vocab_size: int) -> NDArray[np.int64]:
    """Return the ids as an array of shape (T,), or say in one line what is wrong with them.

    Raises
    ------
    TypeError
        If an id is not an integer.
    ValueError
        If the sequence is empty, is not one-dimensional or holds an id outside 0 … V − 1.
    """
    ids = np.asarray(token_ids)
    if ids.size == 0:
        raise ValueError("token_ids: the sequence is empty; give at least one token id")
    if ids.ndim != 1:
        raise ValueError(f"token_ids: expected one sequence of ids, got an array of {ids.shape}")
    if not np.issubdtype(ids.dtype, np.integer):
        raise TypeError(f"token_ids: expected integers, got {ids.dtype}; encode the tokens first")
    outside = ids[(ids < 0) | (ids >= vocab_size)]
    if outside.size:
        raise ValueError(f"token_ids: {outside[0]} is not between 0 and {vocab_size - 1}")
    return ids.astype(np.int64)


class VanillaRNN:
    """Elman's recurrent network (Elman 1990), read out after the last token.

    h_t = tanh(W_hh h_{t−1} + W_xh x_t + b_h), with h_0 = 0 and x_t = E[token_ids[t − 1]]
    y   = W_ho h_T + b_o

    Weights are drawn from N(0, sigma²) in the order E, W_xh, W_hh, W_ho; biases are zero.

    Parameters
    ----------
    vocab_size, d_embed, d_hidden
        Number of tokens V, entries of an embedding, entries of a hidden state.
    seed
        Seed of the random draws.
    sigma
        Standard deviation of every weight.
    dtype
        Type of the parameters and of all that is computed from them. The draws themselves are
        float64, so that every dtype rounds the same weights.
    """

    def __init__(
        self,
        vocab_size: int,
        d_embed: int,
        d_hidden: int,
        seed: int = 42,
        *,
        sigma: float = 0.1,
        dtype: DTypeLike = np.float64,
    ) -> None:
        rng = np.random.default_rng(seed)

        def draw(*shape: int) -> NDArray[Any]:
            return rng.normal(0.0, sigma, shape).astype(dtype)

        self.E = draw(vocab_size, d_embed)
        self.W_xh = draw(d_hidden, d_embed)
        self.W_hh = draw(d_hidden, d_hidden)
        self.W_ho = draw(vocab_size, d_hidden)
        self.b_h = np.zeros(d_hidden, dtype)
        self.b_o = np.zeros(vocab_size, dtype)

    def step(self, x: NDArray[Any], h: NDArray[Any]) -> NDArray[Any]:
        """Return h_t, of shape (d_hidden,), from the embedding x_t and the state h_{t−1}."""
        return np.tanh(self.W_hh @ h + self.W_xh @ x + self.b_h)

    def forward(self, token_ids: Sequence[int] | NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Read a sequence.

        Parameters
        ----------
        token_ids
            T integers between 0 and V − 1.

        Returns
        -------
        final_logits : array of shape (V,)
            One score per token of the vocabulary, after the last token was read.
        all_hidden_states : array of shape (T, d_hidden)
            ``all_hidden_states[t]`` is the state after processing ``token_ids[t]``.

        Raises
        ------
        TypeError, ValueError
            If `token_ids` is not a non-empty sequence of ids of the vocabulary.
        """
        ids = check_token_ids(token_ids, vocab_size=len(self.E))
        h = np.zeros_like(self.b_h)  # (d_hidden,)
        states = []
        for x in self.E[ids]:  # (d_embed,)
            h = self.step(x, h)
            states.append(h)
        final_logits = self.W_ho @ h + self.b_o  # (V,)
        return final_logits, np.stack(states)


class GRU:
    """Gated recurrent unit with the reset gate before the product (Chung et al. 2014).

    z_t = σ(W_z [h_{t−1}; x_t] + b_z)               update gate: how far to move
    r_t = σ(W_r [h_{t−1}; x_t] + b_r)               reset gate: how much of the past to look at
    h̃_t = tanh(W [r_t ⊙ h_{t−1}; x_t] + b)          candidate
    h_t = (1 − z_t) ⊙ h_{t−1} + z_t ⊙ h̃_t           with h_0 = 0
    y   = W_ho h_T + b_o

    PyTorch's GRU differs twice: there z_t multiplies the old state and 1 − z_t the candidate
    (Cho et al. 2014), and the reset gate comes after the product, r_t ⊙ (W_hn h_{t−1} + b_hn).

    Weights are drawn from N(0, sigma²) in the order E, W_z, W_r, W, W_ho; biases are zero.

    Parameters
    ----------
    vocab_size, d_embed, d_hidden
        Number of tokens V, entries of an embedding, entries of a hidden state.
    seed
        Seed of the random draws.
    sigma
        Standard deviation of every weight.
    dtype
        Type of the parameters and of all that is computed from them. The draws themselves are
        float64, so that every dtype rounds the same weights.
    """

    def __init__(
        self,
        vocab_size: int,
        d_embed: int,
        d_hidden: int,
        seed: int = 42,
        *,
        sigma: float = 0.1,
        dtype: DTypeLike = np.float64,
    ) -> None:
        rng = np.random.default_rng(seed)

        def draw(*shape: int) -> NDArray[Any]:
            return rng.normal(0.0, sigma, shape).astype(dtype)

        self.E = draw(vocab_size, d_embed)
        self.W_z = draw(d_hidden, d_hidden + d_embed)
        self.W_r = draw(d_hidden, d_hidden + d_embed)
        self.W = draw(d_hidden, d_hidden + d_embed)
        self.W_ho = draw(vocab_size, d_hidden)
        self.b_z = np.zeros(d_hidden, dtype)
        self.b_r = np.zeros(d_hidden, dtype)
        self.b = np.zeros(d_hidden, dtype)
        self.b_o = np.zeros(vocab_size, dtype)

    def step(
        self, x: NDArray[Any], h: NDArray[Any]
    ) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Return h_t, z_t, r_t and the candidate h̃_t, each (d_hidden,), from x_t and h_{t−1}."""
        hx = np.concatenate([h, x])  # (d_hidden + d_embed,)
        z = sigmoid(self.W_z @ hx + self.b_z)
        r = sigmoid(self.W_r @ hx + self.b_r)
        h_tilde = np.tanh(self.W @ np.concatenate([r * h, x]) + self.b)
        return (1 - z) * h + z * h_tilde, z, r, h_tilde

    def forward(self, token_ids: Sequence[int] | NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Read a sequence.

        Parameters
        ----------
        token_ids
            T integers between 0 and V − 1.

        Returns
        -------
        final_logits : array of shape (V,)
            One score per token of the vocabulary, after the last token was read.
        all_hidden_states : array of shape (T, d_hidden)
            ``all_hidden_states[t]`` is the state after processing ``token_ids[t]``.

        Raises
        ------
        TypeError, ValueError
            If `token_ids` is not a non-empty sequence of ids of the vocabulary.
        """
        ids = check_token_ids(token_ids, vocab_size=len(self.E))
        h = np.zeros_like(self.b)  # (d_hidden,)
        states = []
        for x in self.E[ids]:  # (d_embed,)
            h, *_ = self.step(x, h)
            states.append(h)
        final_logits = self.W_ho @ h + self.b_o  # (V,)
        return final_logits, np.stack(states)

    def gates(self, token_ids: Sequence[int] | NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Read a sequence and return its update gates z and reset gates r, each (T, d_hidden)."""
        ids = check_token_ids(token_ids, vocab_size=len(self.E))
        h = np.zeros_like(self.b)  # (d_hidden,)
        update_gates, reset_gates = [], []
        for x in self.E[ids]:  # (d_embed,)
            h, z, r, _ = self.step(x, h)
            update_gates.append(z)
            reset_gates.append(r)
        return np.stack(update_gates), np.stack(reset_gates)
