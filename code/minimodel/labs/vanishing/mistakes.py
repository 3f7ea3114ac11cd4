"""Wrong backward passes, made on purpose: how little shows in the plot, how much in a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.labs.vanishing.measurement import (
    Model,
    gradients,
    gru,
    norms,
    orders_lost,
    vanilla_rnn,
)
from minimodel.labs.vanishing.sequences import synthetic_sequence
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN

RNN_MISTAKES: Final = ("transposed", "no_slope", "previous_slope")
GRU_MISTAKES: Final = ("highway_only", "no_gates", "other_convention")


@dataclass(frozen=True)
class Mistake:
    """What a wrong backward pass gives.

    Attributes
    ----------
    name
        One of `RNN_MISTAKES` or `GRU_MISTAKES`.
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
        *(_made(name, vanilla_rnn(), option) for name in RNN_MISTAKES),
        *(_made(name, gru(), option) for name in GRU_MISTAKES),
    ]


def wrong_steps(name: str, model: Model, option: str = "A") -> NDArray[Any]:
    """Return what each step of a wrong backward pass takes for ∂h_t/∂h_{t−1}, (T, d, d).

    Raises
    ------
    ValueError
        If there is no such mistake for this model.
    """
    ids = list(synthetic_sequence(option).ids)
    _, states = model.forward(ids)
    h = np.concatenate([np.zeros_like(states[:1]), states])  # (T + 1, d_hidden)
    if isinstance(model, VanillaRNN):
        if name == "transposed":  # the backward pass multiplies by W_hh itself
            return (1 - states**2)[:, :, None] * model.W_hh.T
        if name == "no_slope":
            return np.stack([model.W_hh] * len(ids))
        if name == "previous_slope":
            return (1 - h[:-1] ** 2)[:, :, None] * model.W_hh
    elif name in GRU_MISTAKES:
        return np.stack(
            [_gru_step(name, model, x, h_t) for x, h_t in zip(model.E[ids], h[:-1], strict=True)]
        )
    raise ValueError(f"name: {name!r} is no mistake of {type(model).__name__}")


def _gru_step(name: str, model: GRU, x: NDArray[Any], h_previous: NDArray[Any]) -> NDArray[Any]:
    _, z, r, h_tilde = model.step(x, h_previous)
    if name == "highway_only":
        return np.diag(1 - z)
    if name == "other_convention":  # as if z kept the old state
        z = 1 - z
        slope_in_z = h_previous - h_tilde
    else:
        slope_in_z = h_tilde - h_previous
    d_hidden = len(h_previous)
    U_z, U_r, U = (W[:, :d_hidden] for W in (model.W_z, model.W_r, model.W))
    slope = (z * (1 - h_tilde**2))[:, None]
    step = np.diag(1 - z) + slope * U * r
    if name == "no_gates":
        return step
    update = (slope_in_z * z * (1 - z))[:, None] * U_z
    return step + update + slope * U @ ((h_previous * r * (1 - r))[:, None] * U_r)


def _made(name: str, model: Model, option: str) -> Mistake:
    right = gradients(model, option).dh
    wrong = np.zeros_like(right)
    wrong[-1] = right[-1]
    steps = wrong_steps(name, model, option)
    for t in reversed(range(len(steps))):
        wrong[t] = steps[t].T @ wrong[t + 1]
    error = float(np.linalg.norm(wrong[-2] - right[-2]) / np.linalg.norm(right[-2]))
    lost = orders_lost(norms(wrong))
    return Mistake(name, lost, lost - orders_lost(norms(right)), error)
