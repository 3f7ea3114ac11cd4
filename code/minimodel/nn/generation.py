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


def beam(
    network: RecurrentNetwork, begin: int, end: int, max_length: int, width: int, *state: Array
) -> list[tuple[list[int], float]]:
    """Follow the `width` most likely beginnings at once; return the most likely sequence found.

    A beginning that has written `end` stays as it is, and keeps its place as long as fewer than
    `width` others are likelier. Nothing makes up for length: a longer sequence is a product of
    more factors. Width 1 is `greedy`.

    Parameters
    ----------
    network
        A language model or decoder. One with attention looks at `width` copies of each source.
    begin, end, max_length
        As for `greedy`.
    width
        Beginnings that are kept, at least 1.
    state
        The first state, (rows, B, H); for the LSTM h and c.

    Returns
    -------
    list of B pairs
        The tokens, without `begin` and `end`, and ln p of the sequence, `end` included.

    Raises
    ------
    ValueError
        If `width` is not positive.
    """
    if width < 1:
        raise ValueError(f"width: expected at least 1, got {width}")
    batch = state[0].shape[1]
    state = tuple(np.repeat(part, width, axis=1) for part in state)  # (rows, B · width, H)
    scores = np.full((batch, width), -np.inf)  # ln p of each beginning
    scores[:, 0] = 0  # at first all are the same, so only one counts
    ids = np.full((batch * width, 1), begin)
    written = np.empty((batch, width, 0), int)
    over = np.zeros((batch, width), bool)
    while written.shape[-1] < max_length and not over.all():
        logits, *rest = network.forward(ids, *state)
        log_p = np.log(softmax(logits[:, -1].astype(np.float64))).reshape(batch, width, -1)
        log_p[over] = -np.inf
        log_p[over, end] = 0  # a finished one goes on at no cost
        V = log_p.shape[-1]
        totals = (scores[..., None] + log_p).reshape(batch, -1)  # (B, width · V)
        best = np.argsort(-totals, axis=1, kind="stable")[:, :width]  # (B, width)
        parents, tokens = best // V, best % V
        scores = np.take_along_axis(totals, best, axis=1)
        rows = (np.arange(batch)[:, None] * width + parents).ravel()
        state = tuple(part[:, rows] for part in rest)
        kept = np.take_along_axis(written, parents[..., None], axis=1)
        written = np.concatenate([kept, tokens[..., None]], axis=-1)
        over = np.take_along_axis(over, parents, axis=1) | (tokens == end)
        ids = tokens.reshape(-1, 1)
    return [
        (row[: row.index(end)] if end in row else row, float(score))
        for row, score in zip(written[:, 0].tolist(), scores[:, 0], strict=True)
    ]


def partly_own(
    network: RecurrentNetwork,
    given: Array,
    share: float,
    rng: np.random.Generator,
    *state: Array,
) -> Array:
    """Replace some of the right tokens by what the network would have written there.

    Scheduled sampling (Bengio et al. 2015) trains on such inputs, with a `share` that grows. Here
    its most likely token is taken, not a drawn one.

    Parameters
    ----------
    network
        A decoder.
    given
        The right tokens, the first one "begin", (B, T).
    share
        Probability, for each token after the first, that the network's own stands in its place.
    rng
        Source of the draws.
    state
        The first state, (rows, B, H); for the LSTM h and c.

    Returns
    -------
    array of shape (B, T)
        The inputs of a decoder that reads both. They are numbers of tokens: no gradient goes
        through the choice.
    """
    mixed = given.copy()
    own = rng.random(given.shape[-2:]) < share  # of each of several networks, if there are such
    for t in range(1, given.shape[-1]):
        logits, *rest = network.forward(mixed[..., t - 1 : t], *state)
        state = tuple(rest)
        written = logits[..., -1, :].argmax(axis=-1)
        mixed[..., t] = np.where(own[..., t], written, given[..., t])
    return mixed


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
