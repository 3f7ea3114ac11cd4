"""Figures as they stand in a page."""

from __future__ import annotations

import re

import pytest
from course.running import svg
from matplotlib.figure import Figure

PALETTE = {"ink": "#1f2328", "rnn": "#c62828"}


@pytest.fixture
def drawn() -> str:
    figure = Figure(figsize=(4, 3))
    axes = figure.subplots()
    for spine in axes.spines.values():
        spine.set_color("#1f2328")
    axes.plot([0, 1], [0, 1 / 3], color="#c62828", marker="o")
    axes.imshow([[0.0, 1.0]], extent=(0, 1, 0, 1))
    axes.set_title("Pérdida", color="#1f2328")
    return svg.from_figure(figure, "fig-one", "A rising line.")


def test_it_carries_nothing_that_reaches_beyond_it(drawn: str) -> None:
    for unwanted in ("<style", "<?xml", "<!DOCTYPE", "<metadata", "http://www.w3.org/1999/xlink"):
        assert unwanted not in drawn
    assert not re.search(r"<svg[^>]* (?:width|height)=", drawn)


def test_its_ids_are_its_own_and_all_used(drawn: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', drawn)
    assert ids
    assert all(identifier.startswith("fig-one-") for identifier in ids)
    assert len(ids) == len(set(ids))
    used = set(re.findall(r"url\(#([^)]+)\)", drawn)) | set(re.findall(r'href="#([^"]+)"', drawn))
    assert used == set(ids)


def test_its_colors_follow_the_page(drawn: str) -> None:
    assert "var(--course-rnn, #c62828)" in drawn
    assert "currentColor" in drawn
    assert "#1f2328" not in drawn


def test_its_text_is_text_in_the_page_face(drawn: str) -> None:
    assert re.search(r"<text[^>]*>Pérdida</text>", drawn)
    assert "DejaVu" not in drawn


@pytest.mark.parametrize("degrees", [0, -0.0, 90, 30, 0.5])
def test_only_text_that_is_turned_says_so(degrees: float) -> None:
    figure = Figure()
    figure.text(0.5, 0.5, "label", rotation=degrees)
    turned = re.search(r"<text[^>]*rotate\((-?[\d.]+)", svg.from_figure(figure, "fig", "A label."))
    assert (float(turned[1]) if turned else 0) == pytest.approx(-degrees)


def test_it_says_what_it_shows(drawn: str) -> None:
    assert 'role="img"' in drawn
    assert 'aria-label="A rising line."' in drawn


def test_it_is_the_same_every_time() -> None:
    def draw() -> str:
        figure = Figure()
        figure.subplots().plot([0, 2], marker="o")
        return svg.from_figure(figure, "f", "x")

    assert draw() == draw()


@pytest.mark.parametrize(
    ("said", "pieces"),
    [
        ("$h_{t-1}$", ["h", "t", "−1"]),
        ("$1 - z_t$", ["1 − ", "z", "t"]),
        ("input gate $i_t$", ["input gate ", "i", "t"]),
        ("$h_{2}^{(1)}$", ["h", "2", "(1)"]),
        ("$h_1^→$", ["h", "1", "→"]),
    ],
)
def test_a_formula_in_matplotlibs_signs_is_set_as_any_other(said: str, pieces: list[str]) -> None:
    figure = Figure(figsize=(3, 1))
    text = figure.text(0.1, 0.5, said)
    drawn = svg.from_figure(figure, "f", "a formula")
    assert re.findall(r"<tspan[^>]*>([^<]*)</tspan>", drawn) == pieces
    # By the page's own widths: no letter has a place of its own.
    assert not re.search(r"<tspan[^>]* x=", drawn)
    assert text.get_text() == said  # for whoever shows the figure elsewhere


@pytest.mark.parametrize("said", [r"$\frac{a_1}{2}$", "$x^2$", "costs $5 and not_more"])
def test_what_the_course_does_not_set_is_left_to_matplotlib(said: str) -> None:
    figure = Figure(figsize=(3, 1))
    figure.text(0.1, 0.5, said)
    drawn = svg.from_figure(figure, "f", "a formula")
    assert "course-math" not in drawn
