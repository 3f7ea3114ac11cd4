"""Figures of the chapter's second page: the house rules, and what they say about the recurrence."""

import numpy as np
import pytest
from figure_rules import check_figure
from minimodel.chapter_figures.echo import echoes, flip_flop
from minimodel.chapter_figures.recurrence import loop_and_unrolled, two_layers


@pytest.mark.parametrize("draw", [loop_and_unrolled, two_layers])
def test_diagrams_keep_the_house_rules(draw):
    check_figure(draw)


def test_three_steps_are_unrolled_and_each_matrix_named():
    texts = [text.get_text() for text in loop_and_unrolled("en").axes[0].texts]
    for name in ("x₁", "x₂", "x₃", "h₀", "h₁", "h₂", "h₃", "y₁", "y₂", "y₃", "xₜ", "hₜ", "yₜ"):
        assert texts.count(name) == 1, name
    assert (texts.count("W_hh"), texts.count("W_xh"), texts.count("W_hy")) == (2, 1, 1)


def test_two_layers_have_a_last_state_each():
    (axes,) = two_layers("en").axes
    widths = [patch.get_linewidth() for patch in axes.patches if patch.get_linewidth() > 3]
    assert len(widths) == 2
    assert [text.get_text() for text in axes.texts].count("h₃") == 2


def test_echoes_draws_every_state():
    states = {w: np.tanh(w) ** np.arange(15.0) for w in (0, 0.5, 0.9, 1.5)}
    check_figure(lambda lang: echoes(states, lang))
    (axes,) = echoes(states).axes
    for line, h in zip(axes.lines, states.values(), strict=True):
        np.testing.assert_array_equal(line.get_ydata(), h)


def test_flip_flop_draws_the_pushes_and_both_states():
    pushes = np.array([1.0, 0, 0, -2.0, 0])
    states = {0.9: np.linspace(0, 0.5, 5), 1.5: np.array([0.8, 0.8, 0.8, -0.6, -0.8])}
    check_figure(lambda lang: flip_flop(pushes, states, lang))
    above, below = flip_flop(pushes, states).axes
    assert [text.get_text() for text in above.texts] == ["+1", "−2"]
    for line, h in zip(below.lines, states.values(), strict=False):
        np.testing.assert_array_equal(line.get_ydata(), h)
