"""The lab's pitfalls: each mistake made once, and the number that reveals it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.labs.forward.analysis import saturated_share
from minimodel.labs.vanishing.constants import (
    D_EMBED,
    D_HIDDEN,
    GATE_BIAS,
    ORTHOGONAL_SCALE,
    SEED,
)
from minimodel.labs.vanishing.measurement import (
    gradient_norms,
    gru,
    norms,
    orders_lost,
    vanilla_rnn,
)
from minimodel.labs.vanishing.sequences import synthetic_sequence
from minimodel.mathematics.matrices import spectral_radius
from minimodel.sequence_baselines.bptt import rnn_gradients
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN


class GateReading(NamedTuple):
    """Mean, spread (standard deviation) and smallest entry of z, and the orders lost with it."""

    mean: float
    spread: float
    smallest: float
    orders_lost: float


@dataclass(frozen=True)
class Underflow:
    """The gradient of one network computed in float32 and in float64.

    Attributes
    ----------
    single, double
        g_0 … g_T of each, shape (T + 1,).
    zero_up_to
        The last step t whose float32 norm is exactly zero.
    double_there
        The float64 norm at that step.
    largest_entry_there
        The largest float32 entry of ∂L/∂h_t at that step: often not zero at all, for a norm
        squares the entries, and the squares underflow long before the entries do.
    """

    single: NDArray[Any]
    double: NDArray[Any]
    zero_up_to: int
    double_there: float
    largest_entry_there: float


@dataclass(frozen=True)
class Pitfalls:
    """The number that reveals each mistake, beside its value when all is well.

    Attributes
    ----------
    open_gate, gate, closed_gate
        Readings of z for b_z = +3 (the sign of the other convention), 0 and −3.
    saturated_sigma, saturated_share, zero_norms, cured_norm
        A scale at which every |h| is 1 to the last bit, the share of |h| > 0.9 there, how many
        of g_0 … g_T are exactly zero, and g_0 at the lab's own scale.
    grown_radius, grown_norm
        Spectral radius of W_hh and g_0 at σ = 0.3.
    huge_radius, huge_norm
        The same at σ = 1.
    cured_radius, cured_orders_lost
        Spectral radius and orders lost with W_hh orthogonal times 0.9.
    underflow
        float32 against float64 at σ = 0.02.
    """

    open_gate: GateReading
    gate: GateReading
    closed_gate: GateReading
    saturated_sigma: float
    saturated_share: float
    zero_norms: int
    cured_norm: float
    grown_radius: float
    grown_norm: float
    huge_radius: float
    huge_norm: float
    cured_radius: float
    cured_orders_lost: float
    underflow: Underflow


def read_gate(model: GRU, option: str = "A") -> GateReading:
    """Summarize the update gate over the whole sequence."""
    z, _ = model.gates(synthetic_sequence(option).ids)
    lost = orders_lost(gradient_norms(model, option))
    return GateReading(float(z.mean()), float(z.std()), float(z.min()), lost)


def underflow(option: str) -> Underflow:
    """Run the same backward pass in float32, whose first norms underflow, and in float64."""
    sequence = synthetic_sequence(option)
    single, double = (
        rnn_gradients(
            VanillaRNN(len(corpus_vocabulary()), D_EMBED, D_HIDDEN, SEED, sigma=0.02, dtype=dtype),
            sequence.ids,
            sequence.target,
        ).dh
        for dtype in (np.float32, np.float64)
    )
    there = int(np.flatnonzero(norms(single) == 0)[-1])
    return Underflow(
        single=norms(single),
        double=norms(double),
        zero_up_to=there,
        double_there=float(norms(double)[there]),
        largest_entry_there=float(np.abs(single[there]).max()),
    )


def pitfalls(option: str = "A") -> Pitfalls:
    """Make each mistake once, and measure it."""
    saturated = vanilla_rnn(sigma=10.0)
    _, states = saturated.forward(synthetic_sequence(option).ids)
    grown, huge = vanilla_rnn(sigma=0.3), vanilla_rnn(sigma=1.0)
    orthogonal = vanilla_rnn(orthogonal_scale=ORTHOGONAL_SCALE)
    return Pitfalls(
        open_gate=read_gate(gru(gate_bias=-GATE_BIAS), option),
        gate=read_gate(gru(), option),
        closed_gate=read_gate(gru(gate_bias=GATE_BIAS), option),
        saturated_sigma=10.0,
        saturated_share=saturated_share(states),
        zero_norms=int(np.sum(gradient_norms(saturated, option) == 0)),
        cured_norm=float(gradient_norms(vanilla_rnn(), option)[0]),
        grown_radius=spectral_radius(grown.W_hh),
        grown_norm=float(gradient_norms(grown, option)[0]),
        huge_radius=spectral_radius(huge.W_hh),
        huge_norm=float(gradient_norms(huge, option)[0]),
        cured_radius=spectral_radius(orthogonal.W_hh),
        cured_orders_lost=orders_lost(gradient_norms(orthogonal, option)),
        underflow=underflow(option),
    )
