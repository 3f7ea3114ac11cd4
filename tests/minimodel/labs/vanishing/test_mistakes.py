"""Wrong backward passes: each is wrong by what it leaves out, and most hide in the plot."""

import numpy as np
import pytest
from minimodel.labs.vanishing.measurement import gradients, gru, vanilla_rnn
from minimodel.labs.vanishing.mistakes import OF_GRU, OF_RNN, mistakes
from minimodel.labs.vanishing.sequences import synthetic_sequence
from minimodel.labs.vanishing.tables import mistake_table
from minimodel.labs.vanishing.wrong_backward import backward

BOTH = pytest.mark.parametrize("option", ["A", "B"])


@BOTH
def test_none_is_rounding_but_most_hide_in_the_plot(option):
    found = {each.name: each for each in mistakes(option)}
    assert list(found) == [*OF_RNN, *OF_GRU]
    assert all(each.error > 1e-4 for each in found.values())
    hidden = [name for name, each in found.items() if abs(each.orders_too_many) < 0.12]
    assert hidden == ["no_dtanh", "dtanh_before", "no_gates", "swapped_convention"]
    assert 3.5 < found["highway_only"].orders_too_many < 5
    assert found["transposed_W_hh"].error > 1


def wrong(name, model):
    sequence = synthetic_sequence()
    return backward(model, sequence.ids, sequence.target, name)


def test_each_step_differs_from_the_right_one_by_what_it_leaves_out():
    rnn, gated = vanilla_rnn(sigma=0.3), gru(sigma=0.3)
    _, h = rnn.forward(synthetic_sequence().ids)
    slope = 1 - h**2
    dh = wrong("no_dtanh", rnn)
    np.testing.assert_allclose(dh[:-1], dh[1:] @ rnn.W_hh)
    dh = wrong("transposed_W_hh", rnn)
    np.testing.assert_allclose(dh[:-1], (dh[1:] * slope) @ rnn.W_hh.T)
    dh = wrong("dtanh_before", rnn)
    np.testing.assert_allclose(dh[1:-1], (dh[2:] * slope[:-1]) @ rnn.W_hh)
    z, _ = gated.gates(synthetic_sequence().ids)
    dh = wrong("highway_only", gated)
    np.testing.assert_allclose(dh[:-1], (1 - z) * dh[1:])
    right = gradients(gated).dh
    dh = wrong("no_gates", gated)
    assert np.abs(dh[-2] - right[-2]).max() > 1e-3 * np.abs(right[-2]).max()


def test_with_the_gate_wide_open_the_other_convention_keeps_what_should_go():
    dh = wrong("swapped_convention", gru(gate_bias=30.0))
    np.testing.assert_allclose(dh[:-1], dh[1:], atol=1e-9)


def test_the_table_is_in_the_readers_language():
    assert "GRU: solo la vía directa" in str(mistake_table(lang="es"))
    assert "+4.2621" in str(mistake_table())
