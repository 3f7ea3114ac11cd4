"""All steps at once give what one step after the other gives, in about log2 T rounds."""

from __future__ import annotations

import numpy as np
import pytest
from minimodel.tasks.linear_recurrence import gates_from_inputs, parallel_scan, step_by_step
from minimodel.tasks.next_token_cost import (
    attention_memory,
    attention_multiplications,
    recurrent_memory,
    recurrent_multiplications,
)


@pytest.mark.parametrize(("steps", "rounds"), [(1, 0), (2, 1), (7, 3), (8, 3), (9, 4), (1000, 10)])
def test_both_ways_agree_for_any_length(steps: int, rounds: int) -> None:
    rng = np.random.default_rng(steps)
    a, b = rng.uniform(0, 1, (steps, 5)), rng.normal(size=(steps, 5))
    kept = a.copy(), b.copy()
    slow, fast = step_by_step(a, b), parallel_scan(a, b)
    np.testing.assert_allclose(fast.h, slow.h, rtol=0, atol=1e-12)
    assert (slow.rounds, fast.rounds) == (steps, rounds)
    np.testing.assert_array_equal((a, b), kept)


def test_states_are_those_of_the_closed_form() -> None:
    a, b = np.full((6, 1), 0.5), np.ones((6, 1))
    expected = 2 - 0.5 ** np.arange(6)  # 1 + 1/2 + 1/4 + …
    np.testing.assert_allclose(parallel_scan(a, b).h[:, 0], expected)


def test_gates_weigh_the_old_state_and_the_candidate() -> None:
    rng = np.random.default_rng(0)
    x, W_z, W_n = rng.normal(size=(4, 3)), np.zeros((2, 3)), rng.normal(size=(2, 3))
    a, b = gates_from_inputs(x, W_z, W_n, np.array([0.0, -np.log(3)]))
    np.testing.assert_allclose(a, np.tile([0.5, 0.75], (4, 1)))
    np.testing.assert_allclose(b, (1 - a) * (x @ W_n.T))


def test_costs_count_what_is_multiplied_and_kept() -> None:
    t, d = np.array([1, 10]), 4
    assert recurrent_multiplications(t, d).tolist() == [32, 32]
    assert attention_multiplications(t, d).tolist() == [72, 144]
    assert recurrent_memory(t, d).tolist() == [4, 4]
    assert attention_memory(t, d).tolist() == [8, 80]
