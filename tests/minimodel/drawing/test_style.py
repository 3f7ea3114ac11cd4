"""A color means one thing, and the page has each of them by light and by dark."""

import re
from pathlib import Path

import pytest
from char_rnn.figures.words import CATEGORIES
from minimodel.drawing.style import DIVERGING, MODELS, PALETTE

STYLES = Path(__file__).parents[3] / "docs/assets/stylesheets/course.css"


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
