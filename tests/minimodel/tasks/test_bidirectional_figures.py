"""The drawings of the page on bidirectional and deep networks: house rules and contents."""

from __future__ import annotations

from functools import cache

import matplotlib as mpl
import numpy as np
from figure_rules import check_figure
from matplotlib.figure import Figure
from minimodel.tasks.bidirectional_figures import (
    chance_losses,
    dependence_maps,
    tagger_scores,
    two_directions,
)
from minimodel.tasks.character_model import CharacterRun
from minimodel.tasks.depth_figures import dropout_curves, stacked_layers
from minimodel.tasks.reading_ahead import ReadingAhead
from minimodel.tasks.sense_tagger import TaggerRun

WORDS = ("the", "bank", "of", "the", "river")


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(mpl.text.Text) if text.get_text()]


def run(reader: str, before: float, after: float) -> TaggerRun:
    return TaggerRun(reader, 32, {}, (), {"before": before, "after": after}, {})


@cache
def character_run(level: float) -> CharacterRun:
    falling = tuple(level + 3 * np.exp(-np.arange(100) / 20))
    return CharacterRun({}, falling, falling, falling[::-1], (), {}, {}, 2)


def test_both_chains_and_the_joined_states_are_drawn() -> None:
    check_figure(lambda lang: two_directions(WORDS, 1, lang))
    written = texts(two_directions(WORDS, 1, "es"))
    assert {"palabra", "hacia delante", "hacia atrás", "unidos", "river"} <= set(written)
    assert written.count("the") == 2
    assert all(any(f"h_{t}" in text for text in written) for t in range(1, 6))


def test_scores_are_written_beside_their_bars() -> None:
    runs = [run("ahead", 1.0, 0.5), run("back", 0.5, 0.98), run("both", 1.0, 1.0)]
    check_figure(lambda lang: tagger_scores(runs, lang))
    assert "98%" in texts(tagger_scores(runs, "en"))


def test_a_map_shows_a_square_for_each_dependence() -> None:
    maps = {"ahead": np.tri(5), "back": np.tri(5).T, "both": np.ones((5, 5))}
    check_figure(lambda lang: dependence_maps(maps, WORDS, lang))
    figure = dependence_maps(maps, WORDS, "en")
    assert [len(axes.collections[0].get_offsets()) for axes in figure.axes] == [15, 15, 25]


def test_losses_on_chance_stand_against_the_floor() -> None:
    floor = np.log(8)
    runs = {
        "ahead": ReadingAhead((), (floor,) * 12),
        "both": ReadingAhead((), (*([0.0] * 11), floor)),
    }
    check_figure(lambda lang: chance_losses(runs, floor, lang))
    assert any("2,08" in text for text in texts(chance_losses(runs, floor, "es")))


def test_a_stack_has_a_state_for_each_step_and_layer() -> None:
    check_figure(lambda lang: stacked_layers(lang=lang))
    written = texts(stacked_layers(4, 3, "en"))
    assert sum("h_" in text for text in written) == 12
    assert {"layer 1", "layer 3"} <= set(written)


def test_dropout_has_a_panel_for_each_probability() -> None:
    runs = {0.0: character_run(0.2), 0.5: character_run(0.8)}
    check_figure(lambda lang: dropout_curves(runs, np.log(33), lang))
    assert {"Dropout 0,0", "Dropout 0,5"} <= set(texts(dropout_curves(runs, 3.5, "es")))
