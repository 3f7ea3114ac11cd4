"""Networks side by side: each computes and learns what it would by itself."""

import numpy as np
import pytest
from minimodel.mathematics.generators import Generators
from minimodel.mathematics.losses import mean_squared_error, softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.attention import kind_of
from minimodel.nn.generation import partly_own
from minimodel.nn.gru import GRU
from minimodel.nn.lru import LRU
from minimodel.nn.lstm import LSTM
from minimodel.nn.min_gru import MinGRU
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.residual import ResidualBlock
from minimodel.nn.rnn import RNN
from minimodel.nn.selective import SelectiveSSM
from minimodel.nn.stacked import Stacked
from minimodel.tasks.loop import update

SEEDS = (0, 5, 2)
LAYERS = {
    "rnn": lambda rng: RNN(2, 4, rng),
    "rnn_orthogonal": lambda rng: RNN(2, 4, rng, recurrent_init="orthogonal"),
    "rnn_identity": lambda rng: RNN(2, 4, rng, recurrent_init="identity"),
    "gru": lambda rng: GRU(2, 4, rng, gate_bias=1.0),
    "gru_before": lambda rng: GRU(2, 4, rng, update="write", reset="before"),
    "lstm": lambda rng: LSTM(2, 4, rng, forget_bias=1.0, recurrent_init="orthogonal"),
    "stacked": lambda rng: Stacked(GRU, 2, 4, 2, rng),
    "min_gru": lambda rng: MinGRU(2, 4, rng, gate_bias=1.0),
    "lru": lambda rng: LRU(2, 4, rng),
    "selective": lambda rng: SelectiveSSM(2, 4, rng),
    "block": lambda rng: ResidualBlock(LRU, 2, 6, rng, d_between=5),
}
READ_AT_EVERY_STEP = ("lru", "selective", "block")  # their state is not what is read out


@pytest.mark.parametrize("last_only", [True, False])
@pytest.mark.parametrize("layer", LAYERS)
def test_networks_side_by_side_learn_as_each_alone(layer, last_only):
    last_only = last_only and layer not in READ_AT_EVERY_STEP

    def network(rng):
        return RecurrentNetwork(LAYERS[layer](rng), 1, rng, last_only=last_only)

    def learn(network, rng):
        adam = Adam(network.params, 0.1)
        seen = []
        for _ in range(4):
            x = rng.normal(size=(5, 6, 2))
            outputs, *_ = network.forward(x)
            targets = rng.normal(size=(5, 1) if last_only else (5, 6, 1))
            loss, d_outputs = mean_squared_error(outputs, targets, network.side_by_side)
            dx, *_ = network.backward(d_outputs)
            norm = update(network, adam, max_norm=0.3)  # clips some of them
            seen.append((outputs, loss, dx, norm))
        return seen

    rng = Generators(SEEDS)
    several = network(rng)
    assert several.side_by_side == (3,)
    together = learn(several, rng)
    for index, seed in enumerate(SEEDS):
        rng = np.random.default_rng(seed)
        one = network(rng)
        assert one.side_by_side == ()
        for alone, step in zip(learn(one, rng), together, strict=True):
            for expected, found in zip(alone, step, strict=True):
                np.testing.assert_allclose(found[index], expected, rtol=1e-9, atol=1e-12)
        for name, value in one.params.items():
            np.testing.assert_allclose(several.params[name][index], value, rtol=1e-9, atol=1e-12)


def test_a_wrong_number_of_networks_is_refused():
    layer = RNN(2, 3, Generators(SEEDS))
    with pytest.raises(ValueError, match=r"^x: expected shape \(3, batch, time, 2\), got"):
        layer.forward(np.zeros((2, 5, 6, 2)))
    with pytest.raises(ValueError, match=r"^x: expected shape \(3, batch, time, 2\), got"):
        layer.forward(np.zeros((5, 6, 2)))


@pytest.mark.parametrize("layer", ["gru", "min_gru", "lru", "selective", "block"])
def test_networks_of_tokens_side_by_side_learn_as_each_alone(layer):
    rng = Generators(SEEDS)
    ids, mask = rng.integers(4, size=(5, 6)), rng.random((5, 6)) < 0.7
    several = RecurrentNetwork(LAYERS[layer](Generators(SEEDS)), 3, Generators(SEEDS), vocab_size=4)
    logits, *_ = several.forward(ids)
    losses, dlogits = softmax_cross_entropy(logits, ids % 3, mask, several.side_by_side)
    several.backward(dlogits)
    assert losses.shape == (3,)
    for index, seed in enumerate(SEEDS):
        one = RecurrentNetwork(LAYERS[layer](seed), 3, seed, vocab_size=4)
        alone, *_ = one.forward(ids[index])
        loss, d_alone = softmax_cross_entropy(alone, ids[index] % 3, mask[index])
        one.backward(d_alone)
        np.testing.assert_allclose(losses[index], loss, rtol=1e-12)
        for name, gradient in one.grads.items():
            np.testing.assert_allclose(several.grads[name][index], gradient, rtol=1e-9, atol=1e-12)


def test_ids_for_a_wrong_number_of_networks_are_refused():
    network = RecurrentNetwork(GRU(2, 3, Generators(SEEDS)), 3, Generators(SEEDS), vocab_size=4)
    with pytest.raises(ValueError, match=r"^ids: expected shape \(3, …, …\), got"):
        network.forward(np.zeros((2, 5, 6), int))


@pytest.mark.parametrize("attention", [False, True])
def test_translators_side_by_side_learn_as_each_alone(attention):
    rng = np.random.default_rng(1)
    source, given = rng.integers(1, 5, size=(3, 4, 6)), rng.integers(6, size=(3, 4, 7))
    source[:, 0, :2] = 0  # padding, where attention must not look

    def learn(network, coins, source, given):
        state = network.encode(source)
        mixed = partly_own(network.decoder, given, 0.5, coins, *state)
        logits, *_ = network.decoder.forward(mixed, *state)
        _, dlogits = softmax_cross_entropy(logits, given, None, network.side_by_side)
        network.backward(dlogits)
        return mixed, logits

    def network(rng):
        return kind_of(attention)(GRU, 5, 6, 3, 4, rng)

    several = network(Generators(SEEDS))
    mixed, logits = learn(several, Generators(SEEDS), source, given)
    assert several.side_by_side == (3,) and not np.array_equal(mixed, given)
    for index, seed in enumerate(SEEDS):
        one = network(seed)
        coins = np.random.default_rng(seed)
        own, alone = learn(one, coins, source[index], given[index])
        np.testing.assert_array_equal(mixed[index], own)
        np.testing.assert_allclose(logits[index], alone, rtol=1e-9, atol=1e-12)
        for name, gradient in one.grads.items():
            np.testing.assert_allclose(several.grads[name][index], gradient, rtol=1e-9, atol=1e-12)
