"""A color means one thing, and the page has each of them by light and by dark."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from char_rnn.figures.words import CATEGORIES
from color_vision import SEEN_WITH, difference, lab
from matplotlib.figure import Figure
from minimodel.drawing.style import DIVERGING, MODELS, PALETTE, localize_ticks

STYLES = Path(__file__).parents[3] / "docs/assets/stylesheets/course/colors.css"


def test_no_color_has_two_names() -> None:
    assert len(set(PALETTE.values())) == len(PALETTE)


@pytest.mark.parametrize("name", [n for n in PALETTE if n != "ink"])  # ink is the page's own text
def test_the_page_has_each_color_in_light_and_in_dark(name: str) -> None:
    values = re.findall(rf"--course-{name}: (#[0-9a-f]{{6}});", STYLES.read_text(encoding="utf-8"))
    assert len(set(values)) == 2


def test_a_models_color_stands_for_nothing_else() -> None:
    taken = {*MODELS, "attention"}
    assert not taken & {color for color, _, _ in CATEGORIES.values()}


def test_zero_is_transparent_in_a_heatmap():
    assert DIVERGING(0.5)[3] < 0.01
    assert DIVERGING(0.0)[3] == DIVERGING(1.0)[3] == 1


def test_models_differ_by_more_than_color():
    for key in ("color", "linestyle", "marker"):
        assert len({str(style[key]) for style in MODELS.values()}) == len(MODELS)


@pytest.mark.parametrize(
    ("scale", "ticks", "said"),
    [
        ("log", (0.01, 0.1, 1, 100, 2000), ["0,01", "0,1", "1", "100", "2.000"]),
        ("log", (1e-12, 0.3, 1e6), ["0,000000000001", "0,3", "1.000.000"]),
        ("linear", (0.5, 1, 1.5), ["0,5", "1,0", "1,5"]),
        ("linear", (-2, 0, 2), ["−2", "0", "2"]),
    ],
)
def test_ticks_have_the_decimal_mark_and_on_a_logarithmic_axis_no_idle_digits(
    scale: str, ticks: tuple[float, ...], said: list[str]
) -> None:
    axes = Figure().add_subplot()
    axes.set(xscale=scale, xlim=(ticks[0], ticks[-1]), xticks=ticks)
    localize_ticks(axes.xaxis, "es")
    assert [tick.get_text() for tick in axes.get_xticklabels()] == said


# Those that stand beside each other in a figure and mean different things.
TOGETHER = [
    ("rnn", "gru", "lstm", "attention"),
    ("positive", "negative", "reference"),
    ("category_1", "category_2", "category_3"),
]


@pytest.mark.parametrize("seen_with", SEEN_WITH)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colors_are_told_apart_with_and_without_cones_of_each_kind(
    scheme: str, seen_with: str
) -> None:
    colors = PALETTE
    if scheme == "dark":
        found = re.findall(r"--course-(\w+): (#[0-9a-f]{6});", STYLES.read_text(encoding="utf-8"))
        colors = dict(found)  # the later one of each is the dark one
        assert colors["rnn"] != PALETTE["rnn"]
    for names in TOGETHER:
        for one, other in combinations(names, 2):
            apart = difference(lab(colors[one], seen_with), lab(colors[other], seen_with))
            assert apart >= 10, f"{one} and {other}: ΔE {apart:.1f}"  # 2 is just noticed


def test_differences_are_those_of_the_published_pairs() -> None:
    # Sharma, Wu & Dalal (2005), table 1: six of its pairs.
    for one, other, published in [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ]:
        assert difference(np.array(one), np.array(other)) == pytest.approx(published, abs=5e-5)
