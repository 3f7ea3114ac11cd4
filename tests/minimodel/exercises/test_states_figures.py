"""The figures of the hidden states keep the house's rules and show the sentences they are given."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest
from figure_rules import check_figure
from matplotlib.figure import Figure
from minimodel.exercises.states import Look, States
from minimodel.exercises.states_figures import maps, planes, positions, separations

RNG = np.random.default_rng(1)
TEXTS = [f"the film {number} is never bad" for number in range(40)]
LABELS = np.arange(40) % 2
SEEN = Look(
    TEXTS,
    LABELS,
    States(RNG.normal(size=(240, 5)), np.repeat(np.arange(40), 6), np.tile(np.arange(6)[::-1], 40)),
)


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(mpl.text.Text) if text.get_text()]


def test_the_figures_keep_the_rules() -> None:
    points = RNG.normal(size=(40, 2))
    shares = RNG.uniform(0.5, 1, (2, 8))
    check_figure(lambda lang: planes(SEEN, [4, 1, 0], lang))
    check_figure(lambda lang: positions(SEEN, [TEXTS[1], TEXTS[2]], lang))
    check_figure(lambda lang: maps(points, 9 * points, LABELS, lang))
    check_figure(lambda lang: separations(shares, shares / 2, lang))


def test_panels_say_how_many_words_are_to_come() -> None:
    written = texts(planes(SEEN, [3, 1, 0], "es"))
    assert {"faltan 3 palabras", "falta una palabra", "tras la última palabra"} <= set(written)


def test_a_path_bears_the_words_of_its_sentence() -> None:
    written = texts(positions(SEEN, [TEXTS[1], TEXTS[2]], "en"))
    assert written.count("never") == written.count("bad") == 2
    assert {"1", "2"} <= set(written)
    with pytest.raises(ValueError, match="'no film' is not among the sentences"):
        positions(SEEN, ["no film", TEXTS[2]])
    with pytest.raises(ValueError, match="first one of praise, then one of blame"):
        positions(SEEN, [TEXTS[2], TEXTS[1]])


def test_the_last_word_stands_on_the_right() -> None:
    axes = separations(np.full((2, 4), 0.9), np.full((2, 4), 0.5), "en").axes[0]
    left, right = axes.get_xlim()
    assert left > right
