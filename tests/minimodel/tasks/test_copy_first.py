"""Copying the first value: the data, and which networks learn it."""

import pickle

import numpy as np
import pytest
from gradient_check import numerical_gradient, relative_error
from minimodel.nn.network import RecurrentNetwork
from minimodel.tasks.copy_first import (
    LENGTHS,
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


def test_an_offset_moves_the_target_and_nothing_else():
    x, targets = copy_first_batch(2000, 7, np.random.default_rng(0))
    same_x, moved = copy_first_batch(2000, 7, np.random.default_rng(0), offset=1.0)
    np.testing.assert_array_equal(same_x, x)
    np.testing.assert_allclose(moved, x[:, 0] + 1)
    assert moved.dtype == targets.dtype == np.float32
    assert np.var(moved) == pytest.approx(1, abs=0.1)  # who always answers 1


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


def test_at_length_10_every_network_learns():
    runs = train_copy_first.map([{"model": model, "steps": 500} for model in MODELS])
    for run in runs:
        assert run.losses[0] > 0.3
        assert run.final_loss < 0.1, run.model


def test_an_undecided_gate_is_worse_than_no_gate_and_a_biased_one_is_better():
    runs = train_copy_first.map(
        [{"model": model, "length": 30, "seed": 1, "steps": 500} for model in MODELS]
    )
    loss = {run.model: run.final_loss for run in runs}
    for cell in ("gru", "lstm"):
        assert 0.8 < loss[cell] < 1.2
        assert loss[f"{cell}_keeping"] < 0.05
        assert loss[f"{cell}_keeping"] < loss["rnn"]
    assert loss["rnn"] < 0.8


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


def test_length_costs_the_vanilla_rnn_and_defeats_half_open_gates():
    cases = (("rnn", 10, 1000), ("rnn", 50, 1000), ("gru", 50, 400), ("lstm", 50, 400))
    runs = train_copy_first.map(
        [{"model": model, "length": n, "seed": 1, "steps": steps} for model, n, steps in cases]
    )
    short, long, gru, lstm = (run.final_loss for run in runs)
    assert short < 0.02
    assert 3 * short < long < 0.8
    assert min(gru, lstm) > 0.8
