"""A gradient that explodes in training, caught before it does harm."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from minimodel.nn.clipping import global_norm
from minimodel.nn.losses import mean_squared_error
from minimodel.nn.optimizers import SGD
from minimodel.remedies.networks import Regression
from minimodel.remedies.training import LENGTH
from minimodel.tasks.copy_first import copy_first_batch


class Caught(NamedTuple):
    """The training step, counted from 1, and the gradients that it would have used."""

    step: int
    gradients: dict[str, NDArray[Any]]


def first_gradient_above(norm: float, seed: int = 0, last: int = 400) -> Caught:
    """Descend without clipping from an orthogonal start until the gradient is longer than `norm`.

    The run is the one that `training.descend` makes of the same seed.

    Raises
    ------
    ValueError
        If no gradient is that long up to step `last`.
    """
    rng = np.random.default_rng(seed)
    network = Regression("orthogonal", rng)
    sgd = SGD(network.params, 0.05)
    for step in range(1, last + 1):
        x, targets = copy_first_batch(32, LENGTH, rng)
        _, dy = mean_squared_error(network.forward(x), targets)
        network.zero_grads()
        network.backward(dy)
        if global_norm(network.grads) > norm:
            return Caught(step, {name: g.copy() for name, g in network.grads.items()})
        sgd.step(network.grads)
    raise ValueError(
        f"norm: no gradient is longer than {norm} in {last} steps; choose a smaller one"
    )


def cosine(one: dict[str, NDArray[Any]], other: dict[str, NDArray[Any]]) -> float:
    """Return the cosine of the angle between two gradients, each as one long vector."""
    product = sum(float(np.sum(one[name] * other[name], dtype=np.float64)) for name in one)
    return product / (global_norm(one) * global_norm(other))
