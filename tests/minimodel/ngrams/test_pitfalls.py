"""Each mistake shows in a number, and the number is what the mistake would give."""

import math
from itertools import pairwise

import pytest
from minimodel.corpus.tokenizer import tokenize
from minimodel.ngrams.comparison import score, split
from minimodel.ngrams.pitfalls import pitfalls


@pytest.fixture(scope="module")
def wrong():
    return pitfalls()


def test_without_smoothing_a_sixth_of_the_tokens_is_impossible(wrong):
    seen = set()
    for line in split().training:
        tokens = tokenize(line)
        seen |= set(pairwise(tokens))
    new = [
        pair
        for line in split().held_out
        for pair in zip(tokenize(line), line.split(), strict=False)
        if pair not in seen
    ]
    assert wrong.impossible == len(new) > 40
    assert wrong.predicted == sum(len(line.split()) for line in split().held_out)
    assert wrong.unsmoothed == math.inf


def test_what_does_not_sum_to_one_looks_better_than_it_is(wrong):
    assert wrong.held_out == pytest.approx(score(n=2, k=0.01).held_out)
    assert wrong.improper_sum == pytest.approx((54 + 444 * 0.01) / (54 + 0.01))
    assert wrong.improper < 0.7 * wrong.held_out
    assert pitfalls(k=1).improper_sum > 9


def test_borders_add_pairs_that_predict_the_beginning(wrong):
    lines = split().training
    assert wrong.counts == 17 * len(lines)
    assert wrong.line_starts == len(lines) - 1
    assert wrong.counts_over_borders == wrong.counts + wrong.line_starts


def test_bits_are_not_nats(wrong):
    assert wrong.in_bits == pytest.approx(wrong.held_out ** (1 / math.log(2)))
