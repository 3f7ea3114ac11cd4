"""Counts, smoothing and perplexity against fractions worked out by hand."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from minimodel.corpus.vocabulary import UnknownTokenError, Vocabulary
from minimodel.ngrams.model import NGram, perplexity, surprisals

LINES = ["a b a", "a b b", "b a"]
VOCABULARY = Vocabulary(["a b c"])  # with <bos> and /, five tokens


def independent_probability(n, k, line, t):
    """Count by scanning every line for the context, the slow way, in exact fractions."""
    pad = ["<bos>"] * (n - 1)
    rows = [[*pad, "<bos>", *other.split()] for other in LINES]
    tokens = [*pad, "<bos>", *line.split()]
    place = t + n - 1
    context = tokens[place - n + 1 : place]
    followers: Counter[str] = Counter()
    for row in rows:
        for i in range(n, len(row)):
            if row[i - n + 1 : i] == context:
                followers[row[i]] += 1
    return (followers[tokens[place]] + k) / (followers.total() + k * 5)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
@pytest.mark.parametrize("k", [Fraction(1), Fraction(1, 10)])
def test_probabilities_against_exact_fractions(n, k):
    model = NGram(n, float(k), LINES, VOCABULARY)
    for line in [*LINES, "c c a"]:
        tokens = ["<bos>", *line.split()]
        for t in range(1, len(tokens)):
            expected = independent_probability(n, k, line, t)
            assert model.probability(tokens[t], tokens[:t]) == pytest.approx(float(expected))


@pytest.mark.parametrize("n", [1, 2, 3])
@pytest.mark.parametrize("tokens", [["<bos>"], ["<bos>", "a"], ["<bos>", "a", "b"], ["<bos>", "c"]])
def test_distributions_are_normalized_and_agree_with_probability(n, tokens):
    model = NGram(n, 0.3, LINES, VOCABULARY)
    distribution = model.distribution(tokens)
    assert distribution.sum() == pytest.approx(1)
    assert (distribution > 0).all()
    assert distribution.tolist() == pytest.approx(
        [model.probability(token, tokens) for token in VOCABULARY.tokens]
    )


def test_a_context_never_seen_gives_every_token_the_same():
    model = NGram(2, 0.01, LINES, VOCABULARY)
    np.testing.assert_allclose(model.distribution(["<bos>", "c"]), 1 / 5)


def test_the_beginning_of_a_line_is_padded():
    model = NGram(4, 1.0, LINES, VOCABULARY)
    assert model.context(["<bos>", "a"]) == ("<bos>", "<bos>", "a")
    assert model.context(["<bos>", "a", "b", "a"]) == ("a", "b", "a")
    assert NGram(1, 1.0, LINES, VOCABULARY).context(["<bos>", "a"]) == ()


def test_perplexity_against_an_independent_computation():
    model = NGram(2, 0.1, LINES, VOCABULARY)
    line = "a b c"
    product = Fraction(1)
    for t in (1, 2, 3):
        product *= independent_probability(2, Fraction(1, 10), line, t)
    assert perplexity(surprisals(model, [line])) == pytest.approx(float(product) ** (-1 / 3))


def test_perplexity_of_a_uniform_model_is_the_number_of_tokens():
    model = NGram(1, 1.0, [], VOCABULARY)
    assert perplexity(surprisals(model, LINES)) == pytest.approx(5)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: NGram(0, 1.0, LINES, VOCABULARY), "n: 0"),
        (lambda: NGram(2, 0.0, LINES, VOCABULARY), "k: 0.0"),
        (lambda: NGram(2, float("nan"), LINES, VOCABULARY), "k: nan"),
        (lambda: perplexity(np.array([])), "surprisals"),
    ],
)
def test_bad_arguments_are_named(call, named):
    with pytest.raises(ValueError, match=named):
        call()


def test_unknown_tokens_are_named():
    with pytest.raises(UnknownTokenError, match="'d'"):
        NGram(1, 1.0, ["d"], VOCABULARY)
    with pytest.raises(UnknownTokenError, match="'d'"):
        NGram(1, 1.0, LINES, VOCABULARY).probability("d", ["<bos>"])
