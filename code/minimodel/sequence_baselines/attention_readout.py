"""Dot-product attention over the states in place of the last state, and its gradient by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.functions import softmax
from minimodel.sequence_baselines.bptt import Gradients, cross_entropy, gru_backward, rnn_backward
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN


class AttentionReadout(NamedTuple):
    """What the readout computes from the states of one sequence.

    Attributes
    ----------
    logits
        Shape (V,).
    weights
        How much of each state the readout takes, (T,); they add up to one.
    context
        The weighted mean of the states, (d_hidden,).
    """

    logits: NDArray[Any]
    weights: NDArray[Any]
    context: NDArray[Any]


def attention_readout(model: VanillaRNN | GRU, states: NDArray[Any]) -> AttentionReadout:
    """Read the states h_1 … h_T with one head of attention, asked by the last state.

    s_t = h_t · h_T / √d_hidden       how well each state fits the question h_T
    α   = softmax(s)
    c   = Σ_t α_t h_t
    y   = W_ho c + b_o

    Scaled dot-product attention (Vaswani et al. 2017, eq. 1), with the states themselves as
    queries, keys and values: no parameter is added to the model.

    Parameters
    ----------
    model
        Supplies W_ho and b_o.
    states
        ``all_hidden_states`` of `model`, (T, d_hidden).
    """
    s = states @ states[-1] / np.sqrt(states.shape[1])  # (T,)
    weights = softmax(s)
    context = weights @ states  # (d_hidden,)
    return AttentionReadout(model.W_ho @ context + model.b_o, weights, context)


def attention_gradients(
    model: VanillaRNN | GRU, token_ids: Sequence[int], target: int
) -> tuple[Gradients, NDArray[Any]]:
    """Read a sequence, predict `target` through `attention_readout`, differentiate the loss.

    Parameters
    ----------
    model, token_ids, target
        As for `bptt.rnn_gradients`.

    Returns
    -------
    gradients
        As there: ``dh`` holds everything that the loss asks of a state.
    direct
        Shape (T + 1, d_hidden): the part of ``dh`` that comes straight from the readout, without
        passing through a later state. Row 0 is zero, since attention does not look at h_0.
    """
    _, h = model.forward(token_ids)  # (T, d_hidden)
    logits, weights, context = attention_readout(model, h)
    loss, dy = cross_entropy(logits, target)
    readout = {"W_ho": np.outer(dy, context), "b_o": dy}

    d_context = model.W_ho.T @ dy  # (d_hidden,)
    d_weights = h @ d_context  # (T,)
    ds = weights * (d_weights - weights @ d_weights) / np.sqrt(h.shape[1])  # (T,)
    direct = np.zeros((len(h) + 1, h.shape[1]), h.dtype)
    direct[1:] = np.outer(weights, d_context)  # h_t as a value: one softmax weight
    direct[1:] += np.outer(ds, h[-1])  # h_t as a key
    direct[-1] += h.T @ ds  # h_T as the query
    if isinstance(model, GRU):
        return gru_backward(model, token_ids, h, loss, direct.copy(), readout), direct
    return rnn_backward(model, token_ids, h, loss, direct.copy(), readout), direct
