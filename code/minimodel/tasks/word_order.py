"""Which of two words came first? By how far apart they stand, for each way of reading."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.optimizers import Adam
from minimodel.running.long_computations import long_computation
from minimodel.tasks.keyword import WIDTH, WORDS, learn, reader

Array = NDArray[Any]

FIRST_WORD, SECOND_WORD = 0, 1  # the ids of the two words
LENGTH: Final = 16
MARGIN: Final = 4  # neither word is nearer to an end: a filter that sees both does not see the end
WIDEST: Final = MARGIN + 1  # filter for which that is so
FARTHEST: Final = LENGTH - 2 * MARGIN - 1


# region order_batch
def order_batch(
    count: int, distance: Array, rng: np.random.Generator
) -> tuple[Array, NDArray[np.int64]]:
    """Draw sequences with two words a given distance apart, and whether word 0 came first.

    Parameters
    ----------
    count
        How many sequences.
    distance
        Steps from one word to the other, 1 … `FARTHEST`, (count,).
    rng
        Source of the draws.

    Returns
    -------
    x : array of shape (count, LENGTH, WORDS)
        One-hot.
    first : array of shape (count,)
        1 where word 0 came before word 1, 0 where it came after.
    """
    ids = rng.integers(2, WORDS, (count, LENGTH))
    place = MARGIN + rng.integers(0, FARTHEST + 1 - distance)  # of the earlier word, (count,)
    first = rng.integers(0, 2, count)
    rows = np.arange(count)
    ids[rows, place] = np.where(first == 1, FIRST_WORD, SECOND_WORD)
    ids[rows, place + distance] = np.where(first == 1, SECOND_WORD, FIRST_WORD)
    return np.eye(WORDS, dtype=np.float32)[ids], first


# endregion order_batch


@long_computation("which of two words came first: training one reader")
def order_by_distance(
    *, kind: str, seed: int = 0, width: int = WIDTH, steps: int = 250
) -> NDArray[np.float64]:
    """Train on all distances; return the share of right answers for each, (FARTHEST,).

    Parameters
    ----------
    kind
        One of `keyword.READERS`.
    seed
        Seed of weights and data.
    width
        Words that a filter of the convolution sees at once, up to `WIDEST`.
    steps
        Training steps, with 32 sequences each.

    Raises
    ------
    ValueError
        If there is no such kind, or `width` is not between 1 and `WIDEST`.
    """
    if not 1 <= width <= WIDEST:
        raise ValueError(f"width: expected 1 to {WIDEST}, got {width}")
    rng = np.random.default_rng(seed)
    network = reader(kind, LENGTH, rng, width, np.float32)
    adam = Adam(network.params, learning_rate=0.01)
    for _ in range(steps):
        learn(network, adam, *order_batch(32, rng.integers(1, FARTHEST + 1, 32), rng))
    shares = []
    for distance in range(1, FARTHEST + 1):
        x, first = order_batch(400, np.full(400, distance), rng)
        shares.append(np.mean(network.forward(x)[0].argmax(axis=1) == first))
    return np.array(shares)
