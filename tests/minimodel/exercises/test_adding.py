"""The reference of the adding problem: its gradients, its batches side by side, what it learns."""

from __future__ import annotations

import numpy as np
import pytest
from gradient_check import numerical_gradient, relative_error
from minimodel.exercises.adding import (
    BASELINE,
    TARGET,
    compare,
    loss_and_gradients,
    make_network,
    predict,
    run,
    train,
)
from minimodel.tasks.adding import adding_batch


@pytest.mark.parametrize("cell", ["gru", "rnn"])
def test_every_gradient_is_the_derivative_of_the_loss(cell: str) -> None:
    network = make_network(0, cell)
    x, targets = adding_batch(3, 5, np.random.default_rng(0))
    _, gradients = loss_and_gradients(network, x, targets)
    kept = {name: value.copy() for name, value in gradients.items()}
    for name, parameter in network.params.items():
        measured = numerical_gradient(
            lambda: float(loss_and_gradients(network, x, targets)[0]), parameter
        )
        assert relative_error(kept[name], measured) < 1e-6, name


def test_the_loss_is_the_mean_squared_error_of_the_answers() -> None:
    network = make_network(1)
    x, targets = adding_batch(20, 8, np.random.default_rng(1))
    loss, _ = loss_and_gradients(network, x, targets)
    assert loss == pytest.approx(np.mean((predict(network, x) - targets) ** 2))


def test_the_baseline_is_what_the_mean_misses() -> None:
    _, targets = adding_batch(100_000, 10, np.random.default_rng(2))
    assert targets.mean() == pytest.approx(1, abs=0.01)
    assert np.var(targets) == pytest.approx(BASELINE, abs=0.003)


def test_a_trained_network_adds_and_an_untrained_one_does_not() -> None:
    x, targets = adding_batch(500, 10, np.random.default_rng(3))
    assert np.mean((predict(make_network(5), x) - targets) ** 2) > 0.1
    assert np.mean((predict(train(10, 5), x) - targets) ** 2) < TARGET


def test_networks_side_by_side_are_those_trained_alone() -> None:
    both = run.function(cell="gru", length=6, steps=15, seed=(3, 4))
    (alone,) = run.function(cell="gru", length=6, steps=15, seed=(4,))
    assert len(both[0].losses) == 15
    assert both[0].error != both[1].error
    assert both[1].error == pytest.approx(alone.error, rel=1e-4)
    assert len(alone.answers) == len(alone.sums) == 150


def test_each_case_is_run_from_every_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minimodel.exercises.adding.SEEDS", (0, 1))
    runs = compare([("gru", 4, 2), ("rnn", 5, 3)])
    assert {case: [len(each.losses) for each in several] for case, several in runs.items()} == {
        ("gru", 4, 2): [2, 2],
        ("rnn", 5, 3): [3, 3],
    }
