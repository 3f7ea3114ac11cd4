"""The quiz's figures: names and numbers in the page's language; curves that can be told apart."""

from __future__ import annotations

import numpy as np
import pytest
from minimodel.chapter_figures import quiz


def texts(figure):
    axes = figure.axes[0]
    return [t.get_text() for t in (*axes.texts, *axes.get_yticklabels(), axes.xaxis.label)]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("en", ["1,530", "4,590", "vanilla RNN", "GRU", "parameters"]),
     ("es", ["1.530", "4.590", "RNN simple", "GRU", "parámetros"])],
)  # fmt: skip
def test_bars_name_each_value(lang, expected):
    figure = quiz.bars({"vanilla": 1530, "gru": 4590}, "parameters", lang)
    assert [t for t in texts(figure) if t] == expected


def test_a_negative_bar_goes_the_other_way():
    figure = quiz.bars({"token 1": 0.7, "token 2": -0.8}, "gradient", "es", 1)
    assert [bar.get_width() for bar in figure.axes[0].patches] == [0.7, -0.8]
    assert "−0,8" in texts(figure)


def test_a_marked_point_says_its_value():
    x = np.linspace(-1, 1, 201)
    figure = quiz.lines(x, {"slope": 1 - x**2}, ("state", "slope"), "es", at=0.9)
    assert "0,19" in texts(figure)


def test_more_curves_than_can_be_told_apart_are_refused():
    curves = {name: np.ones(3) for name in ("product", "bound", "state")}
    with pytest.raises(ValueError, match="at most 2"):
        quiz.lines([0, 1, 2], curves, ("step", "norm"))
