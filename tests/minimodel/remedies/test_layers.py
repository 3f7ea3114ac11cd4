"""Skip connections and attention: their equations, and gradients against central differences."""

import numpy as np
import pytest
from minimodel.mathematics.generators import Generators
from minimodel.mathematics.losses import mean_squared_error
from minimodel.nn.layer_norm import normalize, normalize_backward
from minimodel.remedies.attention import Attention
from minimodel.remedies.leaky import LeakyRNN
from minimodel.remedies.networks import LAYERS, Regression
from minimodel.remedies.normalized import NormalizedRNN
from minimodel.remedies.rectified import RectifiedRNN
from minimodel.remedies.skip import SkipRNN

STEP = 1e-5


def central_difference(loss, array):
    slopes = np.empty_like(array)
    for index in np.ndindex(array.shape):
        kept = array[index]
        array[index] = kept + STEP
        above = loss()
        array[index] = kept - STEP
        slopes[index] = (above - loss()) / (2 * STEP)
        array[index] = kept
    return slopes


def relative_error(mine, other):
    return np.linalg.norm(mine - other) / np.linalg.norm(other)


def test_a_state_is_made_from_the_one_before_and_the_one_k_steps_back():
    layer = SkipRNN(2, 3, rng=0, skip=4)
    x = np.random.default_rng(1).normal(size=(1, 7, 2))
    outputs, h_n = layer.forward(x)
    h = np.concatenate([np.zeros((1, 3)), outputs[0]])  # h_0 … h_7
    for t in range(1, 8):
        far = h[t - 4] if t >= 4 else np.zeros(3)
        a = layer.W_xh @ x[0, t - 1] + layer.W_hh @ h[t - 1] + layer.W_sh @ far + layer.b_h
        np.testing.assert_allclose(h[t], np.tanh(a), atol=1e-15)
    np.testing.assert_array_equal(h_n[0, 0], h[7])


@pytest.mark.parametrize("steps", [3, 9])  # shorter than the skip, and longer
def test_every_gradient_of_the_skip_layer(steps):
    rng = np.random.default_rng(2)
    layer = SkipRNN(2, 3, rng, skip=4)
    x, h_0 = rng.normal(size=(2, steps, 2)), rng.normal(size=(1, 2, 3))
    weights, weights_n = rng.normal(size=(2, steps, 3)), rng.normal(size=(1, 2, 3))

    def loss():
        outputs, h_n = layer.forward(x, h_0)
        return float(np.sum(weights * outputs) + np.sum(weights_n * h_n))

    loss()
    dx, dh_0 = layer.backward(weights, weights_n)
    for name, value in (*layer.params.items(), ("x", x), ("h_0", h_0)):
        mine = {"x": dx, "h_0": dh_0}.get(name, layer.grads.get(name))
        other = central_difference(loss, value)
        if name == "W_sh" and steps < 4:
            assert not mine.any()
            assert not other.any()
        else:
            assert relative_error(mine, other) < 1e-7, name


def test_a_skip_of_one_is_refused():
    with pytest.raises(ValueError, match=r"^skip: expected at least 2, got 1"):
        SkipRNN(2, 3, rng=0, skip=1)


def test_attention_is_a_mean_weighted_by_the_softmax_of_the_scores():
    attention = Attention(3, rng=0)
    states = np.random.default_rng(1).normal(size=(2, 5, 3))
    context = attention.forward(states)
    for row in range(2):
        e = np.exp(states[row] @ attention.q)
        np.testing.assert_allclose(context[row], (e / e.sum()) @ states[row], atol=1e-14)
    np.testing.assert_allclose(attention.weights.sum(axis=1), 1)


def test_every_gradient_of_attention():
    rng = np.random.default_rng(3)
    attention = Attention(3, rng)
    states, weights = rng.normal(size=(2, 5, 3)), rng.normal(size=(2, 3))

    def loss():
        return float(np.sum(weights * attention.forward(states)))

    loss()
    d_states = attention.backward(weights)
    assert relative_error(d_states, central_difference(loss, states)) < 1e-7
    assert relative_error(attention.grads["q"], central_difference(loss, attention.q)) < 1e-7


