"""Figures of the chapter's third page: the house rules, and that they draw what was measured."""

from types import SimpleNamespace

import numpy as np
import pytest
from figure_rules import check_figure
from minimodel.chapter_figures.bptt import way_back
from minimodel.tasks import reach_figures as chapter_reach
from minimodel.tasks.cliff import surface
from minimodel.tasks.gradient_flow import (
    first_input_reach,
    orders_gained,
    read_noise,
    send_back,
)


def test_the_way_back_names_each_transpose_and_each_term():
    check_figure(way_back)
    texts = [text.get_text() for text in way_back("en").axes[0].texts]
    for name in ("L", "J₂ᵀ", "J₃ᵀ", "h₀", "h₁", "h₂", "h₃"):
        assert texts.count(name) == 1, name
    assert sum(text.startswith("term of") for text in texts) == 3


def test_first_input_draws_one_run_in_the_range_of_all():
    over_seeds = np.array([first_input_reach(*read_noise(seed)[::2]) for seed in range(3)])
    check_figure(lambda lang: chapter_reach.first_input(over_seeds[0], over_seeds, lang))
    (axes,) = chapter_reach.first_input(over_seeds[0], over_seeds).axes
    assert axes.get_yscale() == "log"
    np.testing.assert_array_equal(axes.lines[0].get_ydata(), over_seeds[0])


def test_powers_keeps_its_limits_and_marks_the_radius():
    matrices = [send_back(scale) for scale in (0.5, 1.0, 1.5)]
    check_figure(lambda lang: chapter_reach.powers(matrices, lang))
    (axes,) = chapter_reach.powers(matrices).axes
    assert axes.get_ylim() == pytest.approx((1e-20, 1e20))
    for matrix, line, crosses in zip(matrices, axes.lines[:6:2], axes.lines[1:6:2], strict=True):
        np.testing.assert_array_equal(line.get_ydata(), matrix.norms)
        np.testing.assert_allclose(crosses.get_ydata(), matrix.radius ** np.arange(0, 101, 10))


def test_losses_by_length_draws_medians_and_ranges_for_each_model_and_offset():
    losses = {"rnn": (0.003, 0.1), "gru": (0.0001, 1.0), "lstm": (0.002, 1.0)}
    runs = {
        (model, length, offset): [SimpleNamespace(final_loss=loss * k) for k in (1, 2, 5)]
        for model, both in losses.items()
        for length, loss in zip((10, 50), both, strict=True)
        for offset in (0.0, 1.0)
    }
    runs |= {("rnn", 100, o): [SimpleNamespace(final_loss=0.3)] * 3 for o in (0.0, 1.0)}
    check_figure(lambda lang: chapter_reach.losses_by_length(runs, lang))
    figure = chapter_reach.losses_by_length(runs)
    assert len(figure.axes) == 2
    for axes in figure.axes:
        drawn = [container.lines[0].get_ydata() for container in axes.containers]
        for model, line in zip(losses, drawn, strict=True):
            middle = [2 * loss for loss in losses[model]]
            np.testing.assert_allclose(line, [*middle, 0.3] if model == "rnn" else middle)


def test_chaos_draws_a_median_for_each_noise():
    orders = {noise: {s: orders_gained(s, noise, seeds=3) for s in (1, 3)} for noise in (0, 0.3, 1)}
    check_figure(lambda lang: chapter_reach.chaos(orders, lang))
    (axes,) = chapter_reach.chaos(orders).axes
    for line, by_scale in zip(axes.lines[1:], orders.values(), strict=True):
        np.testing.assert_allclose(line.get_ydata(), [np.median(o) for o in by_scale.values()])


def test_cliff_draws_what_it_is_given():
    near = surface(np.linspace(1.3, 1.4, 5))
    check_figure(lambda lang: chapter_reach.cliff(near, lang))
    above, below = chapter_reach.cliff(near).axes
    np.testing.assert_array_equal(above.lines[0].get_ydata(), near.losses)
    np.testing.assert_array_equal(below.lines[0].get_ydata(), np.abs(near.slopes))
