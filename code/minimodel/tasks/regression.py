"""A number for each sequence, said after its last step, and the training that the tasks share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.losses import mean_squared_error
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.linear import Linear
from minimodel.nn.module import Module
from minimodel.tasks.loop import update
from minimodel.tasks.models import recurrent_layer

Draw = Callable[[], tuple[NDArray[np.float32], NDArray[np.float32]]]


class LastStateRegression(Module):
    """A recurrent layer whose last state is turned into one number.

    Parameters
    ----------
    model
        A key of `MODELS`.
    d_in, d_hidden
        Entries of an input and of the state.
    rng
        Source of the draws.
    **options
        For the layer.
    """

    def __init__(
        self, model: str, d_in: int, d_hidden: int, rng: np.random.Generator, **options: Any
    ) -> None:
        super().__init__()
        layer = recurrent_layer(model, d_in, d_hidden, rng, **options)
        self.recurrent = self.include("recurrent", layer)
        self.readout = self.include("readout", Linear(d_hidden, 1, rng, dtype=layer.dtype))

    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        """Return one number a sequence, (B, 1), from x (B, T, d_in)."""
        _, h_n, *_ = self.recurrent.forward(x)
        return self.readout.forward(h_n[-1])

    def backward(self, dy: NDArray[Any]) -> None:
        """Add the parameters' gradients, from dy (B, 1)."""
        self.recurrent.backward(None, self.readout.backward(dy)[None])


def fit(
    network: LastStateRegression, draw: Draw, epochs: int, learning_rate: float, max_norm: float
) -> list[float]:
    """Train with Adam on the mean squared error; an epoch is one batch, newly drawn.

    Parameters
    ----------
    network
        Changed in place.
    draw
        Returns a batch of sequences (B, T, d_in) and their targets (B, 1).
    epochs, learning_rate, max_norm
        Updates, Adam's step size, largest norm of the gradient.

    Returns
    -------
    list of `epochs` numbers
        The loss of each batch, before the update.
    """
    adam = Adam(network.params, learning_rate)
    losses = []
    for _ in range(epochs):
        x, targets = draw()
        loss, dy = mean_squared_error(network.forward(x), targets)
        network.backward(dy)
        update(network, adam, max_norm)
        losses.append(loss)
    return losses
