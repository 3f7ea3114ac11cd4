"""The same measurement with an attention readout: how the loss reaches a state without a chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from minimodel.labs.vanishing.measurement import Model, gradients, norms
from minimodel.labs.vanishing.sequences import synthetic_sequence
from minimodel.sequence_baselines.attention_readout import attention_gradients, attention_readout


@dataclass(frozen=True)
class AttentionComparison:
    """Gradients of one model, read out at its last state and read out through attention.

    Attributes
    ----------
    states, states_attention
        ‖∂L/∂h_t‖ for t = 0 … T without and with attention, each of shape (T + 1,).
    direct
        The part of the latter that reaches h_t straight from the readout, (T + 1,); 0 at t = 0.
    inputs, inputs_attention
        ‖∂L/∂x_t‖ for t = 1 … T, the embedding read at step t, each of shape (T,).
    weights
        Softmax weight of each state, (T,).
    """

    states: NDArray[Any]
    states_attention: NDArray[Any]
    direct: NDArray[Any]
    inputs: NDArray[Any]
    inputs_attention: NDArray[Any]
    weights: NDArray[Any]


def compare_attention(model: Model, option: str = "A") -> AttentionComparison:
    """Measure the gradient of every state and input with and without attention."""
    sequence = synthetic_sequence(option)
    without = gradients(model, option)
    attended, direct = attention_gradients(model, sequence.ids, sequence.target)
    return AttentionComparison(
        states=norms(without.dh),
        states_attention=norms(attended.dh),
        direct=norms(direct),
        inputs=norms(without.dx),
        inputs_attention=norms(attended.dx),
        weights=attention_readout(model, model.forward(sequence.ids)[1]).weights,
    )
