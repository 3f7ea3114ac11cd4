"""How far the gradient reaches before any training: the derivative of the answer by each input."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from minimodel.remedies.networks import LAYERS, Regression
from minimodel.tasks.copy_first import copy_first_batch

STEPS: Final = 50
SEQUENCES: Final = 32


def input_gradients(remedy: str, seed: int = 0, steps: int = STEPS) -> NDArray[np.float64]:
    """Return |∂y/∂x_t| of an untrained network for each step, root mean square over sequences.

    Parameters
    ----------
    remedy
        A key of `LAYERS`.
    seed
        Seed of the weights and of the copy-first sequences that are read.
    steps
        T, the length of the sequences.

    Returns
    -------
    array of shape (T,)
    """
    rng = np.random.default_rng(seed)
    network = Regression(remedy, rng, dtype=np.float64)
    x, _ = copy_first_batch(SEQUENCES, steps, rng)
    network.forward(x.astype(np.float64))
    dx = network.backward(np.ones((SEQUENCES, 1)))  # (B, T, 1)
    return np.sqrt(np.mean(dx[:, :, 0] ** 2, axis=0))


def orders_lost(gradients: NDArray[np.float64]) -> float:
    """Return by how many powers of ten the first input's gradient is below the last one's."""
    return float(np.log10(gradients[-1] / gradients[0]))


def all_input_gradients(seed: int = 0) -> dict[str, NDArray[np.float64]]:
    """Return `input_gradients` for every network."""
    return {remedy: input_gradients(remedy, seed) for remedy in LAYERS}
