"""The figures of the exercise character-model keep the house's rules and show their numbers."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest
from figure_rules import check_figure
from matplotlib.figure import Figure
from minimodel.exercises.character_model_figures import line_costs, marks, rates

LINE = "we help , you"
NATS = {"counted": np.linspace(0, 5, len(LINE)), "trained": np.linspace(3, 0, len(LINE))}
LOSSES = {0.003: [2.4, 2.5], 0.02: [1.3, 1.4], 0.5: [6.0, 8.0]}
PERPLEXITIES = {"characters_3": [202.4], "tokens_2": [27.72], "gru": [15.0, 19.0, 17.4]}


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(mpl.text.Text) if text.get_text()]


def test_the_figures_keep_the_rules() -> None:
    check_figure(lambda lang: line_costs(LINE, NATS, lang))
    check_figure(lambda lang: marks(PERPLEXITIES, lang))
    check_figure(lambda lang: rates(LOSSES, 40, 3.5, lang))


def test_each_character_has_its_bar() -> None:
    figure = line_costs(LINE, NATS)
    heights = [[bar.get_height() for bar in axes.patches] for axes in figure.axes]
    assert heights == [values.tolist() for values in NATS.values()]
    assert [t.get_text() for t in figure.axes[0].get_xticklabels()] == list(LINE.replace(" ", "␣"))


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="line: expected at most 36 characters, got 40"):
        line_costs("a" * 40, {"counted": np.zeros(40)})
    with pytest.raises(ValueError, match="nats: 'counted' has 2 costs for 3 characters"):
        line_costs("abc", {"counted": np.zeros(2)})


def test_bars_say_the_median() -> None:
    written = texts(marks(PERPLEXITIES, "es"))
    assert {"202,4", "27,7", "17,4"} <= set(written)


def test_each_seed_has_its_dot() -> None:
    (axes,) = rates(LOSSES, 40, 3.5, "es").axes
    assert [list(line.get_ydata()) for line in axes.lines[:3]] == list(LOSSES.values())
    assert [t.get_text() for t in axes.get_xticklabels()] == ["0,003", "0,02", "0,5"]
