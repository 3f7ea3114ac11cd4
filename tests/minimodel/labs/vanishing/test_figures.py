"""The vanishing-gradient lab's figures: the house rules, and that they draw what was measured."""

import numpy as np
import pytest
from figure_rules import check_figure
from matplotlib.colors import to_hex
from minimodel.drawing.style import PALETTE
from minimodel.labs.vanishing import figures as vanishing
from minimodel.labs.vanishing.attention import compare_attention
from minimodel.labs.vanishing.measurement import (
    gradients,
    gru,
    measure,
    orders_lost,
    vanilla_rnn,
)
from minimodel.labs.vanishing.sweeps import all_sweeps
from minimodel.labs.vanishing.theory import lag_contributions, theory

NAMES = ("decay", "sweeps", "paths", "predictions", "attention", "contributions")


@pytest.fixture(scope="module")
def draw():
    results = all_sweeps()
    by_bias = {}
    for bias in (0.0, -3.0):
        found = gradients(gru(gate_bias=bias))
        by_bias[bias] = (found.paths, found.dh)
    curves, predicted = measure(), theory(vanilla_rnn())
    attended, lags = compare_attention(vanilla_rnn()), lag_contributions(vanilla_rnn())
    functions = {
        "decay": lambda lang: vanishing.decay(curves, lang),
        "sweeps": lambda lang: vanishing.sweeps(results, lang),
        "paths": lambda lang: vanishing.path_sizes(by_bias, lang),
        "predictions": lambda lang: vanishing.predictions(predicted, lang),
        "attention": lambda lang: vanishing.attention(attended, lang),
        "contributions": lambda lang: vanishing.contributions(lags, lang),
    }
    assert set(functions) == set(NAMES)
    return functions


@pytest.mark.parametrize("name", NAMES)
def test_house_rules(draw, name):
    check_figure(draw[name])


def test_decay_has_three_curves_over_fifty_steps_on_a_log_axis(draw):
    (axes,) = draw["decay"]("en").axes
    assert axes.get_yscale() == "log"
    for line, g in zip(axes.lines, measure().values(), strict=True):
        np.testing.assert_array_equal(line.get_xdata(), range(50))
        np.testing.assert_array_equal(line.get_ydata(), g[:50])
    colors = [to_hex(line.get_color()) for line in axes.lines]
    assert colors == [PALETTE["rnn"], PALETTE["gru"], PALETTE["gru"]]
    solid, dashed = (line.get_linestyle() for line in axes.lines[1:])
    assert (solid, dashed) == ("-", "--")


def test_decay_is_annotated_with_the_orders_lost(draw):
    (axes,) = draw["decay"]("en").axes
    said = " ".join(text.get_text() for text in axes.texts)
    for g in measure().values():
        assert f"loses {orders_lost(g):.1f} orders" in said


def test_an_exact_zero_can_be_drawn():
    g = np.array([0.0, 1e-3, 1.0])
    (axes,) = vanishing.decay({"rnn": g}, "en").axes
    assert axes.lines[0].get_ydata().tolist() == [5e-324, 1e-3]
    assert "loses ∞ orders" in axes.texts[0].get_text()


def test_sweeps_share_one_scale(draw):
    panels = draw["sweeps"]("en").axes
    assert [len(axes.lines) for axes in panels] == [5, 4, 4, 4, 3]
    assert {axes.get_ylim() for axes in panels} == {(1e-15, 1e5)}
