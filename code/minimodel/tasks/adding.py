"""The adding problem (Hochreiter and Schmidhuber 1997): the sum of two marked numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from minimodel.nn.network import RecurrentNetwork
from minimodel.running.long_computations import long_computation
from minimodel.tasks.loop import block_means
from minimodel.tasks.models import recurrent_layer
from minimodel.tasks.regression import fit

BLOCK: Final = 20  # epochs that one point of a curve stands for
LAST: Final = 50  # epochs at the end whose mean loss is the result


# region data
def adding_batch(
    batch: int, length: int, rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Draw sequences x (batch, length, 2) and their targets (batch, 1).

    The first entry of a step is a number between 0 and 1, the second one a mark: 1 at two steps,
    0 at all others. The target is the sum of the two marked numbers.
    """
    numbers = rng.random((batch, length), dtype=np.float32)
    marks = np.zeros((batch, length), np.float32)
    marked = rng.permuted(np.tile(np.arange(length), (batch, 1)), axis=1)[:, :2]  # (batch, 2)
    np.put_along_axis(marks, marked, 1, axis=1)
    return np.stack([numbers, marks], axis=-1), (numbers * marks).sum(axis=1, keepdims=True)


# endregion data


@dataclass(frozen=True)
class AddingRun:
    """What one training run leaves behind.

    Attributes
    ----------
    model, length, seed
        What was trained, on sequences of which length, from which seed.
    epochs
        The middle of the epochs that each point of `losses` stands for.
    losses
        Mean squared error of the epochs' batches before their update, one point for each
        `BLOCK` epochs.
    final_loss
        The mean over the last `LAST` epochs.
    """

    model: str
    length: int
    seed: int
    epochs: tuple[float, ...]
    losses: tuple[float, ...]
    final_loss: float


@long_computation("the adding problem: training one network")
def train_adding(
    *,
    model: str = "rnn",
    length: int = 50,
    seed: int = 0,
    epochs: int = 1000,
    batch: int = 32,
    d_hidden: int = 32,
    learning_rate: float = 0.01,
    max_norm: float = 1.0,
) -> AddingRun:
    """Train one network; an epoch is one batch of newly drawn sequences.

    Parameters
    ----------
    model
        A key of `minimodel.tasks.models.MODELS`.
    length
        T, how many numbers a sequence has, at least 2.
    seed
        Seed of the first weights and of the sequences.
    epochs
        A multiple of `BLOCK`.
    batch, d_hidden, learning_rate, max_norm
        Sequences a batch, entries of the state, Adam's step size, largest norm of the gradient.

    Raises
    ------
    ValueError
        If there is no such model, or an argument is out of range.
    """
    if length < 2:
        raise ValueError(f"length: {length} is too short; two numbers must be marked")
    rng = np.random.default_rng(seed)
    layer = recurrent_layer(model, 2, d_hidden, rng)
    network = RecurrentNetwork(layer, 1, rng, last_only=True)
    losses = fit(network, lambda: adding_batch(batch, length, rng), epochs, learning_rate, max_norm)
    return AddingRun(
        model=model,
        length=length,
        seed=seed,
        epochs=tuple(start + BLOCK / 2 for start in range(0, epochs, BLOCK)),
        losses=block_means(losses.tolist(), BLOCK),
        final_loss=float(np.mean(losses[-LAST:])),
    )
