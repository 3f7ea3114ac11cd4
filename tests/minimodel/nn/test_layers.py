"""What a reader of the chapter counts on: shapes, state, conventions, biases, and refusals."""

import itertools

import numpy as np
import pytest
from minimodel.mathematics.clipping import clip_by_global_norm
from minimodel.mathematics.losses import mean_squared_error, softmax_cross_entropy
from minimodel.mathematics.matrices import spectral_radius
from minimodel.mathematics.optimizers import SGD
from minimodel.nn.bidirectional import Bidirectional
from minimodel.nn.dropout import Dropout
from minimodel.nn.embedding import Embedding
from minimodel.nn.gru import GRU, RESETS, UPDATES
from minimodel.nn.initialization import recurrent_weights
from minimodel.nn.linear import Linear
from minimodel.nn.lstm import LSTM
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.rnn import RNN, RNNCell
from minimodel.nn.stacked import Stacked
from minimodel.sequence_baselines.rnn import GRU as ChungGRU

KINDS = {"rnn": RNN, "gru": GRU, "lstm": LSTM}


@pytest.fixture
def rng():
    return np.random.default_rng(2)


def test_shapes_of_the_chapter(rng):
    cell = RNNCell(10, 20, rng)
    assert cell.forward(rng.normal(size=(3, 10)), np.zeros((3, 20))).shape == (3, 20)

    x = rng.normal(size=(4, 20, 10))
    network = RecurrentNetwork(Stacked(RNN, 10, 32, 2, rng), 5, rng)
    outputs, h_n = network.forward(x)
    assert outputs.shape == (4, 20, 5)
    assert h_n.shape == (2, 4, 32)

    outputs, h_n = Bidirectional(RNN, 10, 32, rng).forward(x)
    assert outputs.shape == (4, 20, 64)
    assert h_n.shape == (2, 4, 32)


@pytest.mark.parametrize("kind", KINDS)
def test_a_layer_does_what_its_cell_does_step_by_step(kind, rng):
    layer = KINDS[kind](3, 4, rng)
    x = rng.normal(size=(2, 5, 3))
    outputs, *state_n = layer.forward(x)
    state = [np.zeros((2, 4)) for _ in layer.state_names]
    for t in range(5):
        result = layer.cell.forward(x[:, t], *state)
        state = list(result) if isinstance(result, tuple) else [result]
        np.testing.assert_allclose(outputs[:, t], state[0], rtol=1e-13)
    for last, expected in zip(state_n, state, strict=True):
        np.testing.assert_allclose(last[0], expected, rtol=1e-13)


@pytest.mark.parametrize("kind", KINDS)
def test_the_state_can_be_carried_across_a_cut(kind, rng):
    layer = KINDS[kind](3, 4, rng)
    x = rng.normal(size=(2, 6, 3))
    whole, *state_whole = layer.forward(x)
    first, *state = layer.forward(x[:, :2])
    second, *state = layer.forward(x[:, 2:], *state)
    np.testing.assert_allclose(np.concatenate([first, second], axis=1), whole)
    np.testing.assert_allclose(state, state_whole)


def test_the_older_gru_of_the_course_is_one_of_the_conventions(rng):
    old = ChungGRU(vocab_size=5, d_embed=3, d_hidden=4, sigma=0.7)
    new = GRU(3, 4, rng, update="write", reset="before")
    for block, W in enumerate((old.W_r, old.W_z, old.W)):
        new.params["W_hh"][4 * block : 4 * block + 4] = W[:, :4]
        new.params["W_xh"][4 * block : 4 * block + 4] = W[:, 4:]
    new.params["b_h"][:] = 0
    ids = [0, 3, 1, 4]
    outputs, _ = new.forward(old.E[ids][None])
    np.testing.assert_allclose(outputs[0], old.forward(ids)[1], rtol=1e-13)


def test_the_two_updates_are_one_function_with_a_sign_turned(rng):
    x = rng.normal(size=(2, 5, 3))
    keep, write = (GRU(3, 4, 1, update=update, gate_bias=2.0) for update in UPDATES)
    assert not np.allclose(keep.forward(x)[0], write.forward(x)[0])
    for name in ("W_xh", "W_hh"):
        write.params[name][4:8] *= -1
    np.testing.assert_allclose(keep.forward(x)[0], write.forward(x)[0], rtol=1e-12)


def test_the_two_resets_are_not_one_function(rng):
    x = rng.normal(size=(2, 5, 3))
    after, before = (GRU(3, 4, 1, reset=reset).forward(x)[0] for reset in RESETS)
    np.testing.assert_allclose(after[:, 0], before[:, 0])  # from h_0 = 0 there is nothing to reset
    assert not np.allclose(after[:, 1], before[:, 1])


