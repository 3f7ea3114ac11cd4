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


def test_it_says_what_it_shows(drawn: str) -> None:
    assert 'role="img"' in drawn
    assert 'aria-label="A rising line."' in drawn


def test_it_is_the_same_every_time() -> None:
    def draw() -> str:
        figure = Figure()
        figure.subplots().plot([0, 2], marker="o")
        return svg.from_figure(figure, "f", "x")

    assert draw() == draw()
