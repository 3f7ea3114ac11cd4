"""A right answer to lab 01, written as a student might; wrong_labs.toml changes it."""

import math


def count_ngrams(lines, n):
    counts = {}
    for line in lines:
        padded = ["<bos>"] * (n - 2) + line
        start = len(padded) - len(line) + 1
        for t in range(start, len(padded)):
            context = tuple(padded[t - n + 1 : t])
            followers = counts.setdefault(context, {})
            followers[padded[t]] = followers.get(padded[t], 0) + 1
    return counts


def probability(counts, context, token, k, V):
    followers = counts.get(context, {})
    return (followers.get(token, 0) + k) / (sum(followers.values()) + k * V)


def perplexity(counts, lines, n, k, V):
    surprises = []
    for line in lines:
        padded = ["<bos>"] * (n - 2) + line
        start = len(padded) - len(line) + 1
        for t in range(start, len(padded)):
            context = tuple(padded[t - n + 1 : t])
            surprises.append(-math.log(probability(counts, context, padded[t], k, V)))
    return math.exp(sum(surprises) / len(surprises))
