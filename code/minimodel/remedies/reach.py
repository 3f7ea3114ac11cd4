"""How far the gradient reaches before any training: the derivative of the answer by each input."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.generators import Generators
from minimodel.remedies.networks import LAYERS, Regression
from minimodel.tasks.copy_first import copy_first_batch

STEPS: Final = 50
SEQUENCES: Final = 32
SEEDS: Final = tuple(range(10))


@cache  # whatever the language of the page that asks
def input_gradients(remedy: str, scale: float = 1.0) -> NDArray[np.float64]:
    """Return |∂y/∂x_t| of untrained networks for each step, root mean square over sequences.

    Parameters
    ----------
    remedy
        A key of `LAYERS`.
    scale
        By how much W_hh is multiplied first.

    Returns
    -------
    array of shape (len(SEEDS), STEPS)
        A row for each seed, of the weights and of the copy-first sequences that are read.
    """
    rng = Generators(SEEDS)
    network = Regression(remedy, rng, dtype=np.float64)
    network.recurrent.params["W_hh"] *= scale
    x, _ = copy_first_batch(SEQUENCES, STEPS, rng)
    network.forward(x.astype(np.float64))
    dx = network.backward(np.ones((len(SEEDS), SEQUENCES, 1)))  # (S, B, T, 1)
    gradients = np.sqrt(np.mean(dx[..., 0] ** 2, axis=1))
    gradients.setflags(write=False)
    return gradients


def orders_lost(gradients: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return by how many powers of ten the first input's gradient is below the last one's."""
    return np.log10(gradients[..., -1] / gradients[..., 0])


def all_input_gradients() -> dict[str, NDArray[np.float64]]:
    """Return `input_gradients` for every network."""
    return {remedy: input_gradients(remedy) for remedy in LAYERS}
