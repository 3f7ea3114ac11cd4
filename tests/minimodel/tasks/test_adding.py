"""The adding problem: the data, the level of a constant answer, and who gets below it."""

import numpy as np
import pytest
from minimodel.tasks.adding import adding_batch, train_adding

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


def test_a_vanilla_network_stays_at_that_level_and_a_gru_without_bias_gets_far_below():
    vanilla, gru = train_adding.map([{"model": model, "epochs": 600} for model in ("rnn", "gru")])
    assert vanilla.final_loss == pytest.approx(BASELINE, rel=0.25)
    assert gru.final_loss < 0.02
    assert len(gru.losses) == len(gru.epochs) == 30


def test_two_numbers_must_fit():
    with pytest.raises(ValueError, match=r"^length: 1 is too short"):
        train_adding(length=1)
