"""How the first input's influence fades: against differences, and what the chapter says of it."""

import numpy as np
import pytest
from gradient_check import numerical_gradient, relative_error
from minimodel.tasks.gradient_flow import gradient_flow, output_by_first_input
from minimodel.tasks.models import MODELS, recurrent_layer

SEEDS = range(3)


@pytest.mark.parametrize("model", MODELS)
def test_jacobians_against_differences(model):
    rng = np.random.default_rng(3)
    layer = recurrent_layer(model, 2, 3, rng, dtype=np.float64)
    x = rng.normal(size=(4, 2))
    jacobians = output_by_first_input(layer, x)
    assert jacobians.shape == (4, 3, 2)
    assert not any(gradient.any() for gradient in layer.grads.values())
    for t in range(4):
        for unit in range(3):
            expected = numerical_gradient(
                lambda t=t, unit=unit: float(layer.forward(x[None])[0][0, t, unit]), x
            )
            assert relative_error(jacobians[t, unit], expected[0]) < 1e-7


def test_in_a_vanilla_network_it_vanishes_over_50_steps():
    for seed in SEEDS:
        flow = gradient_flow(seed=seed)
        assert flow.norms.shape == (50,)
        assert 1e-15 < flow.ratio < 1e-9
        # Straight on a logarithmic axis, roughly.
        halfway = np.log10(flow.norms[25] / flow.norms[0]) / np.log10(flow.ratio)
        assert 0.35 < halfway < 0.65


def test_gates_without_a_bias_do_not_help_and_with_one_they_do():
    for seed in SEEDS:
        assert gradient_flow(model="gru", seed=seed).ratio < 1e-8
        assert gradient_flow(model="lstm", seed=seed).ratio < 1e-8
        assert gradient_flow(model="gru_keeping", seed=seed).ratio > 0.02
        assert gradient_flow(model="lstm_keeping", seed=seed).ratio > 0.1


def test_orthogonal_weights_shrink_it_less_but_tanh_still_does():
    for seed in SEEDS:
        flow = gradient_flow(seed=seed, recurrent_init="orthogonal")
        assert 1e-6 < flow.ratio < 1e-2
        assert flow.ratio > 1e5 * gradient_flow(seed=seed).ratio
