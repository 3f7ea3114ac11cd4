"""The figures of the page on remedies: the cells, the norms, and the reach of the gradient."""

import numpy as np
import pytest
from figure_rules import check_figure
from minimodel.chapter_figures.cells import gru_cell, lstm_cell
from minimodel.remedies.brackets import read, train_brackets
from minimodel.remedies.figures import PANELS, clipping, reach, reading
from minimodel.remedies.reach import all_input_gradients
from minimodel.remedies.trained import Run

WILD = Run((1.0,) * 60, (*np.geomspace(1, 1e20, 59).tolist(), float("inf")))
TAME = Run((1.0,) * 400, tuple(0.5 + step % 7 for step in range(400)))


@pytest.fixture(scope="module")
def gradients():
    return all_input_gradients()


def test_house_rules(gradients):
    check_figure(lstm_cell)
    check_figure(gru_cell)
    check_figure(lambda lang: clipping(WILD, TAME, lang))
    check_figure(lambda lang: reach(gradients, lang))
    text = "a cat (old) sat"
    inside = read(train_brackets(seed=1).network, text)
    check_figure(lambda lang: reading(inside, text, lang))


def test_every_letter_stands_below_what_it_does():
    text = "a (b) c"
    inside = dict.fromkeys(
        ("input", "candidate", "forget", "cell", "output", "answer"), np.linspace(0, 1, 7)
    )
    figure = reading(inside, text, "en")
    shown = [each.get_text() for each in figure.axes[-1].get_xticklabels()]
    assert "".join(shown) == "a␣(b)␣c"
    for axes in figure.axes:
        assert len(axes.lines[0].get_xdata()) == len(text)


def texts(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_the_lstm_has_three_gates_one_candidate_and_one_sum():
    shown = texts(lstm_cell("en"))
    assert [shown.count(sign) for sign in ("σ", "tanh", "×", "+")] == [3, 2, 3, 1]


def test_the_gru_has_two_gates_one_candidate_and_one_sum():
    shown = texts(gru_cell("en"))
    assert [shown.count(sign) for sign in ("σ", "tanh", "×", "+")] == [2, 1, 3, 1]


def test_the_norm_after_clipping_never_exceeds_one():
    wild, before, after = clipping(WILD, TAME, "en").axes[0].lines
    assert len(wild.get_ydata()) == 59
    assert max(before.get_ydata()) > 6
    assert max(after.get_ydata()) == 1


def test_every_curve_has_a_look_of_its_own(gradients):
    panels = reach(gradients, "en").axes
    curves = [line for axes in panels for line in axes.lines]
    assert len(curves) == sum(map(len, PANELS.values())) == 12
    styles = {(line.get_color(), str(line.get_linestyle()), line.get_marker()) for line in curves}
    assert len(styles) == len(curves)
