"""Interpolated n-grams against counts made anew for every token, and weights found by trying."""

import numpy as np
import pytest
from minimodel.corpus.tokenizer import BOS, tokenize
from minimodel.corpus.vocabulary import Vocabulary
from minimodel.ngrams.comparison import fitted, split
from minimodel.ngrams.interpolation import best_weights, frequencies, interpolation, mix
from minimodel.ngrams.model import NGram, perplexity

LINES = ["a b a", "a b b", "b a", "a b a"]
VOCABULARY = Vocabulary(["a b c"])  # with <bos> and /, five tokens


def orders(n, lines=LINES, vocabulary=VOCABULARY):
    return [NGram(order, 1, lines, vocabulary) for order in range(1, n + 1)]


def test_a_mixture_by_hand():
    # After "a", three b of three; of the eleven tokens six are a and five are b.
    found = frequencies(orders(2), ["a b"])
    np.testing.assert_allclose(found, [[6 / 11, 3 / 4], [5 / 11, 1]])
    unigram = 0.9 * found[:, 0] + 0.1 / 5
    np.testing.assert_allclose(mix(found, [0.9, 0.7], 5), 0.7 * found[:, 1] + 0.3 * unigram)


def test_the_probabilities_of_all_tokens_add_up_to_one_also_after_what_was_never_seen():
    for before in ("a", "a b", "c", "c c", "b c"):
        rows = [
            frequencies(orders(3), [f"{before} {token}"])[-1]
            for token in VOCABULARY.tokens
            if token != BOS
        ]
        never = np.where(np.isnan(rows[0]), np.nan, 0.0)  # <bos> is not predicted anywhere
        p = mix(np.array([*rows, never]), [0.9, 0.7, 0.4], 5)
        assert p.sum() == pytest.approx(1)
        assert p.min() > 0


def test_a_context_that_was_never_seen_leaves_the_word_to_the_shorter_one():
    found = frequencies(orders(2), ["c a"])
    assert np.isnan(found[1, 1])
    assert mix(found, [0.9, 0.7], 5)[1] == pytest.approx(0.9 * 6 / 11 + 0.1 / 5)


def test_left_out_is_counted_without_that_one_occurrence():
    """Against counting everything anew, a list of pairs from which one is taken."""
    pairs = [
        (context, token)
        for line in LINES
        for context, token in zip(["<bos>", *line.split()], line.split(), strict=False)
    ]
    found = frequencies(orders(2), LINES, left_out=1)[:, 1]
    for i, (context, token) in enumerate(pairs):
        others = [t for c, t in pairs[:i] + pairs[i + 1 :] if c == context]
        expected = others.count(token) / len(others) if others else np.nan
        assert found[i] == pytest.approx(expected, nan_ok=True)


def test_the_weights_are_those_that_trying_finds():
    vocabulary = Vocabulary(split().training)
    models = [fitted(n) for n in (1, 2, 3)]
    found = frequencies(models, split().training[:80], left_out=1)
    weights = best_weights(found, len(vocabulary))
    for place, weight in enumerate(weights):

        def cost(tried, place=place):
            p = mix(found[:, : place + 1], [*weights[:place], tried], len(vocabulary))
            return -np.log(p).mean()

        tried = np.arange(0.001, 1, 0.001)
        assert weight == pytest.approx(tried[np.argmin([cost(w) for w in tried])], abs=2e-3)


@pytest.mark.parametrize("by", ["line", "verb"])
def test_held_out_lines_choose_nothing_and_could_hardly_choose_better(by):
    result = interpolation(4, by)
    size = len(fitted(1, by=by).vocabulary)
    held_out = frequencies([fitted(n, by=by) for n in range(1, 5)], split(by).held_out)
    assert perplexity(-np.log(mix(held_out, result.weights, size))) == result.held_out
    best = perplexity(-np.log(mix(held_out, best_weights(held_out, size), size)))
    if by == "line":
        assert result.held_out < 1.05 * best


def test_one_row_for_each_predicted_token():
    lines = split().held_out
    rows = frequencies([fitted(1)], lines)
    assert len(rows) == sum(len(tokenize(line)) - 1 for line in lines)
