"""Every gradient of every layer, each parameter, input and first state, against differences."""

import itertools
from functools import partial

import numpy as np
import pytest
from gradient_check import numerical_gradient, relative_error
from minimodel.mathematics.losses import mean_squared_error, softmax_cross_entropy
from minimodel.nn.bidirectional import Bidirectional
from minimodel.nn.dropout import Dropout
from minimodel.nn.embedding import Embedding
from minimodel.nn.encoder_decoder import EncoderDecoder
from minimodel.nn.gru import GRU, RESETS, UPDATES
from minimodel.nn.linear import Linear
from minimodel.nn.lru import LRU
from minimodel.nn.lstm import LSTM
from minimodel.nn.min_gru import FACTORS, MinGRU
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.residual import ResidualBlock
from minimodel.nn.rnn import RNN
from minimodel.nn.selective import SelectiveSSM
from minimodel.nn.stacked import Stacked

BOUND = 1e-9  # asked for: 1e-7
B, T, D, H = 2, 4, 3, 2

GRUS = {
    f"gru-{update}-{reset}": partial(GRU, update=update, reset=reset, gate_bias=0.7)
    for update, reset in itertools.product(UPDATES, RESETS)
}


def selective(d_in, d_hidden, rng):
    return SelectiveSSM(d_in, d_hidden * d_in, rng)  # N is the number of units for each channel


SCANNED = {
    **{f"min-gru-{factors}": partial(MinGRU, factors=factors) for factors in FACTORS},
    "lru": lambda d_in, d_hidden, rng: LRU(d_in, 2 * d_hidden, rng, max_phase=2),
    "selective": selective,
    "block-selective": partial(ResidualBlock, selective, d_between=5),
    "block-lstm": partial(ResidualBlock, LSTM, d_between=5),
    "stacked-blocks": lambda d_in, d_hidden, rng: Stacked(
        partial(ResidualBlock, MinGRU, d_between=4), d_in, d_hidden, 2, rng
    ),
}
LAYERS = {
    "rnn": RNN,
    **SCANNED,
    "rnn-orthogonal": partial(RNN, recurrent_init="orthogonal"),
    "lstm": LSTM,
    **GRUS,
    "stacked-rnn": lambda d_in, d_hidden, rng: Stacked(RNN, d_in, d_hidden, 3, rng),
    "stacked-gru": lambda d_in, d_hidden, rng: Stacked(GRU, d_in, d_hidden, 2, rng),
    "stacked-lstm": lambda d_in, d_hidden, rng: Stacked(LSTM, d_in, d_hidden, 2, rng),
    "bidirectional-rnn": partial(Bidirectional, RNN),
    "bidirectional-gru": partial(Bidirectional, GRU),
    "bidirectional-lstm": partial(Bidirectional, LSTM),
    "stacked-bidirectional": lambda d_in, d_hidden, rng: Stacked(
        partial(Bidirectional, LSTM), d_in, d_hidden, 2, rng
    ),
    "network": lambda d_in, d_hidden, rng: RecurrentNetwork(
        Stacked(LSTM, d_in, d_hidden, 2, rng), 3, rng
    ),
}


@pytest.fixture
def rng():
    return np.random.default_rng(8)


def shift_parameters(module, rng):
    """Move every parameter off its first value, so that no bias is zero by accident."""
    for value in module.params.values():
        value += rng.normal(size=value.shape) * 0.4


def check(module, inputs, forward, backward, rng):
    """Hold `backward`'s results and the parameters' gradients against differences of a loss.

    The loss weights every output with a random number of its own.
    """
    shift_parameters(module, rng)
    weights = [rng.normal(size=output.shape) for output in forward(*inputs)]

    def loss():
        return sum(float(np.sum(w * y)) for w, y in zip(weights, forward(*inputs), strict=True))

    loss()
    module.zero_grads()
    d_inputs = backward(*weights)
    grads = {name: gradient.copy() for name, gradient in module.grads.items()}
    for name, value in module.params.items():
        assert relative_error(grads[name], numerical_gradient(loss, value)) < BOUND, name
    for index, (value, gradient) in enumerate(zip(inputs, d_inputs, strict=True)):
        error = relative_error(gradient, numerical_gradient(loss, value))
        assert error < BOUND, f"input {index}"


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_over_sequences(name, rng):
    layer = LAYERS[name](D, H, rng)
    recurrent = getattr(layer, "recurrent", layer)
    shape = (recurrent.state_rows, B, recurrent.d_hidden)
    states = [rng.normal(size=shape) for _ in recurrent.state_names]
    inputs = [rng.normal(size=(B, T, D)), *states]
    check(layer, inputs, layer.forward, layer.backward, rng)


@pytest.mark.parametrize("name", [name for name in LAYERS if name != "network"])
def test_gradient_from_the_outputs_or_the_last_state_alone(name, rng):
    layer = LAYERS[name](D, H, rng)
    outputs, *state_n = layer.forward(rng.normal(size=(B, T, D)))
    d_outputs = rng.normal(size=outputs.shape)
    d_state_n = [rng.normal(size=state.shape) for state in state_n]
    none = [None] * len(state_n)
    parts = [layer.backward(d_outputs), layer.backward(None, *d_state_n)]
    both = layer.backward(d_outputs, *d_state_n)
    for whole, *summands in zip(both, *parts, strict=True):
        np.testing.assert_allclose(sum(summands), whole, rtol=1e-12, atol=1e-14)
    with pytest.raises(ValueError, match="backward: give"):
        layer.backward(None, *none)


