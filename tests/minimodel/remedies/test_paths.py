"""The LSTM's paths from cell to cell, against complex steps through equations written afresh."""

import numpy as np
import pytest
from minimodel.nn.lstm import LSTM
from minimodel.remedies.paths import cell_paths, path_sizes
from minimodel.remedies.trained import train_with
from minimodel.tasks.copy_first import copy_first_batch

H, STEPS = 4, 6


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def step(lstm, x, h, c, only=None, h_seen=None):
    """One step; with `only`, the gate of that name alone sees h, all others see `h_seen`."""
    W, U, b = (np.split(lstm.params[name], 4) for name in ("W_xh", "W_hh", "b_h"))
    seen = [h if only in (None, name) else h_seen for name in "ifgo"]
    i, f, g, o = (W[k] @ x + U[k] @ seen[k] + b[k] for k in range(4))
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c, sigmoid(o)


@pytest.fixture(scope="module")
def read():
    """A layer with large weights, so that no path is small, after reading one sequence."""
    rng = np.random.default_rng(0)
    lstm = LSTM(2, H, rng, forget_bias=1.0)
    for value in lstm.params.values():
        value += rng.normal(size=value.shape)
    x = rng.normal(size=(1, STEPS, 2))
    lstm.forward(x)
    states = [(np.zeros(H), np.zeros(H), None)]
    for each in x[0]:
        states.append(step(lstm, each, *states[-1][:2]))
    return lstm, x[0], states, cell_paths(lstm)


def jacobian(function, c):
    return np.stack([function(c + 1e-30j * unit).imag / 1e-30 for unit in np.eye(H)], axis=1)


@pytest.mark.parametrize("t", range(2, STEPS + 1))
def test_four_paths_add_up_to_the_derivative_by_the_cell_before(read, t):
    lstm, x, states, paths = read
    _, c, o = states[t - 1]
    whole = jacobian(lambda c: step(lstm, x[t - 1], o * np.tanh(c), c)[1], c)
    summed = sum(paths[name][t - 2] for name in ("direct", "forget", "input", "candidate"))
    np.testing.assert_allclose(summed, whole, atol=1e-13)


@pytest.mark.parametrize(("name", "gate"), [("input", "i"), ("forget", "f"), ("candidate", "g")])
def test_each_path_is_the_derivative_if_its_gate_alone_sees_the_state(read, name, gate):
    lstm, x, states, paths = read
    for t in range(2, STEPS + 1):
        h, c, o = states[t - 1]

        def moved(by, t=t, h=h, c=c, o=o):
            return step(lstm, x[t - 1], o * np.tanh(by), c, only=gate, h_seen=h)[1]

        np.testing.assert_allclose(paths[name][t - 2], jacobian(moved, c), atol=1e-13)


def test_the_direct_path_holds_the_state_fixed(read):
    lstm, x, states, paths = read
    for t in range(2, STEPS + 1):
        h, c, _ = states[t - 1]
        direct = jacobian(lambda c, t=t, h=h: step(lstm, x[t - 1], h, c)[1], c)
        np.testing.assert_allclose(paths["direct"][t - 2], direct, atol=1e-13)


def test_the_output_gate_reaches_the_next_cell_but_one(read):
    lstm, x, states, paths = read
    assert len(paths["output"]) == STEPS - 2
    for t in range(2, STEPS):
        h, c, o = states[t - 1]
        c_t = states[t][1]

        def moved(by, t=t, h=h, c=c, o=o, c_t=c_t):
            _, _, o_t = step(lstm, x[t - 1], o * np.tanh(by), c, only="o", h_seen=h)
            return step(lstm, x[t], o_t * np.tanh(c_t), c_t)[1]

        np.testing.assert_allclose(paths["output"][t - 2], jacobian(moved, c), atol=1e-13)


def test_the_direct_path_is_the_largest_and_training_does_not_change_that():
    x = copy_first_batch(16, 30, np.random.default_rng(0))[0]
    for seed in range(5):
        sizes = path_sizes(LSTM(1, 32, seed, forget_bias=3.0), x)
        assert sizes["direct"] > 5 * max(v for name, v in sizes.items() if name != "direct")
    trained = LSTM(1, 32, 0)
    for name, value in train_with(remedy="lstm_keeping", seed=0).params.items():
        trained.params[name][...] = value
    after = path_sizes(trained, x)
    assert after["direct"] > 5 * max(v for name, v in after.items() if name != "direct")
    assert after["forget"] > 5 * sizes["forget"]
