"""A bidirectional network asked for the next letter of pure chance: it reads the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.bidirectional import Bidirectional
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.recurrent import Recurrent
from minimodel.nn.rnn import RNN
from minimodel.running.long_computations import long_computation
from minimodel.tasks.loop import update

LETTERS: Final = 8
STEPS: Final = 12  # predictions a sequence
TESTED: Final = 500  # sequences
LEARNING_RATE: Final = 0.01


@dataclass(frozen=True)
class ReadingAhead:
    """How well the next letter was predicted, in nats a letter.

    Attributes
    ----------
    losses
        Loss of each training step's batch.
    by_place
        Loss of new sequences at each of the `STEPS` predictions.
    """

    losses: tuple[float, ...]
    by_place: tuple[float, ...]


@long_computation("training networks to predict letters drawn at random")
def train_on_chance(*, both_ways: bool, steps: int = 200, seed: int = 0) -> ReadingAhead:
    """Train on letters that were drawn independently of each other: nothing can be learned.

    Parameters
    ----------
    both_ways
        Whether the network is bidirectional.
    steps
        Training steps, each with 32 new sequences.
    seed
        Of the first weights and the letters.
    """
    rng = np.random.default_rng(seed)
    layer: Recurrent = (
        Bidirectional(RNN, LETTERS, 24, rng, dtype=np.float32)
        if both_ways
        else RNN(LETTERS, 24, rng, dtype=np.float32)
    )
    model = RecurrentNetwork(layer, LETTERS, rng)
    optimizer = Adam(model.params, LEARNING_RATE)
    one_hot = np.eye(LETTERS, dtype=np.float32)
    losses = []
    for _ in range(steps):
        letters = rng.integers(LETTERS, size=(32, STEPS + 1))
        logits, _ = model.forward(one_hot[letters[:, :-1]])  # (B, STEPS, LETTERS)
        loss, dlogits = softmax_cross_entropy(logits, letters[:, 1:])
        model.backward(dlogits)
        update(model, optimizer, max_norm=1.0)
        losses.append(loss)
    letters = rng.integers(LETTERS, size=(TESTED, STEPS + 1))
    logits, _ = model.forward(one_hot[letters[:, :-1]])
    by_place = tuple(
        softmax_cross_entropy(logits[:, t], letters[:, t + 1])[0] for t in range(STEPS)
    )
    return ReadingAhead(tuple(losses), by_place)
