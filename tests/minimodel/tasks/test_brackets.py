"""The text of brackets, what it costs who knows how it is made, and who comes near."""

import re

import numpy as np
import pytest
from minimodel.tasks.brackets import (
    CLOSING,
    LOOKED_AT,
    LOOKS,
    PAIRS,
    VOCABULARY,
    bracket_text,
    count_brackets,
    exact_costs,
    exact_when,
    parts,
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


def test_the_cost_of_a_closing_sign_has_two_parts():
    # All characters are as likely: a kind costs ln 10 less the size of it, which of them that.
    even = np.full((3, len(VOCABULARY)), -np.log(10))
    of_letters, of_signs = parts(even[:2], "a]"), parts(even, "[a]")
    assert of_letters.when == pytest.approx(np.log(10) - (np.log(4) + np.log(3)) / 2)
    assert of_signs.which == pytest.approx(np.log(3))
    sure = np.log(np.full((1, len(VOCABULARY)), 0.01))
    sure[0, VOCABULARY.index("}")] = np.log(0.91)
    assert parts(sure, "}").when + parts(sure, "}").which == pytest.approx(-np.log(0.91))
    assert parts(sure, ")").which == pytest.approx(np.log(0.93 / 0.01))


def test_who_knows_the_process_pays_for_when_only_where_a_sign_may_close():
    assert exact_when("[abcdab") == pytest.approx(0)
    assert exact_when("[abcdaba]") == pytest.approx(-(np.log(1 - CLOSING) + np.log(CLOSING)) / 9)


def test_the_gru_learns_when_before_which_and_the_vanilla_rnn_when_alone():
    gru, vanilla = (train_brackets(model=model, seed=9).parts for model in ("gru", "rnn"))
    assert tuple(gru) == LOOKS
    known = exact_when(texts()[1][1:LOOKED_AT])
    assert gru[60].when < known + 0.2 and gru[60].which > 0.5
    assert gru[LOOKS[-1]].which < 0.1
    assert vanilla[LOOKS[-1]].which == pytest.approx(np.log(3), abs=0.06)
    assert vanilla[LOOKS[-1]].when < known + 0.06
