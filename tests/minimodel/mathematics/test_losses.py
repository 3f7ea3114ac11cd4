"""Losses of predictions that are known."""

import numpy as np
import pytest
from minimodel.mathematics.functions import softmax
from minimodel.mathematics.losses import mean_squared_error, softmax_cross_entropy


def test_losses_of_known_predictions():
    loss, _ = softmax_cross_entropy(np.zeros((2, 3, 7)), np.zeros((2, 3), int))
    assert loss == pytest.approx(np.log(7))
    logits = np.array([[1e4, 0.0], [0.0, 1e4]])
    loss, gradient = softmax_cross_entropy(logits, np.array([0, 0]))
    assert loss == pytest.approx(5e3)
    assert np.all(np.isfinite(gradient))
    np.testing.assert_allclose(softmax(logits), np.eye(2))
    assert mean_squared_error(np.array([1.0, 2.0]), np.array([1.0, 4.0]))[0] == 2
