"""The first values of weights: uniform, orthogonal, identity."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.generators import Generators
from minimodel.mathematics.matrices import random_orthogonal

RECURRENT: Final = ("uniform", "orthogonal", "identity")


def uniform(rng: np.random.Generator, shape: tuple[int, ...], limit: float) -> NDArray[np.float64]:
    """Draw from the uniform distribution between −limit and limit."""
    return rng.uniform(-limit, limit, shape)


def recurrent_weights(
    kind: str, d_hidden: int, rng: np.random.Generator, *, blocks: int = 1
) -> NDArray[np.float64]:
    """Draw W_hh, one square block below the other for cells that have several gates.

    Parameters
    ----------
    kind
        ``"uniform"``: between ±1/√H, as PyTorch does. Its spectral radius is about 1/√3 ≈ 0.58,
        for n² independent entries of variance s² have one near s √n.
        ``"orthogonal"``: keeps the norm of every vector (Saxe, McClelland and Ganguli 2014).
        ``"identity"``: each unit keeps its value (Le, Jaitly and Hinton 2015).
    d_hidden
        H, the rows and columns of a block.
    rng
        Source of the draws.
    blocks
        How many blocks.

    Returns
    -------
    array of shape (blocks · H, H)

    Raises
    ------
    ValueError
        If there is no such kind.
    """
    if kind not in RECURRENT:
        raise ValueError(f"recurrent_init: {kind!r} is not one of {', '.join(RECURRENT)}")
    if kind == "uniform":
        return uniform(rng, (blocks * d_hidden, d_hidden), d_hidden**-0.5)
    if kind == "identity":
        identity = np.tile(np.eye(d_hidden), (blocks, 1))
        return rng.stacked(identity) if isinstance(rng, Generators) else identity
    square: list[NDArray[Any]] = [random_orthogonal(d_hidden, rng) for _ in range(blocks)]
    return np.concatenate(square, axis=-2)
