"""Curves and tables from a record."""

import numpy as np
import pytest
from char_rnn.measures.training_curves import (
    evenly,
    final_loss,
    gradient_by_position,
    phases,
    record_at,
    smoothed,
)


def test_stretches_are_averaged_and_stand_at_their_middle():
    curve = smoothed([1, 3, 5, 7, 20], points=2)
    np.testing.assert_allclose(curve.steps, [2, 4.5])
    np.testing.assert_allclose(curve.values, [3, 13.5])
    assert smoothed([1.0, 2.0], points=10).values.tolist() == [1, 2]


def test_the_final_loss_is_the_mean_of_the_last_steps():
    assert final_loss([9, 1, 2], last=2) == 1.5


def test_dense_records_do_not_crowd_the_curve(results):
    steps = results.records["step"]
    assert steps[:4].tolist() == [1, 2, 3, 300]
    assert steps[evenly(results.records)].tolist() == [1, *range(300, 3001, 300)]
    assert steps[record_at(results.records, 1000)] == 900


def test_gradients_are_averaged_over_a_phase(results):
    spans = phases(results.records, early=3)
    assert spans == {"start": (1, 3), "middle": (1200, 1800), "end": (2400, 3000)}
    norms = gradient_by_position(results.records, *spans["start"])
    np.testing.assert_allclose(norms, results.records["per_step_grad_norm"][:3].mean(axis=0))
    with pytest.raises(ValueError, match="none is of steps 4 to 5"):
        gradient_by_position(results.records, 4, 5)


def test_phases_begin_with_the_first_step():
    assert phases({"step": np.array([1])}) == {"start": (1, 1), "end": (1, 1)}
    assert phases({"step": np.array([1, 2])}) == {"start": (1, 2), "middle": (1, 1), "end": (1, 2)}
