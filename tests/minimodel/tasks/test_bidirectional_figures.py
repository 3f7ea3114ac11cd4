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
from minimodel.tasks.character_model import Curves
from minimodel.tasks.depth_figures import dropout_curves, stacked_layers
from minimodel.tasks.depth_tables import depth_table
from minimodel.tasks.reading_ahead import ReadingAhead
from minimodel.tasks.sense_tagger import TaggerRun

WORDS = ("the", "bank", "of", "the", "river")


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(mpl.text.Text) if text.get_text()]


def run(reader: str, before: float, after: float) -> TaggerRun:
    return TaggerRun(reader, 32, {}, (), {"before": before, "after": after}, {})


@cache
def curves(level: float) -> list[Curves]:
    falling = level + 3 * np.exp(-np.arange(100) / 20)
    several = [tuple((falling + off).tolist()) for off in (0.0, 0.02, 0.1)]
    return [Curves(each, each, each[::-1]) for each in several]


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
    check_figure(lambda lang: stacked_layers(lang))
    written = texts(stacked_layers("en"))
    assert sum("h_" in text for text in written) == 12
    assert {"layer 1", "layer 3"} <= set(written)


def test_dropout_has_a_panel_for_each_probability() -> None:
    runs = {0.0: curves(0.2), 0.5: curves(0.8)}
    check_figure(lambda lang: dropout_curves(runs, np.log(33), lang))
    assert {"Dropout 0,0", "Dropout 0,5"} <= set(texts(dropout_curves(runs, 3.5, "es")))


def test_lines_are_medians_of_the_seeds_and_bands_their_ranges() -> None:
    figure = dropout_curves({0.0: curves(0.2), 0.5: curves(0.8)}, 3.5)
    band, line = figure.axes[0].collections[1], figure.axes[0].lines[2]
    middle = np.array([run.learned_losses[::2] for run in curves(0.2)])[1]
    assert np.allclose(line.get_ydata(), middle)
    heights = band.get_paths()[0].vertices[:, 1]
    assert np.isclose(heights.max(), middle.max() + 0.08)


def test_a_table_has_the_ends_and_the_lowest_of_every_kind() -> None:
    table = depth_table({"two": curves(0.2), "one": curves(0.8)}, "es")
    assert [row[0] for row in table.rows] == ["dos capas", "una capa, igual de grande"]
    assert [str(cell) for cell in table.rows[0][1:]] == [
        "0,24 (de 0,22 a 0,32)",
        "3,2 (de 3,2 a 3,3)",
        "0,24 (de 0,22 a 0,32)",
    ]
