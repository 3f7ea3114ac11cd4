"""Clipping the gradient by its norm (Pascanu, Mikolov and Bengio 2013)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Norms(NamedTuple):
    """The norm of all gradients together, before clipping and after it; one for each network."""

    before: Any
    after: Any


def global_norm(grads: Mapping[str, NDArray[Any]], networks: int = 0) -> Any:
    """Return the root of the sum of all squares: the norm of the gradients as one long vector.

    Of gradients with `networks` axes in front that stand for networks side by side, the norm of
    each.
    """
    # In float64, since the squares of a gradient that explodes leave float32 early.
    return np.sqrt(
        sum(
            np.square(g, dtype=np.float64).sum(axis=tuple(range(networks, g.ndim)))
            for g in grads.values()
        )
    )


def shorten(grads: Mapping[str, NDArray[Any]], max_norm: float, networks: int = 0) -> Any:
    """Clip as `clip_by_global_norm` does, and return the joint norm before alone."""
    if not max_norm > 0:
        raise ValueError(f"max_norm: expected a positive number, got {max_norm}")
    before = global_norm(grads, networks)
    if not np.isfinite(before).all():
        raise ValueError(f"grads: their norm is {before}; the step cannot be saved by clipping")
    if (before > max_norm).any():
        ratio = np.minimum(1, max_norm / np.maximum(before, max_norm))
        for gradient in grads.values():
            axes = (1,) * (gradient.ndim - networks)
            gradient *= ratio.reshape(ratio.shape + axes).astype(gradient.dtype)
    return before


def clip_by_global_norm(
    grads: Mapping[str, NDArray[Any]], max_norm: float, networks: int = 0
) -> Norms:
    """Scale all gradients together, in place, so that their joint norm is at most `max_norm`.

    One factor for all keeps the direction; clipping entry by entry would turn it.

    Parameters
    ----------
    grads
        The gradients of a network, by the names of its parameters.
    max_norm
        The largest norm that is let through.
    networks
        How many axes in front stand for networks side by side, each clipped by itself.

    Returns
    -------
    before, after
        The joint norm; equal if nothing had to be done.

    Raises
    ------
    ValueError
        If `max_norm` is not positive, or the norm is not a finite number: then no factor helps.
    """
    before = shorten(grads, max_norm, networks)
    clipped = (before > max_norm).any()
    return Norms(before, global_norm(grads, networks) if clipped else before)
