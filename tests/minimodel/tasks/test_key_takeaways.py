"""What pages 6 and 8 say of untrained layers, for more seeds than the one they show."""

from __future__ import annotations

import numpy as np
import pytest
from minimodel.mathematics.clipping import clip_by_global_norm
from minimodel.nn.bidirectional import Bidirectional
from minimodel.nn.gru import GRU
from minimodel.nn.recurrent import Recurrent
from minimodel.nn.rnn import RNN
from minimodel.nn.stacked import Stacked

SEEDS = range(5)


def orders_lost(layer: Recurrent, seed: int) -> float:
    rng = np.random.default_rng(seed)
    layer.forward(rng.normal(size=(1, 50, 10)))
    dx, *_ = layer.backward(None, rng.normal(size=(1, 1, 32)))
    last, first = np.linalg.norm(dx[0, [-1, 0]], axis=1)
    return float(np.log10(last / first))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_gru_without_a_gate_bias_loses_the_past_as_well_and_one_with_it_keeps_it(
    seed: int,
) -> None:
    assert orders_lost(RNN(10, 32, seed), seed) > 8
    assert orders_lost(GRU(10, 32, seed), seed) > 8
    assert orders_lost(GRU(10, 32, seed, gate_bias=3), seed) < 2


@pytest.mark.parametrize("seed", SEEDS)
def test_four_times_the_weights_make_the_gradient_explode_and_clipping_cuts_it_to_1(
    seed: int,
) -> None:
    layer = RNN(10, 32, seed)
    layer.params["W_hh"][...] *= 4
    orders_lost(layer, seed)
    norms = clip_by_global_norm(layer.grads, 1.0)
    assert norms.before > 50
    assert norms.after == pytest.approx(1)


def test_deep_4_x_64_is_not_of_the_size_of_1_x_128() -> None:
    shallow = Stacked(RNN, 10, 128, layers=1, rng=0)
    deep = Stacked(RNN, 10, 64, layers=4, rng=0)
    assert (shallow.parameter_count(), deep.parameter_count()) == (17_792, 29_568)
    # PyTorch has a second bias vector in every layer.
    assert (shallow.parameter_count() + 128, deep.parameter_count() + 4 * 64) == (17_920, 29_824)


def test_one_way_reads_half_of_what_both_ways_join() -> None:
    layer = Bidirectional(RNN, 10, 32, 0)
    outputs, h_n = layer.forward(np.random.default_rng(0).normal(size=(4, 20, 10)))
    assert outputs.shape == (4, 20, 64)
    assert h_n.shape == (2, 4, 32)
    np.testing.assert_array_equal(h_n[0], outputs[:, -1, :32])
    np.testing.assert_array_equal(h_n[1], outputs[:, 0, 32:])
    single, stacked = 32 * (10 + 32 + 1), 32 * (64 + 32 + 1)
    assert layer.parameter_count() == 2 * single
    both = Stacked(lambda *given: Bidirectional(RNN, *given), 10, 32, layers=2, rng=0)
    assert both.parameter_count() == 2 * (single + stacked)