@pytest.mark.parametrize("remedy", LAYERS)
def test_every_network_of_the_page_has_the_gradients_of_its_loss(remedy):
    rng = np.random.default_rng(12)  # no rectified unit is near its kink
    network = Regression(remedy, rng, dtype=np.float64)
    x, targets = rng.normal(size=(2, 12, 1)), rng.normal(size=(2, 1))

    def loss():
        return mean_squared_error(network.forward(x), targets)[0]

    _, dy = mean_squared_error(network.forward(x), targets)
    dx = network.backward(dy)
    assert relative_error(dx, central_difference(loss, x)) < 1e-7
    for name in ("readout.W", "recurrent.W_xh"):
        assert (
            relative_error(network.grads[name], central_difference(loss, network.params[name]))
            < 1e-7
        ), name


def test_an_unknown_remedy_is_named():
    with pytest.raises(ValueError, match=r"^remedy: 'prayer' is not one of plain, "):
        Regression("prayer", 0)


SMALL = {
    "leaky": lambda rng: LeakyRNN(2, 4, rng, leak=0.3),
    "normalized": lambda rng: NormalizedRNN(2, 4, rng),
    "rectified": lambda rng: RectifiedRNN(2, 4, rng),
    "irnn": lambda rng: RectifiedRNN(2, 4, rng, recurrent_init="identity"),
}


@pytest.mark.parametrize("layer", SMALL)
def test_every_gradient_of_the_other_layers(layer):
    rng = np.random.default_rng(6)
    layer = SMALL[layer](rng)
    for value in layer.params.values():
        value += 0.2 * rng.normal(size=value.shape)
    x, h_0 = rng.normal(size=(2, 7, 2)), np.abs(rng.normal(size=(1, 2, 4)))
    weights, weights_n = rng.normal(size=(2, 7, 4)), rng.normal(size=(1, 2, 4))

    def loss():
        outputs, h_n = layer.forward(x, h_0)
        return float(np.sum(weights * outputs) + np.sum(weights_n * h_n))

    loss()
    dx, dh_0 = layer.backward(weights, weights_n)
    assert relative_error(dx, central_difference(loss, x)) < 1e-7
    assert relative_error(dh_0, central_difference(loss, h_0)) < 1e-7
    for name, value in layer.params.items():
        assert relative_error(layer.grads[name], central_difference(loss, value)) < 1e-7, name


def test_normalized_columns_and_their_gradient():
    rng = np.random.default_rng(7)
    a, weights = 3 + 5 * rng.normal(size=(2, 6, 3)), rng.normal(size=(2, 6, 3))
    a_hat, sigma = normalize(a)
    np.testing.assert_allclose(a_hat.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(a_hat.std(axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(normalize(2 * a - 7)[0], a_hat, atol=1e-5)
    mine = normalize_backward(weights, a_hat, sigma)
    slopes = central_difference(lambda: float(np.sum(weights * normalize(a)[0])), a)
    assert relative_error(mine, slopes) < 1e-7


def test_a_layer_that_does_not_leak_is_the_vanilla_one():
    x = np.random.default_rng(8).normal(size=(2, 5, 2))
    leaky = LeakyRNN(2, 4, rng=0, leak=1.0)
    h = np.zeros((2, 4))
    for t in range(5):
        h = leaky.cell.forward(x[:, t], h)
    np.testing.assert_allclose(leaky.forward(x)[1][0], h, atol=1e-14)


@pytest.mark.parametrize("leak", [0, 1.5])
def test_a_leak_out_of_range_is_refused(leak):
    with pytest.raises(ValueError, match=r"^leak: expected more than 0 and at most 1"):
        LeakyRNN(2, 4, rng=0, leak=leak)


@pytest.mark.parametrize("remedy", LAYERS)
def test_networks_side_by_side_are_what_each_is_alone(remedy):
    x = np.random.default_rng(9).normal(size=(2, 3, 12, 1))
    several = Regression(remedy, Generators((3, 8)), dtype=np.float64)
    y = several.forward(x)
    dx = several.backward(np.ones((2, 3, 1)))
    for index, seed in enumerate((3, 8)):
        one = Regression(remedy, seed, dtype=np.float64)
        np.testing.assert_allclose(one.forward(x[index]), y[index], atol=1e-12)
        np.testing.assert_allclose(one.backward(np.ones((3, 1))), dx[index], atol=1e-12)
        for name, gradient in one.grads.items():
            np.testing.assert_allclose(gradient, several.grads[name][index], atol=1e-10)
