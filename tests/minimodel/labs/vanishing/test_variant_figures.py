"""The figures of the vanishing-gradient lab's solution."""

import numpy as np
import pytest
from figure_rules import check_figure
from minimodel.labs.vanishing.measurement import measure
from minimodel.labs.vanishing.trained import compare_training
from minimodel.labs.vanishing.variant_figures import scales, training
from minimodel.sequence_baselines.language_model import train_rnn

SIGMAS = (0.05, 0.1, 0.2, 0.3)


@pytest.fixture(scope="module")
def by_sigma():
    return {sigma: measure(sigma=sigma) for sigma in SIGMAS}


@pytest.fixture(scope="module")
def comparison():
    return compare_training(train_rnn(epochs=2))


def test_house_rules(by_sigma, comparison):
    check_figure(lambda lang: scales(by_sigma, lang))
    check_figure(lambda lang: training(comparison, lang))


def test_a_panel_for_each_scale_holds_the_three_curves(by_sigma):
    panels = scales(by_sigma, "es").axes
    assert [axes.get_title(loc="left") for axes in panels] == [
        f"σ = {text}" for text in ("0,05", "0,1", "0,2", "0,3")
    ]
    assert {axes.get_ylim() for axes in panels} == {panels[0].get_ylim()}
    for axes, curves in zip(panels, by_sigma.values(), strict=True):
        for line, g in zip(axes.lines, curves.values(), strict=True):
            np.testing.assert_array_equal(line.get_ydata(), g)


def test_training_is_drawn_relative_to_the_loss(comparison):
    above, below = training(comparison, "en").axes
    for axes, curves in ((above, comparison.lines), (below, comparison.sequence)):
        for line, g in zip(axes.lines, curves.values(), strict=True):
            np.testing.assert_allclose(line.get_ydata(), g / g[-1])
