"""The recurrences side by side: equal in size, and what a reader sees of their trainings."""

from __future__ import annotations

import numpy as np
import pytest
from minimodel.tasks.memory_tasks import LETTERS, TASKS
from minimodel.tasks.recurrences import (
    BLOCK,
    EPOCHS,
    RECURRENCES,
    network,
    train_memory,
    train_text,
)
from minimodel.tasks.today_tables import average


@pytest.mark.parametrize("task", TASKS)
def test_networks_have_nearly_the_same_size(task: str) -> None:
    symbols, answers = TASKS[task].symbols, TASKS[task].answers
    sizes = [
        network(name, symbols, answers, np.random.default_rng(0)).parameter_count()
        for name in RECURRENCES
    ]
    assert max(sizes) < 1.05 * min(sizes)


def test_a_vanilla_rnn_keeps_the_last_letter_and_an_lru_does_not() -> None:
    rnn, lru = (train_memory(model=model, task="last", seed=0) for model in ("rnn", "lru"))
    assert rnn.at(500) > 0.85
    assert lru.at(50) < 0.5
    assert len(rnn.right) == 500 // BLOCK and rnn.at(BLOCK) == rnn.right[0]


def test_a_gate_without_weights_stays_so_and_forgets_the_last_letter() -> None:
    net = network("fixed", 5, 4, np.random.default_rng(0))
    gate = "recurrent.layer.W_xh"
    logits, *_ = net.forward(np.zeros((1, 3), int))
    net.backward(np.ones_like(logits))
    assert not net.params[gate][:28].any() and not net.grads[gate][:28].any()
    assert net.grads[gate][28:].any() and net.grads["recurrent.layer.b_h"][:28].any()
    fixed, free = (train_memory(model=model, task="last", seed=0) for model in ("fixed", "min_gru"))
    assert fixed.at(50) < 0.5 < 0.9 < free.at(50)


def test_an_lru_names_the_letter_of_ten_steps_ago_and_a_gru_does_not() -> None:
    lru, gru, straight = (
        train_memory(model=model, task="delayed", seed=1)
        for model in ("lru", "gru", "lru_straight")
    )
    assert average(lru) > 0.55
    assert average(straight) < 0.4  # the same, but for the angles
    assert average(gru) < 0.5
    assert average(gru) > 1 / LETTERS - 0.1


def test_parity_takes_factors_of_both_signs_that_see_the_input() -> None:
    early = {
        model: train_memory(model=model, task="parity", seed=2).at(10)
        for model in ("gru", "min_gru", "signed")
    }
    assert early["gru"] > 0.95 and early["signed"] > 0.95
    assert early["min_gru"] < 0.9


def test_swaps_take_more_than_a_diagonal() -> None:
    gru, signed = (train_memory(model=model, task="ball", seed=0) for model in ("gru", "signed"))
    assert gru.at(500) > 0.85
    assert signed.at(500) < 0.5


def test_a_text_is_learned_better_than_by_guessing() -> None:
    run = train_text(model="min_gru", seed=0)
    assert len(run.held_out) == EPOCHS
    assert run.best == min(run.held_out) < 2.7