@pytest.mark.parametrize(("update", "reset"), list(itertools.product(UPDATES, RESETS)))
def test_a_positive_gate_bias_keeps_the_state_in_every_convention(update, reset, rng):
    h_0 = rng.normal(size=(1, 2, 8))
    x = rng.normal(size=(2, 1, 3))

    def moved(gate_bias):
        gru = GRU(3, 8, 1, update=update, reset=reset, gate_bias=gate_bias)
        return np.linalg.norm(gru.forward(x, h_0)[1] - h_0)

    assert moved(6.0) < 0.05 * moved(0.0)
    assert moved(0.0) < moved(-6.0)


def test_a_forget_bias_keeps_the_cell(rng):
    c_0 = rng.normal(size=(1, 2, 8))
    x = np.zeros((2, 10, 3))

    def kept(forget_bias):
        lstm = LSTM(3, 8, 1, forget_bias=forget_bias)
        return np.linalg.norm(lstm.forward(x, None, c_0)[2]) / np.linalg.norm(c_0)

    assert kept(6.0) > 0.7
    assert kept(0.0) < 0.3


def test_the_second_half_of_a_bidirectional_output_knows_the_future(rng):
    layer = Bidirectional(GRU, 3, 4, rng)
    x = rng.normal(size=(1, 6, 3))
    changed = x.copy()
    changed[:, 4] += 1
    difference = np.abs(layer.forward(changed)[0] - layer.forward(x)[0])[0]  # (6, 8)
    assert np.all(difference[:4, :4] == 0)
    assert np.all(difference[:5, 4:] > 0)
    assert np.all(difference[5, 4:] == 0)


def test_last_states_are_the_last_outputs(rng):
    x = rng.normal(size=(2, 6, 3))
    outputs, h_n, _ = Stacked(LSTM, 3, 4, 2, rng).forward(x)
    np.testing.assert_array_equal(outputs[:, -1], h_n[1])
    outputs, h_n = Bidirectional(RNN, 3, 4, rng).forward(x)
    np.testing.assert_array_equal(outputs[:, -1, :4], h_n[0])
    np.testing.assert_array_equal(outputs[:, 0, 4:], h_n[1])


def test_float32_stays_float32(rng):
    x = rng.normal(size=(2, 5, 3)).astype(np.float32)
    for kind in KINDS.values():
        layer = Stacked(kind, 3, 4, 2, rng, dropout=0.2, dtype=np.float32)
        network = RecurrentNetwork(layer, 2, rng)
        outputs, *_ = network.forward(x)
        _, d_outputs = mean_squared_error(outputs, np.zeros_like(outputs))
        dx, *_ = network.backward(d_outputs)
        arrays = [outputs, d_outputs, dx, *network.grads.values(), *network.params.values()]
        assert {array.dtype for array in arrays} == {np.dtype(np.float32)}


def test_first_weights(rng):
    uniform, orthogonal, identity = (
        recurrent_weights(kind, 100, rng) for kind in ("uniform", "orthogonal", "identity")
    )
    assert spectral_radius(uniform) == pytest.approx(3**-0.5, abs=0.08)
    np.testing.assert_allclose(orthogonal @ orthogonal.T, np.eye(100), atol=1e-12)
    np.testing.assert_array_equal(identity, np.eye(100))


def test_parameter_counts():
    assert RNN(10, 32, 0).parameter_count() == 32 * 10 + 32 * 32 + 32
    assert LSTM(10, 32, 0).parameter_count() == 4 * RNN(10, 32, 0).parameter_count()
    gru = GRU(10, 32, 0, reset="before")
    assert gru.parameter_count() == 3 * RNN(10, 32, 0).parameter_count()
    assert GRU(10, 32, 0).parameter_count() == gru.parameter_count() + 32
    assert Bidirectional(RNN, 10, 32, 0).parameter_count() == 2 * RNN(10, 32, 0).parameter_count()


def test_an_optimizer_moves_what_the_layers_use(rng):
    network = RecurrentNetwork(Stacked(RNN, 3, 4, 2, rng), 2, rng)
    x = rng.normal(size=(2, 5, 3))
    before = network.forward(x)[0].copy()
    network.backward(np.ones_like(before))
    SGD(network.params, 0.1).step(network.grads)
    assert network.forward(x)[0].sum() < before.sum()
    assert set(network.params) == {
        f"recurrent.{layer}.{name}" for layer in (0, 1) for name in ("W_xh", "W_hh", "b_h")
    } | {"readout.W", "readout.b"}


