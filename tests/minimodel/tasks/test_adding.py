"""The adding problem: the data, the level of a constant answer, and who gets below it."""

import numpy as np
import pytest
from minimodel.mathematics.generators import Generators
from minimodel.tasks.adding import adding_batch

BASELINE = 1 / 6  # always answering 1: twice the variance 1/12


def test_the_target_is_the_sum_of_the_two_marked_numbers():
    x, targets = adding_batch(500, 12, np.random.default_rng(0))
    assert x.shape == (500, 12, 2)
    assert targets.shape == (500, 1)
    numbers, marks = x[..., 0], x[..., 1]
    assert set(np.unique(marks)) == {0, 1}
    np.testing.assert_array_equal(marks.sum(axis=1), 2)
    assert np.all((numbers >= 0) & (numbers < 1))
    for row in range(500):
        first, second = numbers[row, marks[row] == 1]
        assert targets[row, 0] == pytest.approx(first + second)
    # Every place is marked about as often as any other.
    assert np.all(np.abs(marks.mean(axis=0) - 2 / 12) < 0.06)


def test_always_answering_the_mean_scores_a_sixth():
    _, targets = adding_batch(20_000, 5, np.random.default_rng(1))
    assert np.mean((targets - 1) ** 2) == pytest.approx(BASELINE, rel=0.03)


def test_marks_may_be_kept_to_the_first_steps_and_the_target_moved():
    x, targets = adding_batch(300, 12, np.random.default_rng(2), among=4, offset=-1.0)
    np.testing.assert_array_equal(x[:, :4, 1].sum(axis=1), 2)
    assert not x[:, 4:, 1].any()
    np.testing.assert_allclose(x.prod(axis=-1).sum(axis=1) - 1, targets[:, 0], atol=1e-6)
    assert abs(targets.mean()) < 0.1


def test_side_by_side_each_generator_draws_its_own():
    together = adding_batch(4, 6, Generators((0, 1)), among=3)
    for index in range(2):
        alone = adding_batch(4, 6, np.random.default_rng(index), among=3)
        for several, one in zip(together, alone, strict=True):
            np.testing.assert_array_equal(several[index], one)
