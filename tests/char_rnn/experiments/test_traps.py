"""Mistakes that raise no error: each is in the gradient, and only where it should be."""

from __future__ import annotations

import numpy as np
import pytest
from char_rnn import train
from char_rnn.experiments import traps

CHANGED = {
    "no_transpose": {"dW_xh", "dW_hh", "db_h"},
    "slope_before": {"dW_xh", "dW_hh", "db_h"},
    "readout_before": {"dW_hy"},
}


@pytest.mark.parametrize("trap", [name for name in traps.TRAPS if name != traps.RIGHT])
def test_a_trap_spoils_the_gradients_that_it_should_and_no_other(trap):
    model = train.CharRNN(5, hidden_size=4)
    train.init_parameters(model, seed=1)
    h_0 = np.random.default_rng(2).uniform(-0.5, 0.5, 4)
    fwd = train.forward(model, np.array([0, 3, 1, 4, 2, 2]), h_0)
    right = train.backward(model, fwd, clip=0)
    wrong = traps.backward_with(trap)(model, fwd, clip=0)
    names = [f"d{name}" for name in model.parameters()]
    changed = {n for n in names if not np.allclose(getattr(right, n), getattr(wrong, n))}
    assert changed == CHANGED[trap]


def test_without_a_trap_it_trains_as_train_py_does():
    from char_rnn.runs.default_run import default_corpus, train_on

    run = train_on(default_corpus(), steps=300, seed=42)
    expected = train.compute_val_loss(run.model, run.val_ids)
    assert traps.loss_with(trap=traps.RIGHT, steps=300) == expected


def test_it_says_so_when_train_py_has_changed(monkeypatch):
    monkeypatch.setitem(traps.TRAPS, "gone", ("not in train.py", "x"))
    with pytest.raises(ValueError, match=r"TRAPS\['gone'\]"):
        traps.backward_with("gone")
