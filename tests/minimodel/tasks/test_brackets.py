"""The text of brackets, what it costs who knows how it is made, and who comes near."""

import re

import numpy as np
import pytest
from minimodel.tasks.brackets import (
    CLOSING,
    PAIRS,
    VOCABULARY,
    bracket_text,
    count_brackets,
    exact_costs,
    summary,
    texts,
    train_brackets,
)


def test_what_opens_is_closed_after_six_letters_or_more():
    text = bracket_text(3000, np.random.default_rng(0))
    assert len(text) == 3000
    whole = text[: max(map(text.rfind, PAIRS.values())) + 1]
    pieces = re.findall(r"([(\[{])([abcd]{6,})([)\]}])", whole)
    assert "".join(map("".join, pieces)) == whole
    assert all(PAIRS[opened] == closed for opened, _, closed in pieces)
    assert np.mean([len(letters) - 6 for _, letters, _ in pieces]) == pytest.approx(3, abs=0.6)


def test_exact_costs_are_those_of_the_process():
    np.testing.assert_allclose(
        exact_costs("[abcdabc]("),
        -np.log([1 / 3, *[1 / 4] * 6, (1 - CLOSING) / 4, CLOSING, 1 / 3]),
    )
    # No other prediction is cheaper on average: the frequencies cost more.
    _, judged = texts()
    shares = np.array([judged.count(character) for character in VOCABULARY]) / len(judged)
    assert exact_costs(judged).mean() < -np.sum(shares * np.log(shares)) - 0.3


def test_a_state_closes_what_a_count_of_neighbors_cannot():
    _, judged = texts()
    exact = summary(exact_costs(judged), judged)
    counted = min(each.closing for each in count_brackets.map([{"n": n} for n in (3, 5, 8)]))
    assert counted > exact.closing + 1.2
    gru, vanilla = (train_brackets(model=model, seed=9) for model in ("gru", "rnn"))
    assert exact.closing - 0.1 < gru.closing < exact.closing + 0.4
    assert gru.closing < vanilla.closing < counted
