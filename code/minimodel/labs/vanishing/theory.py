"""Theory against measurement: what radius, singular value and the actual product each predict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.labs.vanishing.constants import T
from minimodel.labs.vanishing.measurement import (
    Model,
    gradient_norms,
    gradients,
    norms,
    orders_per_10_steps,
)
from minimodel.labs.vanishing.sequences import synthetic_sequence
from minimodel.mathematics.matrices import largest_singular_value, spectral_radius
from minimodel.sequence_baselines.jacobians import jacobian_at_rest, jacobians, products_by_lag
from minimodel.sequence_baselines.rnn import VanillaRNN


@dataclass(frozen=True)
class Theory:
    """Three predictions of the decay, and the decay.

    Attributes
    ----------
    radius, singular_value
        Of the Jacobian at rest, which for the vanilla RNN is W_hh.
    products
        Largest singular value of ∂h_T/∂h_{T−k} for k = 0 … T: the most that any gradient can
        keep over k steps, shape (T + 1,).
    measured
        g_{T−k} / g_T for k = 0 … T: what the gradient of this loss keeps, shape (T + 1,).
    """

    radius: float
    singular_value: float
    products: NDArray[Any]
    measured: NDArray[Any]

    def orders_per_10_steps(self) -> dict[str, float]:
        """Orders of magnitude lost per ten steps, by each prediction and by measurement.

        ``"radius"`` and ``"singular_value"`` take the same factor for every step; ``"product"``
        and ``"measured"`` are averages over the whole sequence. Negative where the norm grows.
        """
        return {
            "radius": -10 * float(np.log10(self.radius)),
            "singular_value": -10 * float(np.log10(self.singular_value)),
            "product": orders_per_10_steps(self.products[::-1]),
            "measured": orders_per_10_steps(self.measured[::-1]),
        }


def theory(model: Model, option: str = "A") -> Theory:
    """Predict the decay of one model in three ways, and measure it."""
    at_rest = jacobian_at_rest(model)
    products = products_by_lag(jacobians(model, synthetic_sequence(option).ids))
    g = gradient_norms(model, option)
    return Theory(
        radius=spectral_radius(at_rest),
        singular_value=largest_singular_value(at_rest),
        products=np.linalg.norm(products, ord=2, axis=(1, 2)),
        measured=g[::-1] / g[-1],
    )


def contributions_by_lag(model: VanillaRNN) -> NDArray[Any]:
    """Return the part of ∂L/∂W_hh that each lag contributes.

    W_hh is used at every step, so its gradient is a sum over steps:
    ∂L/∂W_hh = Σ_t diag(1 − h_t²) ∂L/∂h_t h_{t−1}ᵀ. The term of step t has lag T − t.

    Returns
    -------
    array of shape (T, d_hidden, d_hidden)
        Entry k is the term of lag k, from the loss's own step (k = 0) back to the first.
    """
    _, states = model.forward(synthetic_sequence().ids)
    previous = np.concatenate([np.zeros_like(states[:1]), states[:-1]])  # (T, d_hidden)
    da = gradients(model).dh[1:] * (1 - states**2)  # (T, d_hidden)
    return np.einsum("ti,tj->tij", da, previous)[::-1]


@dataclass(frozen=True)
class LagContributions:
    """How the gradient of W_hh divides among the lags.

    Attributes
    ----------
    sizes
        Norm of each lag's term, divided by the norm of the whole gradient, shape (T,).
    total
        Norm of the whole gradient.
    lags_for_99_percent
        How many of the nearest lags it takes to be within 1% of the whole gradient.
    """

    sizes: NDArray[Any]
    total: float
    lags_for_99_percent: int


def lag_contributions(model: VanillaRNN) -> LagContributions:
    """Measure how much each lag adds to ∂L/∂W_hh."""
    terms = contributions_by_lag(model)
    total = float(np.linalg.norm(terms.sum(axis=0)))
    rest = terms.sum(axis=0) - np.cumsum(terms, axis=0)  # (T, d, d): what lags beyond k add
    within = norms(rest.reshape(T, -1)) < 0.01 * total
    return LagContributions(
        sizes=norms(terms.reshape(T, -1)) / total,
        total=total,
        lags_for_99_percent=int(np.argmax(within)) + 1,
    )
