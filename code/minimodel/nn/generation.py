"""Writing token by token: each prediction is the next input."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.functions import softmax
from minimodel.nn.network import RecurrentNetwork

Array = NDArray[Any]


def greedy(
    network: RecurrentNetwork, begin: int, end: int, max_length: int, *state: Array
) -> list[list[int]]:
    """Write the most likely token at each step, for a batch of first states.

    Parameters
    ----------
    network
        A language model or decoder.
    begin, end
        The token that comes first and the one that says that a sequence is over.
    max_length
        Tokens after which a sequence is cut off.
    state
        The first state, (rows, B, H); for the LSTM h and c.

    Returns
    -------
    list of B lists
        The tokens of each sequence, without `begin` and `end`.
    """
    batch = state[0].shape[1]
    ids = np.full((batch, 1), begin)
    written = np.empty((batch, 0), int)
    while written.shape[1] < max_length and not np.all(np.any(written == end, axis=1)):
        logits, *rest = network.forward(ids, *state)
        state = tuple(rest)
        ids = logits[:, -1:].argmax(axis=-1)  # (B, 1)
        written = np.concatenate([written, ids], axis=1)
    return [row[: row.index(end)] if end in row else row for row in written.tolist()]


def sample(
    network: RecurrentNetwork,
    start: Sequence[int],
    length: int,
    temperature: float,
    rng: np.random.Generator,
) -> list[int]:
    """Read `start`, then draw one token after the other from softmax(logits / temperature).

    Parameters
    ----------
    network
        A language model.
    start
        The tokens to begin with, at least one; they are not returned.
    length
        How many tokens to draw.
    temperature
        Below 1 likely tokens become likelier, above 1 less likely; positive.
    rng
        Source of the draws.

    Raises
    ------
    ValueError
        If there is nothing to start with, or the temperature is not positive.
    """
    if not len(start):
        raise ValueError("start: give at least one token to begin with")
    if not temperature > 0:
        raise ValueError(f"temperature: expected a positive number, got {temperature}")
    logits, *state = network.forward(np.array([start]))
    drawn: list[int] = []
    while True:
        p = softmax(logits[0, -1].astype(np.float64) / temperature)  # (V,)
        drawn.append(int(rng.choice(len(p), p=p)))
        if len(drawn) == length:
            return drawn
        logits, *state = network.forward(np.array([drawn[-1:]]), *state)
