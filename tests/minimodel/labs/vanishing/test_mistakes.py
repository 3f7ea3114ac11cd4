"""Wrong backward passes: each is wrong by what it leaves out, and most hide in the plot."""

import numpy as np
import pytest
from minimodel.labs.vanishing.measurement import gru, vanilla_rnn
from minimodel.labs.vanishing.mistakes import (
    GRU_MISTAKES,
    RNN_MISTAKES,
    mistakes,
    wrong_steps,
)
from minimodel.labs.vanishing.sequences import synthetic_sequence
from minimodel.labs.vanishing.tables import mistake_table
from minimodel.sequence_baselines.jacobians import jacobians

BOTH = pytest.mark.parametrize("option", ["A", "B"])


@BOTH
def test_none_is_rounding_but_most_hide_in_the_plot(option):
    found = {each.name: each for each in mistakes(option)}
    assert list(found) == [*RNN_MISTAKES, *GRU_MISTAKES]
    assert all(each.error > 1e-4 for each in found.values())
    hidden = [name for name, each in found.items() if abs(each.orders_too_many) < 0.12]
    assert hidden == ["no_slope", "previous_slope", "no_gates", "other_convention"]
    assert 3.5 < found["highway_only"].orders_too_many < 5
    assert found["transposed"].error > 1


def test_each_step_differs_from_the_jacobian_by_what_it_leaves_out():
    ids = synthetic_sequence().ids
    rnn, gated = vanilla_rnn(sigma=0.3), gru(sigma=0.3)
    _, h = rnn.forward(ids)
    right = jacobians(rnn, ids)
    slopes = (1 - h**2)[:, :, None]
    np.testing.assert_allclose(wrong_steps("no_slope", rnn) * slopes, right)
    np.testing.assert_allclose(wrong_steps("transposed", rnn) / slopes, [rnn.W_hh.T] * len(ids))
    np.testing.assert_allclose(
        wrong_steps("previous_slope", rnn)[1:] / slopes[:-1], [rnn.W_hh] * (len(ids) - 1)
    )
    z, _ = gated.gates(ids)
    np.testing.assert_allclose(wrong_steps("highway_only", gated), [np.diag(1 - row) for row in z])
    gates = jacobians(gated, ids) - wrong_steps("no_gates", gated)
    assert np.abs(gates).max() > 1e-3


def test_with_the_gate_wide_open_the_other_convention_keeps_what_should_go():
    gated = gru(gate_bias=30.0)
    identity = [np.eye(32)] * 50
    np.testing.assert_allclose(wrong_steps("other_convention", gated), identity, atol=1e-9)


def test_an_unknown_mistake_is_named():
    with pytest.raises(ValueError, match="'highway_only' is no mistake of VanillaRNN"):
        wrong_steps("highway_only", vanilla_rnn())
    with pytest.raises(ValueError, match="'no_slope' is no mistake of GRU"):
        wrong_steps("no_slope", gru())


def test_the_table_is_in_the_readers_language():
    assert "GRU: solo la vía directa" in str(mistake_table(lang="es"))
    assert "+4.2621" in str(mistake_table())
