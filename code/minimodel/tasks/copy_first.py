"""The copy-first task: output at the end the value that came first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.generators import Generators
from minimodel.nn.network import RecurrentNetwork
from minimodel.running.long_computations import long_computation
from minimodel.tasks.loop import block_means
from minimodel.tasks.models import recurrent_layer
from minimodel.tasks.regression import fit

LENGTHS: Final = (10, 30, 50)
OFFSETS: Final = (0.0, 1.0)
NOISE: Final = 0.1  # standard deviation of everything after the first value
SEEDS: Final = (0, 1, 2, 3, 4)
BLOCK: Final = 20  # steps that one point of a curve stands for
LAST: Final = 50  # steps at the end whose mean loss is the result


# region data
def copy_first_batch(
    batch: int, length: int, rng: np.random.Generator, offset: float = 0.0
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Draw sequences x (batch, length, 1) and their targets (batch, 1).

    The first value is drawn from N(0, 1); noise follows, from N(0, 0.1²). The target is the
    first value plus the offset. Who always answers the offset has a mean squared error of 1.
    """
    x = rng.normal(size=(batch, length, 1)).astype(np.float32)
    x[..., 1:, :] *= NOISE
    return x, x[..., 0, :] + np.float32(offset)


# endregion data


@dataclass(frozen=True)
class CopyFirstRun:
    """What one training run leaves behind.

    Attributes
    ----------
    model, length, offset, seed
        What was trained, on which sequences and targets, from which seed.
    steps
        The middle of the steps that each point of `losses` stands for.
    losses
        Mean squared error of the steps' batches before their update, one point for each
        `BLOCK` steps.
    final_loss
        The mean over the last `LAST` steps.
    """

    model: str
    length: int
    offset: float
    seed: int
    steps: tuple[float, ...]
    losses: tuple[float, ...]
    final_loss: float


@long_computation("copy-first: training networks", together="seed")
def train_copy_first(
    *,
    model: str = "rnn",
    length: int = 10,
    offset: float = 0.0,
    seed: tuple[int, ...] = (0,),
    steps: int = 400,
    batch: int = 8,
    d_hidden: int = 32,
    learning_rate: float = 0.01,
    max_norm: float = 1.0,
    recurrent_init: str = "uniform",
) -> list[CopyFirstRun]:
    """Train one network for each seed, side by side, each step on newly drawn sequences.

    Parameters
    ----------
    model
        A key of `MODELS`.
    length
        T, how many values a sequence has; the first one is T − 1 steps away from the answer.
    offset
        What the network has to add to the first value.
    seed
        Seeds of the first weights and of the sequences.
    steps
        A multiple of `BLOCK`.
    batch, d_hidden, learning_rate, max_norm
        Sequences a batch, entries of the state, Adam's step size, largest norm of the gradient.
    recurrent_init
        How W_hh starts; see `minimodel.nn.initialization.recurrent_weights`.
    """
    rng = Generators(seed)
    layer = recurrent_layer(model, 1, d_hidden, rng, recurrent_init=recurrent_init)
    network = RecurrentNetwork(layer, 1, rng, last_only=True)
    losses = fit(
        network,
        lambda: copy_first_batch(batch, length, rng, offset),
        steps,
        learning_rate,
        max_norm,
    )
    return [
        CopyFirstRun(
            model=model,
            length=length,
            offset=offset,
            seed=each,
            steps=tuple(start + BLOCK / 2 for start in range(0, steps, BLOCK)),
            losses=block_means(of_one, BLOCK),
            final_loss=float(np.mean(of_one[-LAST:])),
        )
        for each, of_one in zip(seed, losses.tolist(), strict=True)
    ]
