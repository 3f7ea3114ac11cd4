"""Products of matrices: vanishing, hovering, exploding, and a radius that misleads."""

import numpy as np
import pytest
from minimodel.tasks.matrix_products import LIMITS, SCALES, power_norms, random_product_norms

SEEDS = range(3)


@pytest.mark.parametrize("repeated", [False, True])
def test_the_scale_decides_after_a_hundred_factors(repeated):
    for seed in SEEDS:
        vanishing, level, exploding = (
            random_product_norms(scale, seed, repeated=repeated) for scale in SCALES
        )
        assert vanishing[0] == level[0] == exploding[0] == 1
        assert vanishing.shape == (101,)
        assert vanishing[-1] < 1e-20
        assert 1e-3 < level[-1] < 1e5
        assert exploding[-1] > 1e15


def test_fresh_factors_multiply_by_the_scale_on_average():
    for scale in SCALES:
        final = [random_product_norms(scale, seed)[-1] for seed in range(5)]
        per_factor = np.exp(np.mean(np.log(final)) / 100)
        assert per_factor == pytest.approx(scale, rel=0.02)
    assert LIMITS == (1e-20, 1e20)


def test_a_radius_below_one_does_not_keep_powers_from_growing_first():
    norms = power_norms(np.array([[0.9, 10], [0, 0.9]]), 100)
    assert norms[10] == pytest.approx(38.7, abs=0.1)
    assert norms.argmax() in range(8, 12)
    assert norms[100] < 0.1


def test_powers_of_an_orthogonal_matrix_stay():
    quarter_turn = np.array([[0, -1], [1, 0]])
    np.testing.assert_allclose(power_norms(quarter_turn, 7), 1)
