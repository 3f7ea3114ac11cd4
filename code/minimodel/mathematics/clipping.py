"""Clipping the gradient by its norm (Pascanu, Mikolov and Bengio 2013)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Norms(NamedTuple):
    """The norm of all gradients together, before clipping and after it."""

    before: float
    after: float


def global_norm(grads: Mapping[str, NDArray[Any]]) -> float:
    """Return the root of the sum of all squares: the norm of the gradients as one long vector."""
    # In float64, since the squares of a gradient that explodes leave float32 early.
    return float(np.sqrt(sum(np.sum(np.square(g, dtype=np.float64)) for g in grads.values())))


def clip_by_global_norm(grads: Mapping[str, NDArray[Any]], max_norm: float) -> Norms:
    """Scale all gradients together, in place, so that their joint norm is at most `max_norm`.

    One factor for all keeps the direction; clipping entry by entry would turn it.

    Parameters
    ----------
    grads
        The gradients of a network, by the names of its parameters.
    max_norm
        The largest norm that is let through.

    Returns
    -------
    before, after
        The joint norm; equal if nothing had to be done.

    Raises
    ------
    ValueError
        If `max_norm` is not positive, or the norm is not a finite number: then no factor helps.
    """
    if not max_norm > 0:
        raise ValueError(f"max_norm: expected a positive number, got {max_norm}")
    before = global_norm(grads)
    if not np.isfinite(before):
        raise ValueError(f"grads: their norm is {before}; the step cannot be saved by clipping")
    if before <= max_norm:
        return Norms(before, before)
    for gradient in grads.values():
        gradient *= max_norm / before
    return Norms(before, global_norm(grads))
