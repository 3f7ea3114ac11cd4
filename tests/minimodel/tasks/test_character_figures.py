"""The drawings of the page on the character model: house rules and contents."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
from figure_rules import check_figure
from matplotlib.figure import Figure
from minimodel.tasks.brackets import Costs
from minimodel.tasks.character_figures import (
    closing_costs,
    learning,
    next_characters,
    shifted_by_one,
)
from minimodel.tasks.character_model import CharacterRun


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(mpl.text.Text) if text.get_text()]


def test_what_should_be_said_is_the_text_moved_by_one() -> None:
    check_figure(lambda lang: shifted_by_one("to be,", lang))
    places = [
        (*text.get_position(), text.get_text())
        for text in shifted_by_one("to be,").findobj(mpl.text.Text)
        if text.get_family() == ["monospace"] and text.get_text()
    ]
    rows = {y: "".join(t for x, row, t in sorted(places) if row == y) for _, y, _ in places}
    assert [rows[y] for y in sorted(rows)] == ["to␣be", "o␣be,"]


def test_the_best_epoch_on_the_held_out_text_is_marked() -> None:
    losses = tuple(3.4 * np.exp(-np.arange(100) / 30))
    held_out = tuple(2.4 + 2e-4 * (np.arange(100) - 12.0) ** 2)
    while_learning = tuple(np.add(losses, 1))  # which is not what is drawn
    run = CharacterRun(while_learning, losses, held_out, {}, (), {}, {}, 2)
    levels = {"guessing": np.log(33), "frequencies": 2.98, "trigram": 2.43}
    check_figure(lambda lang: learning(run, levels, lang))
    (axes,) = learning(run, levels, "es").axes
    marks = [line.get_xdata() for line in axes.lines if line.get_marker() == "D"]
    assert [list(mark) for mark in marks] == [[13]]
    assert "saber las frecuencias: 2,98" in texts(axes.figure)
    assert any(np.array_equal(line.get_ydata(), losses) for line in axes.lines)


def test_closing_costs_draws_counts_and_the_median_of_each_network() -> None:
    counted = {n: Costs(2.0, 3.0 + 1 / n) for n in (1, 3)}
    trained = {m: [Costs(1, c + shift) for c in (1, 2, 5)] for m, shift in (("gru", 0), ("rnn", 1))}
    exact = Costs(1.4, 1.38)
    check_figure(lambda lang: closing_costs(counted, trained, exact, lang))
    (axes,) = closing_costs(counted, trained, exact, "en").axes
    heights = [list(map(float, set(line.get_ydata()))) for line in axes.lines[1:]]
    assert heights == [[2], [3], [1.38]]


def test_each_temperature_has_a_panel_with_the_characters_named() -> None:
    shares = {0.5: (0.8, 0.2), 0.8: (0.6, 0.3), 1.2: (0.5, 0.3)}
    check_figure(lambda lang: next_characters(shares, "a ", lang))
    figure = next_characters(shares, "a ", "es")
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["τ = 0,5", "τ = 0,8", "τ = 1,2"]
    assert [bar.get_height() for bar in figure.axes[2].patches] == [0.5, 0.3]
    assert "␣" in texts(figure)
