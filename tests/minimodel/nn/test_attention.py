"""Attention in an encoder–decoder: its gradients, its mask, and what the decoder sees."""

import numpy as np
import pytest
from gradient_check import numerical_gradient, relative_error
from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.nn.attention import AttentiveEncoderDecoder, DotAttention, kind_of
from minimodel.nn.encoder_decoder import EncoderDecoder
from minimodel.nn.gru import GRU
from minimodel.nn.lstm import LSTM
from minimodel.nn.rnn import RNN


@pytest.fixture
def rng():
    return np.random.default_rng(3)


def test_every_gradient_of_the_attention(rng):
    attention = DotAttention(3, rng)
    s, h = rng.normal(size=(2, 4, 3)), rng.normal(size=(2, 5, 3))
    mask = np.array([[False, True, True, True, True], [True] * 5])
    weights = rng.normal(size=s.shape)

    def loss():
        return float((weights * attention.forward(s, h, mask)).sum())

    loss()
    ds, dh = attention.backward(weights)
    for name, value in attention.params.items():
        assert relative_error(attention.grads[name], numerical_gradient(loss, value)) < 1e-9, name
    assert relative_error(ds, numerical_gradient(loss, s)) < 1e-9
    assert relative_error(dh, numerical_gradient(loss, h)) < 1e-9
    assert not dh[0, 0].any()  # padding


def test_weights_are_the_softmax_of_the_dot_products(rng):
    attention = DotAttention(3, rng)
    s, h = rng.normal(size=(1, 2, 3)), rng.normal(size=(1, 4, 3))
    attention.forward(s, h, np.array([[False, True, True, True]]))
    e = np.exp(s[0] @ h[0].T)
    e[:, 0] = 0
    np.testing.assert_allclose(attention.weights[0], e / e.sum(axis=1, keepdims=True))


@pytest.mark.parametrize("kind", [RNN, GRU, LSTM])
def test_every_gradient_of_the_whole_network(kind, rng):
    network = AttentiveEncoderDecoder(kind, 5, 6, 3, 2, rng)
    source = np.array([[0, 0, 3, 1], [2, 4, 1, 3]])
    given, asked = rng.integers(1, 6, size=(2, 2, 3))
    counted = np.array([[True, True, False], [True] * 3])

    def loss():
        return softmax_cross_entropy(network.forward(source, given), asked, counted)[0]

    network.backward(softmax_cross_entropy(network.forward(source, given), asked, counted)[1])
    assert any("attention" in name for name in network.params)
    for name, value in network.params.items():
        assert relative_error(network.grads[name], numerical_gradient(loss, value)) < 1e-8, name


def test_only_the_attention_tells_both_networks_apart(rng):
    plain, looking = (kind_of(look)(GRU, 5, 6, 3, 4, 0) for look in (False, True))
    assert type(plain) is EncoderDecoder
    more = {name for name in looking.params if name not in plain.params}
    assert more == {"decoder.attention.combine.W", "decoder.attention.combine.b"}
    np.testing.assert_array_equal(plain.params["encoder.W_hh"], looking.params["encoder.W_hh"])


def test_a_translation_is_that_of_each_sentence_alone(rng):
    network = AttentiveEncoderDecoder(GRU, 5, 6, 3, 4, rng)
    network.decoder.readout.W *= 8  # decided answers
    source = np.array([[1, 2, 3], [4, 1, 2]])
    both = network.translate(source, 1, 2, 6)
    assert both == [network.translate(row[None], 1, 2, 6)[0] for row in source]
