"""Jacobians against a complex step, and the matrices that theory is tried on."""

import numpy as np
import pytest
from minimodel.sequence_baselines.bptt import gru_gradients, rnn_gradients
from minimodel.sequence_baselines.jacobians import jacobian_at_rest, jacobians, products_by_lag
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN

IDS = (2, 5, 5, 0, 2, 3)
D_HIDDEN = 4


def logistic(a):
    return 1 / (1 + np.exp(-a))


def next_state(model, x, h):
    """The recurrences once more, for complex h."""
    if isinstance(model, VanillaRNN):
        return np.tanh(model.W_hh @ h + model.W_xh @ x + model.b_h)
    hx = np.concatenate([h, x])
    z, r = logistic(model.W_z @ hx + model.b_z), logistic(model.W_r @ hx + model.b_r)
    return (1 - z) * h + z * np.tanh(model.W @ np.concatenate([r * h, x]) + model.b)


@pytest.fixture(params=[VanillaRNN, GRU])
def model(request):
    model = request.param(6, 3, D_HIDDEN, sigma=0.8)
    rng = np.random.default_rng(3)
    for name, value in vars(model).items():
        if name.startswith("b"):
            value += rng.normal(size=value.shape)
    return model


def test_jacobians_against_a_complex_step(model):
    states = [np.zeros(D_HIDDEN), *model.forward(IDS)[1]]
    for J, h, token in zip(jacobians(model, IDS), states[:-1], IDS, strict=True):
        expected = np.column_stack(
            [
                next_state(model, model.E[token], h + 1e-30j * unit).imag / 1e-30
                for unit in np.eye(D_HIDDEN)
            ]
        )
        np.testing.assert_allclose(J, expected, rtol=1e-12, atol=1e-15)


def test_their_product_carries_the_gradient_back(model):
    gradients = rnn_gradients if isinstance(model, VanillaRNN) else gru_gradients
    dh = gradients(model, IDS, 1).dh
    products = products_by_lag(jacobians(model, IDS))
    assert len(products) == len(IDS) + 1
    for lag, product in enumerate(products):
        np.testing.assert_allclose(product.T @ dh[-1], dh[-1 - lag], rtol=1e-11)


@pytest.mark.parametrize("model_class", [VanillaRNN, GRU])
def test_jacobian_at_rest_is_the_one_at_zero_input_and_state(model_class):
    model = model_class(6, 3, D_HIDDEN, sigma=0.8)
    model.E[0] = 0
    if isinstance(model, GRU):
        model.b_z -= 3
    np.testing.assert_allclose(jacobian_at_rest(model), jacobians(model, [0])[0])


def test_a_state_that_does_not_rest_is_refused(model):
    with pytest.raises(ValueError, match="bias of tanh"):
        jacobian_at_rest(model)
