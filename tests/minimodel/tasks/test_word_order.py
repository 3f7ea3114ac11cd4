"""Which of two words came first: filters tell it of neighbors, the state at any distance."""

import numpy as np
import pytest
from minimodel.tasks.word_order import (
    FARTHEST,
    LENGTH,
    MARGIN,
    WIDEST,
    order_batch,
    order_by_distance,
)


def test_both_words_occur_once_as_far_apart_as_asked_and_away_from_the_ends():
    rng = np.random.default_rng(0)
    distance = rng.integers(1, FARTHEST + 1, 300)
    x, first = order_batch(300, distance, rng)
    np.testing.assert_array_equal(x.sum(axis=2), 1)
    np.testing.assert_array_equal(x[:, :, :2].sum(axis=1), 1)
    zero, one = x[:, :, 0].argmax(axis=1), x[:, :, 1].argmax(axis=1)
    np.testing.assert_array_equal(np.abs(one - zero), distance)
    np.testing.assert_array_equal(zero < one, first == 1)
    places = np.concatenate([zero, one])
    assert places.min() == MARGIN == WIDEST - 1
    assert places.max() == LENGTH - 1 - MARGIN
    assert 0.4 < first.mean() < 0.6


@pytest.mark.parametrize("width", [3, 5])
def test_a_convolution_tells_the_order_within_its_filter_only(width):
    share = order_by_distance(kind="convolution", width=width, seed=7)
    assert share[: width - 1].min() > 0.95
    assert share[width - 1 :].max() < 0.7


def test_the_recurrent_network_tells_it_at_every_distance():
    assert order_by_distance(kind="recurrent", seed=7).min() > 0.95


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match=r"^width: expected 1 to 5, got 6$"):
        order_by_distance(kind="convolution", width=6)
    with pytest.raises(ValueError, match=r"^kind: 'gru' is not one of window, "):
        order_by_distance(kind="gru")
