"""An n-gram model with add-k smoothing: next-token probabilities from counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.corpus.tokenizer import BOS, tokenize
from minimodel.corpus.vocabulary import Vocabulary


class NGram:
    """Predict the next token from the n − 1 tokens before it.

    p(w | c) = (count(c, w) + k) / (count(c) + k V)

    with c the last n − 1 tokens, count(c) how often they were followed by any token, and k
    added to the count of each of the V tokens of the vocabulary, so that no token that was
    never seen after c gets probability zero (add-k smoothing; Jurafsky and Martin, *Speech and
    Language Processing*, chapter on n-gram models). A context that was never seen gives 1 / V.

    Parameters
    ----------
    n
        1 for a unigram, 2 for a bigram, 3 for a trigram, and so on.
    k
        What is added to each count; positive, or an unseen token would have surprise ∞.
    lines
        Lines to count. `<bos>` is put before each, and is never itself predicted.
    vocabulary
        The tokens that probability is spread over.

    Raises
    ------
    ValueError
        If `n` or `k` is not positive, or a line holds a token that the vocabulary does not.
    """

    def __init__(self, n: int, k: float, lines: Sequence[str], vocabulary: Vocabulary) -> None:
        if n < 1:
            raise ValueError(f"n: {n} is not positive; 1 is a unigram")
        if not k > 0:
            raise ValueError(f"k: {k} is not positive; without smoothing, unseen tokens have p = 0")
        self.n = n
        self.k = k
        self.vocabulary = vocabulary
        self.counts: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        self.totals: Counter[tuple[str, ...]] = Counter()
        for line in lines:
            tokens = tokenize(line)
            vocabulary.encode(tokens)  # an unknown token is an error here, not a silent count
            for t in range(1, len(tokens)):
                context = self.context(tokens[:t])
                self.counts[context][tokens[t]] += 1
                self.totals[context] += 1

    def context(self, tokens: Sequence[str]) -> tuple[str, ...]:
        """Return the last n − 1 tokens: all that the model sees of what came before.

        Near the beginning of a line, `<bos>` stands for the places before it.
        """
        seen = tuple(tokens[max(0, len(tokens) - (self.n - 1)) :])
        return (BOS,) * (self.n - 1 - len(seen)) + seen

    def probability(self, token: str, tokens: Sequence[str]) -> float:
        """Return p(token | tokens), with `tokens` everything from `<bos>` on.

        Raises
        ------
        ValueError
            If `token` is not in the vocabulary.
        """
        self.vocabulary.encode([token])
        context = self.context(tokens)
        count = self.counts[context][token] if context in self.counts else 0
        return (count + self.k) / (self.totals[context] + self.k * len(self.vocabulary))

    def distribution(self, tokens: Sequence[str]) -> NDArray[np.float64]:
        """Return the probability of every token of the vocabulary as the next one, (V,)."""
        counts = np.zeros(len(self.vocabulary))
        for token, count in self.counts.get(self.context(tokens), {}).items():
            counts[self.vocabulary.ids[token]] = count
        return (counts + self.k) / (counts.sum() + self.k * len(self.vocabulary))


def surprisals(model: NGram, lines: Sequence[str]) -> NDArray[np.float64]:
    """Return −log p of every token after `<bos>`, in nats, one line after the other."""
    return np.array(
        [
            -np.log(model.probability(tokens[t], tokens[:t]))
            for tokens in map(tokenize, lines)
            for t in range(1, len(tokens))
        ]
    )


def perplexity(surprisals: NDArray[Any]) -> float:
    """Return e to the mean of −log p: the number of equally likely tokens that fit as badly.

    Raises
    ------
    ValueError
        If there is nothing to average.
    """
    if not surprisals.size:
        raise ValueError("surprisals: there is no predicted token; give at least one line")
    return float(np.exp(surprisals.mean()))
