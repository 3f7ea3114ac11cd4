"""The two directions of the largest variance."""

import numpy as np
import pytest
from char_rnn.training.principal_axes import principal_axes


def test_axes_are_those_along_which_states_were_spread():
    rng = np.random.default_rng(0)
    states = rng.normal(size=(4000, 3)) * [0.1, 5, 2] + [1, 2, 3]
    found = principal_axes(states)
    np.testing.assert_allclose(found.mean, [1, 2, 3], atol=0.3)
    np.testing.assert_allclose(found.axes, [[0, 1, 0], [0, 0, 1]], atol=0.03)
    np.testing.assert_allclose(found.explained, [25 / 29, 4 / 29], atol=0.02)
    np.testing.assert_allclose(found.project(states).var(axis=0), [25, 4], rtol=0.1)


def test_the_signs_do_not_depend_on_those_of_the_states():
    states = np.random.default_rng(0).normal(size=(50, 4))
    np.testing.assert_allclose(principal_axes(states).axes, principal_axes(-states).axes)


@pytest.mark.parametrize("shape", [(1, 3), (5, 1)], ids=["one state", "one unit"])
def test_what_is_no_plane_has_one_axis(shape):
    found = principal_axes(np.random.default_rng(0).normal(size=shape))
    assert found.axes.shape == (1, shape[1])
    assert found.project(np.zeros((4, *shape))).shape == (4, *shape[:1], 1)


def test_states_that_are_all_the_same_have_no_variance_to_explain():
    np.testing.assert_array_equal(principal_axes(np.ones((9, 4))).explained, 0)


def test_projections_are_centered():
    states = np.random.default_rng(0).normal(size=(50, 4)) + 7
    found = principal_axes(states)
    np.testing.assert_allclose(found.project(states).mean(axis=0), 0, atol=1e-12)
