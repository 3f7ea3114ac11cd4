"""Mistakes made on purpose, each with the number that gives it away."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from minimodel.corpus.tokenizer import BOS, tokenize
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.ngrams.comparison import fitted, split
from minimodel.ngrams.model import NGram, perplexity, surprisals


@dataclass(frozen=True)
class Pitfalls:
    """The numbers that reveal mistakes in a bigram, beside their values when all is well.

    Attributes
    ----------
    impossible, predicted
        Held-out tokens that get probability 0 without smoothing, or 0 / 0 since their context
        is new, of how many.
    unsmoothed
        Perplexity without smoothing.
    held_out
        Perplexity of the bigram with `k`.
    improper_sum, improper
        Without V in the denominator: what the probabilities after ``he`` add up to, and the
        number that then passes for a perplexity.
    counts, counts_over_borders, line_starts
        Pairs counted line by line; pairs counted in one long list of all lines; and how many of
        those predict ``<bos>``.
    in_bits
        e to the mean of −log₂ p, where the base of the power is not the logarithm's.
    """

    impossible: int
    predicted: int
    unsmoothed: float
    held_out: float
    improper_sum: float
    improper: float
    counts: int
    counts_over_borders: int
    line_starts: int
    in_bits: float


def pitfalls(k: float = 0.01) -> Pitfalls:
    """Make each mistake once with the bigram of the training lines, and measure it.

    Parameters
    ----------
    k
        Smoothing, where the mistake is not about it.
    """
    bigram, lines = fitted(2, k), split()
    counts, totals = _at_targets(bigram, lines.held_out)
    with np.errstate(divide="ignore", invalid="ignore"):
        unsmoothed = -np.log(np.where(totals > 0, counts / totals, 0))
    after_he = bigram.totals[("he",)]
    stream = [token for line in lines.training for token in tokenize(line)]
    correct = surprisals(bigram, lines.held_out)
    return Pitfalls(
        impossible=int(np.isinf(unsmoothed).sum()),
        predicted=len(unsmoothed),
        unsmoothed=perplexity(unsmoothed),
        held_out=perplexity(correct),
        improper_sum=(after_he + k * len(corpus_vocabulary())) / (after_he + k),
        improper=perplexity(-np.log((counts + k) / (totals + k))),
        counts=bigram.totals.total(),
        counts_over_borders=len(stream) - 1,
        line_starts=sum(after == BOS for _, after in pairwise(stream)),
        in_bits=perplexity(correct / np.log(2)),
    )


def _at_targets(
    model: NGram, lines: tuple[str, ...]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return count(c, w) and count(c) at each predicted token of the lines."""
    pairs = []
    for tokens in map(tokenize, lines):
        for t in range(1, len(tokens)):
            context = model.context(tokens[:t])
            count = model.counts[context][tokens[t]] if context in model.counts else 0
            pairs.append((count, model.totals[context]))
    counts, totals = np.array(pairs, dtype=float).T
    return counts, totals
