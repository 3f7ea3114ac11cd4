"""A solution of the n-gram lab: count, smooth, measure."""

import math
from collections import Counter, defaultdict


def contexts(tokens, n):
    """Yield each token after <bos> with the n - 1 tokens before it."""
    padded = ["<bos>"] * (n - 2) + tokens
    start = max(n - 1, 1)
    for t in range(start, len(padded)):
        yield tuple(padded[t - n + 1 : t]), padded[t]


def count_ngrams(lines, n):
    """Count which token follows which context."""
    counts: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for tokens in lines:
        for context, token in contexts(tokens, n):
            counts[context][token] += 1
    return dict(counts)


def probability(counts, context, token, k, V):
    """Return (count + k) / (total + k V)."""
    followers = counts.get(context, {})
    return (followers.get(token, 0) + k) / (sum(followers.values()) + k * V)


def perplexity(counts, lines, n, k, V):
    """Return e to the mean of -log p over all tokens but <bos>."""
    surprises = [
        -math.log(probability(counts, context, token, k, V))
        for tokens in lines
        for context, token in contexts(tokens, n)
    ]
    return math.exp(sum(surprises) / len(surprises))
