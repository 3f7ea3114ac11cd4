"""What a gradient of 1e-15 means in practice: it can be written down, and it changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from minimodel.labs.vanishing.constants import SEED


@dataclass(frozen=True)
class TinyGradient:
    """A weight of one, and one update by a tiny gradient, in float32.

    Attributes
    ----------
    stored
        The gradient as float32 holds it.
    smallest_normal, smallest_subnormal
        The smallest positive float32 of full precision, and the smallest of all.
    spacing
        From 1 to the next larger float32: half of it or less, added to 1, is lost.
    weight_after
        The weight after the update.
    weight_after_many
        The same after a million such updates, each of them rounded.
    updates_for_one_spacing
        How many updates would have to be added up, apart from the weight, to move it by one
        spacing.
    """

    stored: float
    smallest_normal: float
    smallest_subnormal: float
    spacing: float
    weight_after: float
    weight_after_many: float
    updates_for_one_spacing: float


def tiny_gradient(gradient: float = 1e-15, learning_rate: float = 0.01) -> TinyGradient:
    """Take a float32 weight of 1 one step down a tiny gradient."""
    information = np.finfo(np.float32)
    update = np.float32(learning_rate) * np.float32(gradient)
    weight = np.float32(1)
    for _ in range(1_000_000):
        moved = weight - update
        if moved == weight:
            break  # the remaining updates do the same: nothing
        weight = moved
    return TinyGradient(
        stored=float(np.float32(gradient)),
        smallest_normal=float(information.tiny),
        smallest_subnormal=float(information.smallest_subnormal),
        spacing=float(np.spacing(np.float32(1))),
        weight_after=float(np.float32(1) - update),
        weight_after_many=float(weight),
        updates_for_one_spacing=float(np.spacing(np.float32(1)) / update),
    )


def adam_progress(
    noise: float,
    gradient: float = 1e-15,
    steps: int = 1000,
    epsilon: float = 0.0,
    seed: int = SEED,
) -> float:
    """Return how far Adam goes down a tiny gradient under noise, as a share of the way.

    One means that every step goes the full learning rate in the right direction; a value near
    zero, that the steps go nowhere in particular.

    Parameters
    ----------
    noise
        Standard deviation of what else is in the gradient from batch to batch, such as the
        short-range terms, which are larger by many orders.
    gradient
        The constant part of the gradient.
    steps
        Number of updates.
    epsilon
        What Adam adds to its denominator; usually 1e-8. Zero lets it rescale without bound.
    seed
        Seed of the noise.
    """
    beta_1, beta_2 = 0.9, 0.999
    m = v = moved = 0.0
    draws = np.random.default_rng(seed).normal(gradient, noise, steps)
    for step, g in enumerate(draws.tolist(), start=1):
        m += (1 - beta_1) * (g - m)
        v += (1 - beta_2) * (g * g - v)
        m_hat, v_hat = m / (1 - beta_1**step), v / (1 - beta_2**step)
        moved += m_hat / (v_hat**0.5 + epsilon)
    return moved / steps
