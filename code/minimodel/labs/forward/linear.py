"""The vanilla RNN without its tanh: what the nonlinearity changes, and what each token adds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.sequence_baselines.rnn import VanillaRNN


def linear_states(model: VanillaRNN, token_ids: Sequence[int]) -> NDArray[Any]:
    """Return the states (T, d_hidden) of h_t = W_hh h_{t−1} + W_xh x_t + b_h, with h_0 = 0."""
    h = np.zeros_like(model.b_h)  # (d_hidden,)
    states = []
    for x in model.E[list(token_ids)]:  # (d_embed,)
        h = model.W_hh @ h + model.W_xh @ x + model.b_h
        states.append(h)
    return np.stack(states)


def contributions(model: VanillaRNN, token_ids: Sequence[int]) -> NDArray[Any]:
    """Split the last linear state into one part a token.

    The part of the token read at step t is W_hh^{T−t} (W_xh x_t + b_h): what it added, carried
    through the T − t steps that followed. The parts sum to ``linear_states(...)[-1]`` exactly,
    and to the model's own h_T as nearly as tanh is a straight line.

    Returns
    -------
    array of shape (T, d_hidden)
    """
    parts: list[NDArray[Any]] = []
    for x in model.E[list(token_ids)]:
        parts = [model.W_hh @ part for part in parts]
        parts.append(model.W_xh @ x + model.b_h)
    return np.stack(parts)
