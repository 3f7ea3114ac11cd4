"""Interpolation: all orders of n-grams at once, mixed with weights that training lines choose."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from minimodel.corpus.tokenizer import tokenize
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.ngrams.comparison import fitted, split
from minimodel.ngrams.model import NGram, perplexity

ROUNDS: Final = 200  # of expectation maximization; the third digit stands after 20

Array = NDArray[np.float64]


def frequencies(models: Sequence[NGram], lines: Sequence[str], left_out: int = 0) -> Array:
    """Return count(c, w) / count(c) of every token after `<bos>`, with every model's context c.

    Parameters
    ----------
    models
        n-grams of rising order; only their counts are used, not their k.
    lines
        What is predicted.
    left_out
        1 where the lines are those that were counted: each token's own occurrence is taken out
        of its counts before it is predicted (leaving one out).

    Returns
    -------
    Array
        (tokens, models); NaN where the context was never seen.
    """

    def share(model: NGram, tokens: list[str], t: int) -> float:
        context = model.context(tokens[:t])
        total = model.totals[context] - left_out
        if total <= 0:
            return np.nan
        return (model.counts[context][tokens[t]] - left_out) / total

    return np.array(
        [
            [share(model, tokens, t) for model in models]
            for tokens in map(tokenize, lines)
            for t in range(1, len(tokens))
        ]
    )


def mix(frequencies: Array, weights: Sequence[float], size: int) -> Array:
    """Return the probability of every token, (tokens,), from its frequencies, (tokens, n).

    p_n(w | c) = λ_n count(c, w) / count(c) + (1 − λ_n) p_{n−1}(w | c without its first token)

    with p_0 = 1 / `size`, the vocabulary's. Where a context was never seen, p_n is p_{n−1}
    (Jelinek and Mercer 1980, in the form of Chen and Goodman 1999, section 2.3).
    """
    p = np.full(len(frequencies), 1 / size)
    for column, weight in zip(frequencies.T, weights, strict=True):
        p = np.where(np.isnan(column), p, weight * column + (1 - weight) * p)
    return p


def best_weights(frequencies: Array, size: int) -> list[float]:
    """Return λ_1, λ_2, …: each makes these tokens most probable, given those before it.

    Expectation maximization: λ is the mean share that the longer context has in what came.
    """
    weights: list[float] = []
    for column in frequencies.T:
        seen = ~np.isnan(column)
        shorter = mix(frequencies[seen, : len(weights)], weights, size)
        weight = 0.5
        for _ in range(ROUNDS):
            longer = weight * column[seen]
            weight = float(np.mean(longer / (longer + (1 - weight) * shorter)))
        weights.append(weight)
    return weights


class Interpolation(NamedTuple):
    """An interpolated n-gram: the weight of each order, and its perplexity on held-out lines."""

    weights: tuple[float, ...]
    held_out: float


@cache
def interpolation(n: int, by: str = "line") -> Interpolation:
    """Interpolate the orders 1 to n on the verb corpus; no held-out line chooses anything.

    Parameters
    ----------
    n
        The longest order.
    by
        The split, as for `comparison.split`.
    """
    size = len(corpus_vocabulary())
    models = [fitted(order, by=by) for order in range(1, n + 1)]
    lines = split(by)
    weights = best_weights(frequencies(models, lines.training, left_out=1), size)
    p = mix(frequencies(models, lines.held_out), weights, size)
    return Interpolation(tuple(weights), perplexity(-np.log(p)))
