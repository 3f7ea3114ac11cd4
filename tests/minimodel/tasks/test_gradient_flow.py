"""How a gradient fades on its way back: each product against an independent derivative."""

import numpy as np
import pytest
from gradient_check import numerical_gradient, relative_error
from minimodel.mathematics.matrices import tanh_jacobian
from minimodel.tasks.gradient_flow import (
    first_input_reach,
    orders_gained,
    read_noise,
    send_back,
    weight_terms,
)

SEEDS = range(4)


def test_a_jacobian_is_what_a_change_of_the_state_does_one_step_later():
    layer, x, h = read_noise(seed=1, steps=3, d_in=2, d_hidden=4)
    for t, J in enumerate(tanh_jacobian(layer.cell.W_hh, h[1:])):
        for unit in range(4):
            state = h[t].copy()
            expected = numerical_gradient(
                lambda t=t, unit=unit, state=state: layer.cell.forward(x[t][None], state[None])[
                    0, unit
                ],
                state,
            )
            assert relative_error(J[unit], expected) < 1e-9


def test_reach_of_the_first_input_is_what_backward_finds():
    layer, x, h = read_noise(seed=2, steps=5, d_in=2, d_hidden=3)
    reach = first_input_reach(layer, h)
    layer.forward(np.repeat(x[None], 3, axis=0))  # a copy for each entry of the state
    for t in range(5):
        d_outputs = np.zeros((3, 5, 3))
        d_outputs[:, t] = np.eye(3)
        dx, _ = layer.backward(d_outputs)
        assert np.linalg.norm(dx[:, 0]) == pytest.approx(reach[t], rel=1e-12)


def test_terms_add_up_to_the_gradient_of_the_weights():
    layer, _, h = read_noise(seed=3, steps=6)
    dh_last = np.random.default_rng(0).normal(size=32)
    terms = weight_terms(layer, h, dh_last)
    layer.zero_grads()
    layer.backward(None, dh_last[None, None])
    np.testing.assert_allclose(terms.sum(axis=0), layer.grads["W_hh"], rtol=1e-10, atol=1e-14)
    assert not terms[0].any()  # the first step multiplies h_0 = 0


def test_it_vanishes_over_fifty_steps():
    for seed in SEEDS:
        layer, _, h = read_noise(seed)
        reach = first_input_reach(layer, h)
        assert reach.shape == (50,)
        assert 1e-16 < reach[-1] / reach[0] < 1e-9


def test_the_whole_gradient_looks_healthy_while_its_far_terms_have_vanished():
    for seed in SEEDS:
        layer, _, h = read_noise(seed)
        norms = np.linalg.norm(weight_terms(layer, h, np.ones(32)), axis=(1, 2))  # (50,)
        assert norms[-1] > 1
        assert norms[10] < 1e-6 * norms[-1]
        assert norms[-6:].sum() > 0.95 * norms.sum()


def test_the_scale_decides_what_a_hundred_steps_of_one_matrix_do():
    for seed in SEEDS:
        small, level, large = (send_back(scale, seed) for scale in (0.5, 1.0, 1.5))
        assert small.norms[0] == pytest.approx(1)
        assert small.norms[-1] < 1e-20
        assert 1e-5 < level.norms[-1] < 1e5
        assert large.norms[-1] > 1e14
        for matrix in (small, level, large):
            # One says how fast it goes in the long run, the other only what one step can do.
            assert matrix.radius == pytest.approx(matrix.scale, rel=0.2)
            assert matrix.singular_value == pytest.approx(2 * matrix.scale, rel=0.15)
            assert matrix.norms_with_slopes[-1] < matrix.norms[-1]


def test_whatever_the_seed_each_step_loses_some_and_fifty_lose_eight_powers_of_ten():
    for seed in range(20):
        layer, _, h = read_noise(seed)
        reach = first_input_reach(layer, h)
        assert (np.diff(reach) < 0).all()
        assert np.log10(reach[0] / reach[-1]) > 8


def test_the_last_fifteen_terms_are_the_gradient_to_within_one_percent():
    for seed in SEEDS:
        layer, _, h = read_noise(seed)
        terms = weight_terms(layer, h, np.random.default_rng(seed).normal(size=32))
        whole = terms.sum(axis=0)
        assert relative_error(terms[-15:].sum(axis=0), whole) < 0.01
        assert np.linalg.norm(terms[1]) < 1e-8 * np.linalg.norm(whole)


def test_the_singular_value_bounds_the_error_and_the_radius_foretells_it_without_tanh():
    for seed in SEEDS:
        for matrix in (send_back(scale, seed) for scale in (0.5, 1.0, 1.5)):
            bound = matrix.singular_value ** np.arange(101)
            assert (matrix.norms <= bound * (1 + 1e-9)).all()
            lost = np.log10(matrix.norms[-1])
            assert abs(lost - 100 * np.log10(matrix.radius)) < 3
            assert abs(lost - 100 * np.log10(matrix.singular_value)) > 20


def test_it_is_the_noise_that_makes_an_error_shrink_through_tanh_at_scale_one_and_a_half():
    strong, weak = (orders_gained(1.5, noise) for noise in (1.0, 0.3))
    assert strong.max() < -3
    assert weak.min() > -1 and np.median(weak) > 0
    # As `send_back` finds it, with the same draws.
    assert strong[2] == pytest.approx(np.log10(send_back(1.5, 2).norms_with_slopes[-1]))


def test_large_weights_explode_through_tanh_and_small_ones_never():
    for noise in (0.0, 0.3, 1.0):
        assert orders_gained(3, noise).min() > 5
        assert orders_gained(0.8, noise).max() < -3


def test_a_larger_network_explodes_at_a_smaller_scale_through_tanh():
    small, large = (orders_gained(1.3, 0, size=size) for size in (100, 400))
    assert np.median(small) < 0 < large.min()
