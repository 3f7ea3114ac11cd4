"""Attention over all states: a weighted mean, with weights that are computed from the states."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.mathematics.functions import softmax
from minimodel.mathematics.shapes import check_shape
from minimodel.nn.initialization import uniform
from minimodel.nn.module import Module

Array = NDArray[Any]


class Attention(Module):
    """Looks at all states at once, with one query that is learned.

    s_t = q · h_t,    α = softmax_t(s),    m = Σ_t α_t h_t

    Attention was introduced for translation, with a query that the decoder computes anew at
    each step (Bahdanau, Cho and Bengio 2015). A single answer needs a single query.

    Parameters
    ----------
    d_hidden
        H entries of a state.
    rng
        A generator, or a seed for one. q is uniform between ±1/√H.
    dtype
        Type of q. The draws are float64 in any case.

    Attributes
    ----------
    q
        The query, (H,).
    weights
        α of the last `forward`, (B, T); each row adds up to 1.
    """

    def __init__(
        self, d_hidden: int, rng: np.random.Generator | int, *, dtype: DTypeLike = np.float64
    ) -> None:
        super().__init__()
        draws = uniform(np.random.default_rng(rng), (d_hidden,), d_hidden**-0.5)
        self.q = self.parameter("q", draws.astype(dtype))

    def forward(self, states: Array) -> Array:
        """Return m (B, H) from the states h_1 … h_T (B, T, H)."""
        check_shape("states", states, (*self.q.shape[:-1], "batch", "time", self.q.shape[-1]))
        q = self.q[..., None, :, None]  # (1, H, 1), a column
        self.weights = softmax((states @ q)[..., 0])  # (B, T)
        self._states = states
        return (self.weights[..., None, :] @ states)[..., 0, :]

    def backward(self, dm: Array) -> Array:
        """Return the gradient at the states (B, T, H), from dm (B, H)."""
        states, weights = self._states, self.weights
        check_shape("dm", dm, (*states.shape[:-2], states.shape[-1]))
        d_weights = (states @ dm[..., None])[..., 0]  # (B, T)
        mean = (weights * d_weights).sum(axis=-1, keepdims=True)
        d_scores = weights * (d_weights - mean)  # (B, T), through softmax
        self.grads["q"] += (d_scores[..., None] * states).sum(axis=(-3, -2))
        q = self.q[..., None, None, :]
        return weights[..., None] * dm[..., None, :] + d_scores[..., None] * q
