"""A word learned at one place: found at another only where all places share their weights."""

import numpy as np
import pytest
from gradient_check import numerical_gradient, relative_error
from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.tasks.keyword import (
    KEY,
    LENGTH,
    READERS,
    TAUGHT,
    WORDS,
    detection_by_place,
    learn,
    padded,
    reader,
    sequences,
)

SEEDS = range(3)


def test_the_key_stands_at_its_place_and_nowhere_else():
    place = np.array([0, 2, -1])
    x = sequences(3, 4, place, np.random.default_rng(0))
    assert x.shape == (3, 4, WORDS)
    np.testing.assert_array_equal(x.sum(axis=2), 1)
    assert [list(np.flatnonzero(row)) for row in x[:, :, KEY]] == [[0], [2], []]


def test_padding_adds_steps_of_zeros():
    x = sequences(2, 3, -1, np.random.default_rng(0))
    assert padded(x).shape == (2, LENGTH, WORDS)
    assert not padded(x)[:, 3:].any()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_window_finds_nothing_where_it_was_not_taught(seed):
    share = detection_by_place(kind="window", seed=seed)
    assert share[:TAUGHT].min() > 0.95
    assert share[TAUGHT:].max() < 0.05


def test_padding_leaves_the_windows_weights_of_later_places_as_chance_made_them():
    rng = np.random.default_rng(0)
    network = reader("window", LENGTH, rng)
    adam = Adam(network.params, learning_rate=0.01)
    W = network.params["hidden.W"]
    before = W.copy()
    for _ in range(20):
        place = rng.integers(-1, TAUGHT, 32)
        x = padded(sequences(32, TAUGHT, place, rng))
        learn(network, adam, x, (place >= 0).astype(int))
    shown = TAUGHT * WORDS
    np.testing.assert_array_equal(W[:, shown:], before[:, shown:])
    assert (W[:, :shown] != before[:, :shown]).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_recurrent_network_finds_the_key_everywhere(seed):
    share = detection_by_place(kind="recurrent", seed=seed)
    assert share[:-1].min() > 0.9
    assert share[-1] < 0.05


@pytest.mark.parametrize("seed", SEEDS)
def test_the_convolution_finds_the_key_everywhere(seed):
    share = detection_by_place(kind="convolution", seed=seed)
    assert share[:-1].min() > 0.95
    assert share[-1] < 0.05


@pytest.mark.parametrize("seed", SEEDS)
def test_taught_one_length_only_it_learns_when_instead_of_what(seed):
    share = detection_by_place(kind="recurrent", seed=seed, shortest=TAUGHT)
    assert share[TAUGHT - 1] > 0.95
    assert share[LENGTH - 1] < 0.05


@pytest.mark.parametrize("kind", READERS)
def test_gradients(kind):
    rng = np.random.default_rng(3)
    network = reader(kind, 4, rng)
    x, targets = rng.normal(size=(2, 4, WORDS)), np.array([0, 1])

    def loss():
        return softmax_cross_entropy(network.forward(x)[0], targets)[0]

    d_inputs = network.backward(softmax_cross_entropy(network.forward(x)[0], targets)[1])
    dx = d_inputs[0] if kind == "recurrent" else d_inputs
    for name, value in network.params.items():
        assert relative_error(network.grads[name], numerical_gradient(loss, value)) < 1e-7, name
    assert relative_error(dx, numerical_gradient(loss, x)) < 1e-7


def test_bad_arguments_are_named():
    with pytest.raises(
        ValueError, match=r"^kind: 'gru' is not one of window, convolution, recurrent$"
    ):
        detection_by_place(kind="gru")
    with pytest.raises(ValueError, match=r"^shortest: expected 1 to 5, got 6$"):
        detection_by_place(kind="recurrent", shortest=6)
