"""The exercise adding: a recurrent network that learns to add two marked numbers, and its score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.mathematics.clipping import clip_by_global_norm
from minimodel.mathematics.generators import Generators
from minimodel.mathematics.losses import mean_squared_error
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.gru import GRU
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.rnn import RNN
from minimodel.running.long_computations import long_computation
from minimodel.tasks.adding import adding_batch

Array = NDArray[Any]

D_HIDDEN: Final = 16
BATCH: Final = 20
STEPS: Final = 400
LEARNING_RATE: Final = 0.02
MAX_NORM: Final = 1.0

LENGTHS: Final = (10, 50, 100)
SEEDS: Final = (0, 1, 2, 3, 4)
BASELINE: Final = 1 / 6  # two numbers, each with variance 1/12: the error of always saying 1
TARGET: Final = 0.01
HELD_OUT: Final = 1000  # sequences
HELD_OUT_SEED: Final = 10_000


# region network
def make_network(
    seed: int | np.random.Generator, cell: str = "gru", dtype: DTypeLike = np.float64
) -> RecurrentNetwork:
    """Return an untrained network that reads a sequence and says one number at its end.

    Parameters
    ----------
    seed
        Of the first weights, or a generator for them.
    cell
        ``"gru"`` or ``"rnn"``, the vanilla one.
    dtype
        Of the weights.
    """
    rng = np.random.default_rng(seed)
    recurrent = {"gru": GRU, "rnn": RNN}[cell]
    layer = recurrent(2, D_HIDDEN, rng, dtype=dtype)
    return RecurrentNetwork(layer, 1, rng, last_only=True)


def predict(network: RecurrentNetwork, x: Array) -> Array:
    """Return the network's sums (batch, 1) of sequences x (batch, length, 2)."""
    return network.forward(x)[0]


# endregion network


# region loss
def loss_and_gradients(
    network: RecurrentNetwork, x: Array, targets: Array
) -> tuple[Any, dict[str, Array]]:
    """Return the mean squared error of a batch and its gradient by each parameter, by name."""
    network.zero_grads()
    loss, d_sums = mean_squared_error(predict(network, x), targets, network.side_by_side)
    network.backward(d_sums)
    return loss, network.grads


# endregion loss


# region training
def train(length: int, seed: int, cell: str = "gru", steps: int = STEPS) -> RecurrentNetwork:
    """Return a network trained on sequences of one length, each batch newly drawn."""
    rng = np.random.default_rng(seed)
    network = make_network(rng, cell)
    descend(network, length, rng, steps)
    return network


def descend(
    network: RecurrentNetwork, length: int, rng: np.random.Generator, steps: int
) -> list[Any]:
    """Train a network in place; return the loss of each batch, before the update."""
    adam = Adam(network.params, LEARNING_RATE)
    losses = []
    for _ in range(steps):
        x, targets = adding_batch(BATCH, length, rng)
        loss, gradients = loss_and_gradients(network, x, targets)
        clip_by_global_norm(gradients, MAX_NORM, len(network.side_by_side))
        adam.step(gradients)
        losses.append(loss)
    return losses


# endregion training


@dataclass(frozen=True)
class Run:
    """What one training leaves behind.

    Attributes
    ----------
    losses
        Mean squared error of each batch, before its update.
    error
        Mean squared error on sequences that no training has seen.
    sums, answers
        The right sums of the first of those sequences, and the network's.
    """

    losses: tuple[float, ...]
    error: float
    sums: tuple[float, ...]
    answers: tuple[float, ...]


@long_computation("learning to add two marked numbers", together="seed")
def run(
    *, cell: str, length: int, steps: int = STEPS, seed: tuple[int, ...] = (0,), shown: int = 150
) -> list[Run]:
    """Train one network for each seed, side by side, and try each on the same held-out sequences.

    Parameters
    ----------
    cell, length, steps
        As for `train`.
    seed
        Of first weights and batches.
    shown
        Of how many sequences the answers are kept.
    """
    rng = Generators(seed)
    network = make_network(rng, cell, np.float32)  # a third faster, and digits enough
    losses = np.stack(descend(network, length, rng, steps))  # (steps, S)
    x, targets = adding_batch(HELD_OUT, length, np.random.default_rng(HELD_OUT_SEED))
    answers = predict(network, rng.stacked(x))  # (S, HELD_OUT, 1)
    return [
        Run(
            tuple(losses[:, place].tolist()),
            float(np.mean((answers[place] - targets) ** 2)),
            tuple(targets[:shown, 0].tolist()),
            tuple(answers[place, :shown, 0].tolist()),
        )
        for place in range(len(seed))
    ]


def compare(cases: Iterable[tuple[str, int, int]]) -> dict[tuple[str, int, int], list[Run]]:
    """Run each case, a cell with a length and a number of steps, from every seed."""
    cases = list(cases)
    runs = iter(
        run.map(
            [
                {"cell": cell, "length": length, "steps": steps, "seed": seed}
                for cell, length, steps in cases
                for seed in SEEDS
            ]
        )
    )
    return {case: [next(runs) for _ in SEEDS] for case in cases}
