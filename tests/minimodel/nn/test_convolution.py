"""Filters that slide along: the same at every place, any length, and their gradients."""

import numpy as np
import pytest
from gradient_check import numerical_gradient, relative_error
from minimodel.nn.convolution import Convolution


def test_each_place_is_one_product_with_the_same_weights():
    layer = Convolution(2, 4, 3, rng=0)
    x = np.random.default_rng(1).normal(size=(5, 6, 2))
    W, b = layer.filters.W, layer.filters.b
    padded = np.concatenate([np.zeros((5, 2, 2)), x, np.zeros((5, 2, 2))], axis=1)
    found = [
        np.tanh(np.stack([W @ padded[row, t : t + 3].T.ravel() + b for row in range(5)]))
        for t in range(8)
    ]
    np.testing.assert_allclose(layer.forward(x), np.max(found, axis=0))


def test_what_a_filter_finds_does_not_depend_on_the_place_or_the_length():
    layer = Convolution(3, 4, 3, rng=0)
    pattern = np.random.default_rng(2).normal(size=(1, 2, 3))
    answers = []
    for before, behind in ((2, 2), (5, 2), (3, 9)):
        x = np.pad(pattern, ((0, 0), (before, behind), (0, 0)))
        answers.append(layer.forward(x))
    np.testing.assert_allclose(answers[0], answers[1])
    np.testing.assert_allclose(answers[0], answers[2])


@pytest.mark.parametrize("width", [1, 3])
def test_gradients(width):
    rng = np.random.default_rng(3)
    layer = Convolution(2, 5, width, rng)
    x, weights = rng.normal(size=(3, 4, 2)), rng.normal(size=(3, 5))

    def loss():
        return float(np.sum(weights * layer.forward(x)))

    loss()
    dx = layer.backward(weights)
    for name, value in layer.params.items():
        assert relative_error(layer.grads[name], numerical_gradient(loss, value)) < 1e-8, name
    assert relative_error(dx, numerical_gradient(loss, x)) < 1e-8


def test_a_wrong_shape_is_named():
    with pytest.raises(ValueError, match=r"^x: expected shape"):
        Convolution(2, 5, 3, rng=0).forward(np.zeros((3, 4, 1)))
