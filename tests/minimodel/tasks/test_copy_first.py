"""Copying the first value: the data, and which networks learn it."""

import pickle

import numpy as np
import pytest
from gradient_check import numerical_gradient, relative_error
from minimodel.nn.network import RecurrentNetwork
from minimodel.tasks.copy_first import (
    LENGTHS,
    SEEDS,
    copy_first_batch,
    train_copy_first,
)
from minimodel.tasks.models import MODELS, recurrent_layer


def test_the_target_is_the_first_value_and_the_rest_is_noise():
    x, targets = copy_first_batch(2000, 7, np.random.default_rng(0))
    np.testing.assert_array_equal(targets, x[:, 0])
    assert targets.std() == pytest.approx(1, abs=0.05)
    assert x[:, 1:].std() == pytest.approx(0.1, abs=0.005)
    assert np.mean(targets**2) == pytest.approx(1, abs=0.1)  # who always answers 0


@pytest.mark.parametrize("model", MODELS)
def test_gradients_of_the_whole_network(model):
    rng = np.random.default_rng(1)
    layer = recurrent_layer(model, 2, 3, rng, dtype=np.float64)
    network = RecurrentNetwork(layer, 1, rng, last_only=True)
    x, weights = rng.normal(size=(4, 5, 2)), rng.normal(size=(4, 1))

    def loss():
        return float(np.sum(weights * network.forward(x)[0]))

    loss()
    network.backward(weights)
    for name, value in network.params.items():
        assert relative_error(network.grads[name], numerical_gradient(loss, value)) < 1e-8, name


def test_an_offset_moves_the_target_and_nothing_else():
    (x, plain), (same, moved) = (
        copy_first_batch(50, 7, np.random.default_rng(0), offset) for offset in (0.0, 1.0)
    )
    np.testing.assert_array_equal(x, same)
    np.testing.assert_allclose(moved, plain + 1, rtol=1e-6)


def test_at_length_10_every_network_learns():
    runs = train_copy_first.map([{"model": model} for model in MODELS])
    for run in runs:
        assert run.losses[0] > 0.3
        assert run.final_loss < 0.1, run.model


def final_losses(model, length, offset):
    calls = [{"model": model, "length": length, "offset": offset, "seed": seed} for seed in SEEDS]
    return np.array([run.final_loss for run in train_copy_first.map(calls)])


def test_half_open_gates_fail_at_30_but_not_a_gru_whose_answers_have_another_mean():
    for model, offset in (("gru", 0.0), ("lstm", 0.0), ("lstm", 1.0)):
        assert final_losses(model, 30, offset).min() > 0.8, (model, offset)
    assert final_losses("gru", 30, 1.0).max() < 0.1


def test_gates_that_begin_by_keeping_learn_30():
    for model in ("gru_keeping", "lstm_keeping"):
        assert final_losses(model, 30, 0.0).max() < 0.1, model


def test_length_costs_the_vanilla_rnn():
    short, long = (final_losses("rnn", length, 0.0) for length in (10, 30))
    assert short.max() < 0.15
    assert np.median(long) > 3 * np.median(short)


def test_seeds_together_are_as_each_alone_and_come_in_the_order_asked_for():
    calls = [{"seed": 3, "steps": 20}, {"seed": 0, "steps": 20}, {"seed": 3, "steps": 40}]
    together = train_copy_first.map([*calls, calls[0]])
    assert [run.seed for run in together] == [3, 0, 3, 3]
    for call, run in zip(calls, together, strict=False):
        alone = train_copy_first(**call)
        assert len(run.losses) == call["steps"] // 20
        assert run.final_loss == pytest.approx(alone.final_loss, rel=1e-4)


def test_a_run_repeats_itself_can_be_pickled_and_has_a_thinned_curve():
    first, second = (train_copy_first(length=LENGTHS[0], steps=100) for _ in range(2))
    assert first == pickle.loads(pickle.dumps(second))
    assert first.steps == (10, 30, 50, 70, 90)
    assert len(first.losses) == 5
    assert first.final_loss == pytest.approx(np.mean(first.losses[-2:]), rel=0.5)
    assert first != train_copy_first(length=LENGTHS[0], steps=100, seed=1)


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match=r"^model: 'cnn' is not one of rnn, gru, "):
        train_copy_first(model="cnn")
    with pytest.raises(ValueError, match=r"^size: 20 does not divide the 30 values"):
        train_copy_first(steps=30)
