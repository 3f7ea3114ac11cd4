"""A gradient that explodes on its way back through time, caught before it does harm."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.clipping import global_norm
from minimodel.mathematics.losses import mean_squared_error
from minimodel.mathematics.optimizers import SGD
from minimodel.remedies.networks import Regression
from minimodel.remedies.trained import BATCH, DESCENT_RATE, LENGTH
from minimodel.tasks.copy_first import copy_first_batch


class Caught(NamedTuple):
    """A training step, counted from 1, and the gradients that it would have used.

    Attributes
    ----------
    step
        Which one.
    gradients
        ∂L/∂θ for each parameter, by its name.
    errors
        The norm of ∂L/∂h_t, all sequences of the batch together, for t = 1 … T.
    """

    step: int
    gradients: dict[str, NDArray[Any]]
    errors: NDArray[np.float64]


def errors_by_step(network: Regression, x: NDArray[Any], dy: NDArray[Any]) -> NDArray[np.float64]:
    """Return the norm of ∂L/∂h_t for t = 1 … T in a vanilla network, from ∂L/∂y (B, 1).

    ∂L/∂h_{t−1} = W_hhᵀ diag(1 − h_t²) ∂L/∂h_t, one step after the other.
    """
    W_hh = network.recurrent.params["W_hh"]
    states, _ = network.recurrent.forward(x)  # (B, T, H)
    error = dy @ network.readout.W  # (B, H)
    norms = [np.linalg.norm(error)]
    for t in range(states.shape[1] - 1, 0, -1):
        error = (error * (1 - states[:, t] ** 2)) @ W_hh
        norms.append(np.linalg.norm(error))
    return np.array(norms[::-1], np.float64)


def first_gradient_that_grows(by: float, last: int = 400) -> Caught:
    """Descend without clipping from an orthogonal start until an error grows on its way back.

    The run is the one that `descend_all` makes of seed 0.

    Parameters
    ----------
    by
        How many times as long the error is to be at the first step as at the last one.
    last
        The training step at which to give up.

    Raises
    ------
    ValueError
        If no error grows that much up to step `last`.
    """
    rng = np.random.default_rng(0)
    network = Regression("orthogonal", rng)
    sgd = SGD(network.params, DESCENT_RATE)
    for step in range(1, last + 1):
        x, targets = copy_first_batch(BATCH, LENGTH, rng)
        _, dy = mean_squared_error(network.forward(x), targets)
        network.zero_grads()
        network.backward(dy)
        errors = errors_by_step(network, x, dy)
        if errors[0] > by * errors[-1]:
            gradients = {name: g.copy() for name, g in network.grads.items()}
            return Caught(step, gradients, errors)
        sgd.step(network.grads)
    raise ValueError(f"by: no error grows {by}-fold in {last} steps; choose a smaller number")


def cosine(one: dict[str, NDArray[Any]], other: dict[str, NDArray[Any]]) -> float:
    """Return the cosine of the angle between two gradients, each as one long vector."""
    product = sum(float(np.sum(one[name] * other[name], dtype=np.float64)) for name in one)
    return product / (global_norm(one) * global_norm(other))
