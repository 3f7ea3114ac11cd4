"""The memory tasks: each answer recomputed the slow way, from the words of the task."""

from __future__ import annotations

import numpy as np
import pytest
from minimodel.tasks.memory_tasks import (
    BEFORE,
    BLANK,
    DELAY,
    TASKS,
    ball,
    delayed,
    last_letter,
    last_letter_and_blanks,
    parity,
)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(3)


def test_last_letter_is_kept_until_another_comes(rng: np.random.Generator) -> None:
    batch = last_letter(8, 60, rng)
    for symbols, answers in zip(batch.symbols, batch.answers, strict=True):
        last = None
        for symbol, answer in zip(symbols, answers, strict=True):
            last = last if symbol == BLANK else symbol
            assert answer == last
    assert 0.05 < np.mean(batch.symbols[:, 1:] != BLANK) < 0.15
    assert batch.counted.all()


def test_only_the_blanks_behind_count(rng: np.random.Generator) -> None:
    batch = last_letter_and_blanks(8, 50, rng)
    assert batch.symbols.shape == (8, BEFORE + 50)
    assert np.all(batch.symbols[:, BEFORE:] == BLANK)
    assert np.all(batch.answers[:, BEFORE:] == batch.answers[:, [BEFORE - 1]])
    assert not batch.counted[:, :BEFORE].any() and batch.counted[:, BEFORE:].all()


def test_delayed_answers_are_older_symbols(rng: np.random.Generator) -> None:
    symbols, answers, counted = delayed(4, 30, rng)
    np.testing.assert_array_equal(answers[:, DELAY:], symbols[:, :-DELAY])
    assert not counted[:, :DELAY].any() and counted[:, DELAY:].all()


def test_parity_counts_the_ones(rng: np.random.Generator) -> None:
    symbols, answers, _ = parity(4, 30, rng)
    for t in range(30):
        np.testing.assert_array_equal(answers[:, t], symbols[:, : t + 1].sum(axis=1) % 2)


def test_a_ball_moves_with_the_cups_that_are_swapped(rng: np.random.Generator) -> None:
    pairs = [(0, 1), (0, 2), (1, 2)]
    symbols, answers, _ = ball(6, 40, rng)
    for swaps, places in zip(symbols, answers, strict=True):
        cups = ["ball", "", ""]
        for swap, place in zip(swaps, places, strict=True):
            i, j = pairs[swap]
            cups[i], cups[j] = cups[j], cups[i]
            assert cups.index("ball") == place


@pytest.mark.parametrize("name", TASKS)
def test_every_task_draws_what_it_says(name: str, rng: np.random.Generator) -> None:
    task = TASKS[name]
    for draw in (task.draw, task.ask):
        symbols, answers, counted = draw(50, 40, rng)
        assert symbols.shape == answers.shape == counted.shape
        assert set(np.unique(symbols)) == set(range(task.symbols))
        assert set(np.unique(answers[counted])) == set(range(task.answers))
