"""Radii and stretches of matrices whose answers are known."""

import numpy as np
import pytest
from minimodel.mathematics.matrices import (
    largest_singular_value,
    random_orthogonal,
    spectral_radius,
)


def test_radius_and_singular_value_of_a_matrix_that_is_not_normal():
    """Radius 0.9, and yet its tenth power stretches 39 times."""
    matrix = np.array([[0.9, 10], [0, 0.9]])
    assert spectral_radius(matrix) == pytest.approx(0.9)
    assert largest_singular_value(matrix) > 10
    assert largest_singular_value(np.linalg.matrix_power(matrix, 10)) == pytest.approx(39, abs=0.5)


def test_random_orthogonal():
    Q = random_orthogonal(7, seed=1)
    np.testing.assert_allclose(Q.T @ Q, np.eye(7), atol=1e-14)
    assert spectral_radius(Q) == pytest.approx(largest_singular_value(Q)) == pytest.approx(1)
    np.testing.assert_array_equal(Q, random_orthogonal(7, seed=1))
    assert (random_orthogonal(7, seed=2) != Q).any()
