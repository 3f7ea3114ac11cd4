"""Truncated BPTT: the streams, and what is learned from beyond the cut."""

import numpy as np
import pytest
from figure_rules import check_figure
from gradient_check import numerical_gradient, relative_error
from minimodel.mathematics.losses import mean_squared_error
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.rnn import RNN
from minimodel.tasks.truncation import (
    CUTS,
    LAG,
    Replayed,
    Stream,
    TruncatedRun,
    cut_errors,
    cut_gradient,
    train_truncated,
)
from minimodel.tasks.truncation_figures import cut_error, error_by_cut


@pytest.mark.parametrize("task", ["last", "lag"])
def test_answers_do_not_depend_on_where_the_stream_is_cut(task):
    whole, cut = (Stream(task, 8, np.random.default_rng(4)) for _ in range(2))
    x, answers = whole.chunk(60)
    signs = x[:, :, 0]
    for row in range(8):
        for t in range(60):
            if task == "lag":
                expected = signs[row, t - LAG] if t >= LAG else 0
            else:
                came = signs[row, : t + 1][signs[row, : t + 1] != 0]
                expected = came[-1] if len(came) else 0
            assert answers[row, t, 0] == expected
    # In pieces it goes on where it was, with other draws.
    pieces = [cut.chunk(5) for _ in range(12)]
    x, answers = (np.concatenate(parts, axis=1)[..., 0] for parts in zip(*pieces, strict=True))
    for t in range(LAG, 60):
        known = answers[:, t - 1] if task == "last" else x[:, t - LAG]
        expected = np.where(x[:, t] != 0, x[:, t], known) if task == "last" else known
        np.testing.assert_array_equal(answers[:, t], expected)


@pytest.mark.parametrize("task", ["last", "lag"])
def test_a_replayed_stream_is_the_stream_and_then_itself_again(task):
    rng = np.random.default_rng
    stream, replayed = Stream(task, 2, rng(0)), Replayed(task, 2, rng(0), 3)
    once = [stream.chunk(5) for _ in range(3)]
    for _ in range(3):
        for wanted, given in zip(once, [replayed.chunk(5) for _ in once], strict=True):
            np.testing.assert_array_equal(given, wanted)


def test_reading_again_adds_updates_and_no_text():
    once, twice = (
        train_truncated.map([{"task": "lag", "cut": 20, "read": 200, "passes": n, "seed": 0}])[0]
        for n in (1, 2)
    )
    assert (once.updates, twice.updates) == (10, 20)
    assert once.error != twice.error


def test_the_gradient_is_that_of_the_chunk_with_its_first_state_held_still():
    rng = np.random.default_rng(0)
    network = RecurrentNetwork(RNN(1, 3, rng), 1, rng)
    x, targets, h = (
        rng.normal(size=(4, 5, 1)),
        rng.normal(size=(4, 5, 1)),
        rng.normal(size=(1, 4, 3)),
    )

    def loss():
        return float(mean_squared_error(network.forward(x, h)[0], targets)[0])

    _, d_outputs = mean_squared_error(network.forward(x, h)[0], targets)
    network.backward(d_outputs)
    for name, value in network.params.items():
        assert relative_error(network.grads[name], numerical_gradient(loss, value)) < 1e-8, name


def test_the_cut_gradient_is_the_whole_one_with_the_states_at_the_cuts_held_still():
    rng = np.random.default_rng(2)
    network = RecurrentNetwork(RNN(1, 3, rng), 1, rng)
    x, targets = rng.normal(size=(2, 4, 6, 1))

    def loss(first_states):
        """The mean over all steps; each chunk of two begins from a state that is a constant."""
        chunks = zip(
            np.split(x, 3, axis=1), np.split(targets, 3, axis=1), first_states, strict=True
        )
        return sum(mean_squared_error(network.forward(a, h)[0], b)[0] / 3 for a, b, h in chunks)

    states = network.recurrent.forward(x)[0]
    held = [np.zeros((1, 4, 3)), states[None, :, 1].copy(), states[None, :, 3].copy()]
    expected = [
        numerical_gradient(lambda: float(loss(held)), value)
        for value in network.recurrent.params.values()
    ]
    gradient = cut_gradient(network, x, targets, cut=2)
    assert relative_error(gradient, np.concatenate([part.ravel() for part in expected])) < 1e-8


def test_a_cut_as_long_as_the_sequence_cuts_nothing():
    rng = np.random.default_rng(3)
    network = RecurrentNetwork(RNN(1, 3, rng), 1, rng)
    x, targets = rng.normal(size=(2, 4, 6, 1))
    whole = cut_gradient(network, x, targets, cut=6)
    _, dy = mean_squared_error(network.forward(x)[0], targets)
    network.zero_grads()
    network.backward(dy)
    by_layer = [gradient.ravel() for gradient in network.recurrent.grads.values()]
    np.testing.assert_allclose(whole, np.concatenate(by_layer), rtol=1e-12)
    assert relative_error(cut_gradient(network, x, targets, cut=2), whole) > 0.01


def test_the_cut_takes_more_where_more_is_remembered():
    untrained, trained = cut_errors.map([{"read": read, "seed": 7} for read in (0, 1000)])
    assert list(untrained) == list(trained) == list(CUTS)
    for cut in CUTS:
        assert trained[cut] > 1.3 * untrained[cut]
    assert trained[5] > 0.7
    assert trained[40] < 0.3


def test_a_rule_seen_at_work_reaches_beyond_the_cut_and_an_unasked_memory_does_not():
    calls = [("last", 5), ("lag", 5), ("lag", 10)]
    last, short, long = train_truncated.map(
        [{"task": task, "cut": cut, "seed": 7} for task, cut in calls]
    )
    assert min(last.right_by_age) > 0.97  # up to more than 60 steps old
    assert short.error > 0.9
    assert long.error < 0.05
    assert (short.updates, long.updates) == (600, 300)


def test_error_by_cut_draws_a_median_for_each_task_and_the_lag():
    errors = {("last", 5): (0.05, 0.06), ("last", 10): (0.04, 0.08)}
    errors |= {("lag", 5): (0.9, 1.1), ("lag", 10): (0.001, 0.003)}
    runs = {
        case: [TruncatedRun(1, error, ()) for error in by_seed] for case, by_seed in errors.items()
    }
    check_figure(lambda lang: error_by_cut(runs, lang))
    (axes,) = error_by_cut(runs).axes
    lag, *lines = axes.lines
    assert set(lag.get_xdata()) == {LAG}
    for line, expected in zip(lines, ((0.055, 0.06), (1.0, 0.002)), strict=True):
        np.testing.assert_allclose(line.get_ydata(), expected)


def test_cut_error_draws_a_median_for_each_kind_of_network():
    errors = {"untrained": [{2: 0.5, 5: 0.3}] * 2, "trained": [{2: 0.9, 5: 0.7}, {2: 0.9, 5: 0.9}]}
    check_figure(lambda lang: cut_error(errors, lang))
    (axes,) = cut_error(errors).axes
    for line, expected in zip(axes.lines, ((0.5, 0.3), (0.9, 0.8)), strict=True):
        np.testing.assert_allclose(line.get_ydata(), expected)
