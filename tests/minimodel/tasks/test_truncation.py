"""Truncated BPTT: the streams, and what is learned from beyond the cut."""

import numpy as np
import pytest
from gradient_check import numerical_gradient, relative_error
from minimodel.mathematics.losses import mean_squared_error
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.rnn import RNN
from minimodel.tasks.truncation import LAG, Stream, train_truncated


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


def test_a_rule_seen_at_work_reaches_beyond_the_cut_and_an_unasked_memory_does_not():
    calls = [("last", 5), ("lag", 5), ("lag", 20)]
    last, short, long = train_truncated.map(
        [{"task": task, "cut": cut, "seed": 7} for task, cut in calls]
    )
    assert min(last.right_by_age) > 0.97  # up to more than 60 steps old
    assert short.error > 0.9
    assert long.error < 0.1
