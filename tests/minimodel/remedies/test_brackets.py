"""Brackets: the answers, what one unit learns, and what it can't do without rewriting its cell."""

import numpy as np
import pytest
from minimodel.remedies.brackets import LETTERS, SEEDS, bracket_batch, read, train_brackets


@pytest.fixture(scope="module")
def runs():
    return train_brackets.map([{"seed": seed} for seed in SEEDS])


def test_the_answer_is_1_between_an_opening_and_a_closing_bracket():
    x, answers = bracket_batch(20, 60, np.random.default_rng(0))
    assert x.shape == (20, 60, 29)
    np.testing.assert_array_equal(x.sum(axis=-1), 1)
    for ids, answer in zip(x.argmax(axis=-1), answers[..., 0], strict=True):
        inside = 0
        for symbol, expected in zip(ids, answer, strict=True):
            if symbol >= LETTERS:
                assert inside == (symbol == LETTERS + 1)  # they open and close in turn
                inside = 1 - inside
            assert expected == inside


def test_one_unit_learns_it_also_ten_times_as_far(runs):
    for run in runs:
        assert run.right > 0.999
        assert 0.4 < run.right_without_rewriting < 0.8


def test_what_is_read_is_what_the_cell_computes(runs):
    inside = read(runs[1].network, "ab (c) d")
    c = np.concatenate([[0], inside["cell"]])
    np.testing.assert_allclose(
        inside["cell"],
        inside["forget"] * c[:-1] + inside["input"] * inside["candidate"],
        atol=1e-6,
    )
    np.testing.assert_array_equal(inside["answer"] > 0.5, [letter in "(c" for letter in "ab (c) d"])


@pytest.mark.parametrize("text", ["the cat (it was old) sat (still) here"])
def test_the_gates_do_in_a_sentence_what_the_page_says(runs, text):
    inside = read(runs[1].network, text)
    letters = np.array(list(text))
    within = (inside["answer"] > 0.5) & (letters != "(")
    assert inside["input"][letters == "("].min() > 0.8 > 2 * inside["input"][within].max() - 0.2
    assert inside["forget"][letters == ")"].max() < 0.15
    assert 0.6 < inside["forget"][within].mean() < 0.9
    assert inside["candidate"][within].min() > 0.4
