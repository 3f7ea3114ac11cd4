"""Clipping of gradients whose joint norm is known."""

import numpy as np
import pytest
from minimodel.mathematics.clipping import clip_by_global_norm


def test_clipping_keeps_the_direction_and_leaves_small_gradients_alone():
    grads = {"a": np.array([3.0, 0.0]), "b": np.array([[4.0]])}
    assert clip_by_global_norm(grads, 1.0) == pytest.approx((5.0, 1.0))
    np.testing.assert_allclose(grads["a"], [0.6, 0.0])
    np.testing.assert_allclose(grads["b"], [[0.8]])
    assert clip_by_global_norm(grads, 2.0) == pytest.approx((1.0, 1.0))
    np.testing.assert_allclose(grads["a"], [0.6, 0.0])
