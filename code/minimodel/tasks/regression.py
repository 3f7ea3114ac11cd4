"""The training that tasks share whose answer is a number, said after the last step."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.losses import mean_squared_error
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.network import RecurrentNetwork
from minimodel.tasks.loop import update

Draw = Callable[[], tuple[NDArray[np.float32], NDArray[np.float32]]]


def fit(
    network: RecurrentNetwork, draw: Draw, steps: int, learning_rate: float, max_norm: float
) -> NDArray[np.float32]:
    """Train with Adam on the mean squared error, each step on a batch newly drawn.

    Parameters
    ----------
    network
        Changed in place.
    draw
        Returns a batch of sequences (B, T, d_in) and their targets (B, 1), for each network.
    steps, learning_rate, max_norm
        Updates, Adam's step size, largest norm of the gradient.

    Returns
    -------
    array of shape (steps,), or (S, steps) for S networks side by side
        The loss of each batch, before the update.
    """
    adam = Adam(network.params, learning_rate)
    losses = []
    for _ in range(steps):
        x, targets = draw()
        y, *_ = network.forward(x)
        loss, dy = mean_squared_error(y, targets, network.side_by_side)
        network.backward(dy)
        update(network, adam, max_norm)
        losses.append(loss)
    return np.stack(losses, axis=-1)
