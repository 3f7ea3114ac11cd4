"""Packing: the mask's equation, forward and backward, for sequences of unequal length."""

import numpy as np
import pytest
from gradient_check import numerical_gradient, relative_error
from minimodel.nn.gru import GRU
from minimodel.nn.lstm import LSTM
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.packed import Packed
from minimodel.nn.rnn import RNN

LENGTHS = np.array([2, 5, 1, 5, 3])
B, T, D, H = 5, 5, 3, 4


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def masked(layer, x, state, lengths):
    """The equation, a step at a time: h_t = m_t ĥ_t + (1 − m_t) h_{t−1}; outputs m_t h_t."""
    outputs = []
    for t in range(x.shape[1]):
        m = (t < lengths)[:, None]
        _, *new = layer.forward(x[:, t : t + 1], *state)
        state = [np.where(m, after, before) for after, before in zip(new, state, strict=True)]
        outputs.append(m * state[0][-1])
    return np.stack(outputs, axis=1), *state


def made(kind, rng):
    packed = Packed(kind(D, H, rng))
    packed.lengths = LENGTHS
    x = rng.normal(size=(B, T, D))
    state = [rng.normal(size=(1, B, H)) for _ in packed.state_names]
    return packed, x, state


@pytest.mark.parametrize("kind", [RNN, GRU, LSTM])
def test_packing_computes_what_the_mask_says(kind, rng):
    packed, x, state = made(kind, rng)
    kept = [part.copy() for part in state]
    for one, other in zip(
        packed.forward(x, *state), masked(packed.layer, x, state, LENGTHS), strict=True
    ):
        np.testing.assert_allclose(one, other, atol=1e-14)
    np.testing.assert_array_equal(state, kept)  # what was handed in is not written into
    assert packed.row_steps == LENGTHS.sum() < B * T


@pytest.mark.parametrize("kind", [RNN, GRU, LSTM])
def test_every_gradient_is_that_of_the_mask(kind, rng):
    packed, x, state = made(kind, rng)
    weights = [rng.normal(size=part.shape) for part in packed.forward(x, *state)]

    def loss():  # of the equation, not of the packed layer
        parts = masked(packed.layer, x, state, LENGTHS)
        return sum(float((w * part).sum()) for w, part in zip(weights, parts, strict=True))

    dx, *d_state = packed.backward(*weights)
    for name, value in packed.params.items():
        assert relative_error(packed.grads[name], numerical_gradient(loss, value)) < 1e-9, name
    assert relative_error(dx, numerical_gradient(loss, x)) < 1e-9
    for found, value in zip(d_state, state, strict=True):
        assert relative_error(found, numerical_gradient(loss, value)) < 1e-9
    assert not dx[2, 1:].any()
    assert dx[2, 0].any()


def test_a_classifier_gives_the_same_answer_whatever_stands_behind(rng):
    packed = Packed(GRU(D, H, rng))
    network = RecurrentNetwork(packed, 2, rng, vocab_size=6, last_only=True)
    ids = rng.integers(6, size=(B, T))
    packed.lengths = LENGTHS
    one, *_ = network.forward(ids)
    network.backward(np.ones((B, 2)))
    gradient = network.grads["embedding.E"].copy()
    network.zero_grads()
    for row, length in enumerate(LENGTHS):
        ids[row, length:] = 0
    other, *_ = network.forward(ids)
    network.backward(np.ones((B, 2)))
    np.testing.assert_array_equal(one, other)
    np.testing.assert_allclose(network.grads["embedding.E"], gradient)


def test_without_lengths_all_are_read_to_the_end_and_wrong_ones_are_refused(rng):
    packed, x, state = made(RNN, rng)
    packed.lengths = None
    np.testing.assert_allclose(packed.forward(x, *state)[0], packed.layer.forward(x, *state)[0])
    for wrong in (LENGTHS[:3], LENGTHS - 1, LENGTHS + 1):
        packed.lengths = wrong
        with pytest.raises(ValueError, match=r"^lengths: expected 5 numbers from 1 to 5"):
            packed.forward(x, *state)
