"""What the decay depends on: the gate bias, the scale of the weights, their kind, the seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from numpy.typing import NDArray

from minimodel.labs.vanishing.constants import GATE_BIAS, ORTHOGONAL_SCALE
from minimodel.labs.vanishing.measurement import (
    Model,
    gradient_norms,
    gru,
    orders_lost,
    vanilla_rnn,
)
from minimodel.mathematics.matrices import spectral_radius
from minimodel.running.long_computations import long_computation
from minimodel.sequence_baselines.jacobians import jacobian_at_rest

GATE_BIASES: Final = (0.0, -1.0, -2.0, -3.0, -4.0)
SIGMAS: Final = (0.05, 0.1, 0.2, 0.3)
SEEDS: Final = range(20)

# What each sweep varies, as arguments of `vanilla_rnn` and `gru`.
SWEEPS: Final[Mapping[str, tuple[Callable[..., Model], list[dict[str, Any]]]]] = {
    "gate_bias": (gru, [{"gate_bias": bias} for bias in GATE_BIASES]),
    "rnn_sigma": (vanilla_rnn, [{"sigma": sigma} for sigma in SIGMAS]),
    "gru_sigma": (gru, [{"sigma": sigma} for sigma in SIGMAS]),
    "orthogonal": (
        vanilla_rnn,
        [{"sigma": sigma, "orthogonal_scale": ORTHOGONAL_SCALE} for sigma in SIGMAS],
    ),
    "rnn_seeds": (vanilla_rnn, [{"seed": seed} for seed in SEEDS]),
    "gru_seeds": (gru, [{"seed": seed} for seed in SEEDS]),
    "gru_closed_seeds": (gru, [{"seed": seed, "gate_bias": GATE_BIAS} for seed in SEEDS]),
}


@dataclass(frozen=True)
class SweepPoint:
    """One network of a sweep.

    Attributes
    ----------
    varied
        The arguments that this network was made with, where they are not the lab's own.
    norms
        g_0 … g_T, shape (T + 1,).
    radius
        Spectral radius of the Jacobian at rest: of W_hh for the vanilla RNN.
    """

    varied: Mapping[str, Any]
    norms: NDArray[Any]
    radius: float

    @property
    def orders_lost(self) -> float:
        """Orders of magnitude from g_T down to g_0."""
        return orders_lost(self.norms)


@long_computation("gradient norms of a sweep of networks")
def sweep(*, name: str, option: str = "A") -> list[SweepPoint]:
    """Measure the networks of one sweep, in the order in which it lists them.

    Parameters
    ----------
    name
        A key of `SWEEPS`.
    option
        Which sequence, ``"A"`` or ``"B"``.

    Raises
    ------
    ValueError
        If there is no such sweep.
    """
    if name not in SWEEPS:
        raise ValueError(f"name: {name!r} is not one of {', '.join(SWEEPS)}")
    build, arguments = SWEEPS[name]
    points = []
    for varied in arguments:
        model = build(**varied)
        radius = spectral_radius(jacobian_at_rest(model))
        points.append(SweepPoint(varied, gradient_norms(model, option), radius))
    return points


def all_sweeps(option: str = "A") -> dict[str, list[SweepPoint]]:
    """Return every sweep by its name."""
    results = sweep.map([{"name": name, "option": option} for name in SWEEPS])
    return dict(zip(SWEEPS, results, strict=True))