def test_linear(rng):
    layer = Linear(D, 5, rng)
    check(
        layer,
        [rng.normal(size=(B, T, D))],
        lambda x: (layer.forward(x),),
        lambda dy: (layer.backward(dy),),
        rng,
    )


def test_embedding_whose_tokens_repeat(rng):
    layer = Embedding(4, D, rng)
    ids = np.array([[0, 2, 2], [2, 3, 0]])
    check(layer, [], lambda: (layer.forward(ids),), lambda dx: layer.backward(dx) or (), rng)


def test_dropout_passes_back_what_it_let_through(rng):
    x = rng.normal(size=(B, T, D))
    dropout = Dropout(0.4, 3)

    def forward(x):
        return (Dropout(0.4, 3).forward(x),)  # the same draws each time

    dropout.forward(x)
    check(dropout, [x], forward, lambda dy: (dropout.backward(dy),), rng)


def test_stacked_layers_with_dropout_between(rng):
    generator = np.random.default_rng(5)
    layer = Stacked(GRU, D, H, 2, generator, dropout=0.5)
    draws = generator.bit_generator.state

    def forward(x, h_0):
        generator.bit_generator.state = draws
        return layer.forward(x, h_0)

    dropped = forward(np.ones((B, T, D)), None)[0]
    layer.train(False)
    assert not np.allclose(dropped, forward(np.ones((B, T, D)), None)[0])
    layer.train()
    inputs = [rng.normal(size=(B, T, D)), rng.normal(size=(2, B, H))]
    check(layer, inputs, forward, layer.backward, rng)


@pytest.mark.parametrize("masked", [False, True])
def test_cross_entropy(masked, rng):
    logits = rng.normal(size=(B, T, 5)) * 3
    targets = rng.integers(5, size=(B, T))
    mask = np.array([[True, True, False, True], [True, False, False, False]]) if masked else None
    _, dlogits = softmax_cross_entropy(logits, targets, mask)
    numerical = numerical_gradient(lambda: softmax_cross_entropy(logits, targets, mask)[0], logits)
    assert relative_error(dlogits, numerical) < BOUND
    if masked:
        assert np.all(dlogits[~mask] == 0)


def test_squared_error(rng):
    predictions, targets = rng.normal(size=(2, B, T))
    _, gradient = mean_squared_error(predictions, targets)
    numerical = numerical_gradient(lambda: mean_squared_error(predictions, targets)[0], predictions)
    assert relative_error(gradient, numerical) < BOUND


@pytest.mark.parametrize("name", LAYERS)
def test_gradients_of_two_passes_add_up(name, rng):
    layer = LAYERS[name](D, H, rng)
    x = rng.normal(size=(B, T, D))
    outputs = layer.forward(x)[0]
    d_outputs = np.ones_like(outputs)
    layer.backward(d_outputs)
    once = {key: gradient.copy() for key, gradient in layer.grads.items()}
    layer.forward(x)
    layer.backward(d_outputs)
    for key, gradient in layer.grads.items():
        np.testing.assert_allclose(gradient, 2 * once[key])
    layer.zero_grads()
    assert not any(gradient.any() for gradient in layer.grads.values())


@pytest.mark.parametrize("kind", [GRU, LSTM])
def test_token_network(kind, rng):
    network = RecurrentNetwork(Stacked(kind, D, H, 2, rng), 4, rng, vocab_size=5)
    ids = np.array([[0, 1, 1, 4], [3, 2, 0, 0]])
    states = [rng.normal(size=(2, B, H)) for _ in network.recurrent.state_names]
    check(network, states, lambda *s: network.forward(ids, *s), network.backward, rng)


@pytest.mark.parametrize("kind", [RNN, LSTM])
@pytest.mark.parametrize("vocab_size", [None, 5])
def test_network_that_reads_the_last_state_only(kind, vocab_size, rng):
    layers = Stacked(kind, D, H, 2, rng)
    network = RecurrentNetwork(layers, 3, rng, vocab_size=vocab_size, last_only=True)
    states = [rng.normal(size=(2, B, H)) for _ in layers.state_names]
    ids = np.array([[0, 1, 1, 4], [3, 2, 0, 0]])
    if vocab_size:
        check(network, states, lambda *s: network.forward(ids, *s), network.backward, rng)
    else:
        x = rng.normal(size=(B, T, D))
        check(network, [x, *states], network.forward, network.backward, rng)
    y, *_ = network.forward(ids if vocab_size else x)
    assert y.shape == (B, 3)


@pytest.mark.parametrize("kind", [GRU, LSTM])
def test_encoder_decoder(kind, rng):
    network = EncoderDecoder(kind, 5, 4, D, H, rng)
    source, given = np.array([[0, 1, 1, 4], [3, 2, 0, 0]]), np.array([[0, 3, 3], [0, 1, 2]])
    check(
        network,
        [],
        lambda: (network.forward(source, given),),
        lambda dlogits: network.backward(dlogits) or (),
        rng,
    )
