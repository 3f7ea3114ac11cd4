"""Wrong backward passes, made on purpose: how little shows in the plot, how much in a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from minimodel.labs.vanishing.measurement import (
    Model,
    gradients,
    gru,
    norms,
    orders_lost,
    vanilla_rnn,
)
from minimodel.labs.vanishing.sequences import synthetic_sequence
from minimodel.labs.vanishing.wrong_backward import backward

# Those of `wrong_backward` whose plots are worth a look.
OF_RNN: Final = ("transposed_W_hh", "no_dtanh", "dtanh_before")
OF_GRU: Final = ("highway_only", "no_gates", "swapped_convention")


@dataclass(frozen=True)
class Mistake:
    """What a wrong backward pass gives.

    Attributes
    ----------
    name
        One of `OF_RNN` or `OF_GRU`.
    orders_lost
        What the decay seems to be.
    orders_too_many
        By how much more that is than the truth.
    error
        The relative error of ∂L/∂h_{T−1}, after one step back.
    """

    name: str
    orders_lost: float
    orders_too_many: float
    error: float


def mistakes(option: str = "A") -> list[Mistake]:
    """Make each mistake once, on the lab's own networks."""
    return [
        *(_made(name, vanilla_rnn(), option) for name in OF_RNN),
        *(_made(name, gru(), option) for name in OF_GRU),
    ]


def _made(name: str, model: Model, option: str) -> Mistake:
    sequence = synthetic_sequence(option)
    right = gradients(model, option).dh
    wrong = backward(model, sequence.ids, sequence.target, name)
    error = float(np.linalg.norm(wrong[-2] - right[-2]) / np.linalg.norm(right[-2]))
    lost = orders_lost(norms(wrong))
    return Mistake(name, lost, lost - orders_lost(norms(right)), error)
