"""The two directions of the largest variance."""

import numpy as np
import pytest
from char_rnn.measures.principal_axes import principal_axes


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


def test_two_states_make_no_plane():
    with pytest.raises(ValueError, match="too few"):
        principal_axes(np.zeros((2, 3)))


def test_projections_are_centered():
    states = np.random.default_rng(0).normal(size=(50, 4)) + 7
    found = principal_axes(states)
    np.testing.assert_allclose(found.project(states).mean(axis=0), 0, atol=1e-12)
