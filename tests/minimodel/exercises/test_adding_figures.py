"""The figures of the adding problem keep the house's rules and show what was measured."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest
from figure_rules import check_figure
from matplotlib.figure import Figure
from minimodel.exercises.adding import Run
from minimodel.exercises.adding_figures import answers, learning, scores, sequence


def a_run(level: float) -> Run:
    sums = np.linspace(0.1, 1.9, 20)
    return Run((level,) * 40, level, tuple(sums), tuple(0.5 + 0.5 * sums))


RUNS = {"rnn": [a_run(0.17), a_run(0.16)], "gru": [a_run(0.001), a_run(0.002)]}


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(mpl.text.Text) if text.get_text()]


def test_the_figures_keep_the_rules() -> None:
    check_figure(lambda lang: sequence([0.3, 0.1, 0.8, 0.2], [1, 0, 0, 1], lang))
    check_figure(lambda lang: learning(RUNS, lang, last=40))
    check_figure(lambda lang: answers({cell: runs[0] for cell, runs in RUNS.items()}, lang))


def test_a_sequence_shows_its_sum() -> None:
    assert "0,3 + 0,2 = 0,5" in texts(sequence([0.3, 0.1, 0.8, 0.2], [1, 0, 0, 1], "es"))
    with pytest.raises(ValueError, match="marks: expected 2, one for each number, got 3"):
        sequence([0.5, 0.5], [1, 0, 1])


def test_a_curve_is_the_mean_of_ten_steps() -> None:
    (axes,) = learning(RUNS, "en", last=40).axes
    curves = [line for line in axes.lines if len(line.get_xdata()) == 4]
    assert len(curves) == 4
    assert curves[2].get_xdata().tolist() == [5, 15, 25, 35]
    assert curves[2].get_ydata().tolist() == pytest.approx([0.001] * 4)


def test_scores_say_median_and_range() -> None:
    table = scores({("gru", 50, 400): [a_run(0.001), a_run(0.003), a_run(0.002)]}, "es")
    assert table.rows == [["GRU", "50", "400", "0,0020 (0,0010 … 0,0030)"]]