def test_dropout_keeps_the_mean_and_is_off_after_training():
    x = np.ones((100, 100))
    dropout = Dropout(0.3, 1)
    dropped = dropout.forward(x)
    assert np.mean(dropped == 0) == pytest.approx(0.3, abs=0.02)
    assert dropped.mean() == pytest.approx(1, abs=0.02)
    assert not np.array_equal(dropout.forward(x), dropped)
    dropout.training = False
    np.testing.assert_array_equal(dropout.forward(x), x)


def test_embedding_is_a_product_with_one_hot_vectors(rng):
    embedding = Embedding(5, 3, rng)
    ids = np.array([[0, 4], [2, 2]])
    np.testing.assert_array_equal(embedding.forward(ids), np.eye(5)[ids] @ embedding.E)


def refusal(action):
    with pytest.raises(ValueError) as caught:
        action()
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_wrong_shapes_are_refused_by_name(rng):
    layer = RNN(10, 4, rng)
    x = np.zeros((4, 20, 10))
    assert refusal(lambda: layer.forward(x[..., 1:])) == (
        "x: expected shape (batch, time, 10), got (4, 20, 9)"
    )
    assert refusal(lambda: layer.forward(x[0])).endswith("got (20, 10)")
    assert "at least one time step" in refusal(lambda: layer.forward(x[:, :0]))
    assert refusal(lambda: layer.forward(x, np.zeros((4, 4)))) == (
        "h_0: expected shape (1, 4, 4), got (4, 4)"
    )
    layer.forward(x)
    assert refusal(lambda: layer.backward(np.zeros((4, 20, 5)))).startswith("d_outputs: ")
    assert refusal(lambda: layer.backward(None, np.zeros((1, 4, 5)))).startswith("dh_n: ")
    assert refusal(lambda: layer.forward(x, None, None)) == "state: expected h, got 2 arrays"
    lstm = LSTM(10, 4, rng)
    assert refusal(lambda: lstm.forward(x, None, np.zeros((1, 3, 4)))).startswith("c_0: ")
    assert refusal(lambda: RNNCell(3, 4, rng).forward(np.zeros((2, 3)), np.zeros(4))) == (
        "h_prev: expected shape (2, 4), got (4,)"
    )
    assert refusal(lambda: Linear(3, 2, rng).forward(np.zeros((5, 4)))) == (
        "x: expected shape (…, 3), got (5, 4)"
    )


def test_other_bad_arguments_are_refused(rng):
    assert refusal(lambda: GRU(3, 4, rng, update="Cho")) == (
        "update: 'Cho' is not one of keep, write"
    )
    assert refusal(lambda: GRU(3, 4, rng, reset="never")).startswith("reset: 'never'")
    assert refusal(lambda: RNN(3, 4, rng, recurrent_init="zero")).startswith("recurrent_init: ")
    assert refusal(lambda: Stacked(RNN, 3, 4, 0, rng)) == "layers: expected at least 1, got 0"
    assert refusal(lambda: Dropout(1.0, rng)).startswith("p: 1.0")
    embedding = Embedding(5, 3, rng)
    assert refusal(lambda: embedding.forward([0, 5])) == "ids: expected 0 to 4, got 0 to 5"
    assert refusal(lambda: embedding.forward([0.0])).startswith("ids: expected integers")
    assert refusal(
        lambda: softmax_cross_entropy(np.zeros((2, 3)), np.zeros(2, int), np.zeros(2, bool))
    ).startswith("mask: ")
    assert refusal(lambda: mean_squared_error(np.zeros(2), np.zeros((2, 1)))) == (
        "targets: expected shape (2,), got (2, 1)"
    )
    grads = {"a": np.array([np.inf])}
    assert refusal(lambda: clip_by_global_norm(grads, 1.0)).startswith("grads: their norm is inf")
    assert refusal(lambda: clip_by_global_norm(grads, 0.0)).startswith("max_norm: ")


def test_what_has_vanished_beyond_use_is_zero_not_denormal():
    lstm = LSTM(3, 4, 1, forget_bias=-2.0, dtype=np.float32)
    x = np.random.default_rng(0).normal(size=(2, 150, 3)).astype(np.float32)
    lstm.forward(x)
    dx, *_ = lstm.backward(None, np.ones((1, 2, 4), np.float32))
    size = np.abs(dx)
    assert size[:, -1].min() > 1e-6
    assert size[:, :50].max() == 0
    assert not np.any((size > 0) & (size < np.finfo(np.float32).tiny))
