"""Subscripts set with the letters of the text face."""

from __future__ import annotations

from course import typography


def test_a_page_gets_sub_elements() -> None:
    assert typography.html_subscripts("∥hₜ₋₁∥ a") == "∥h<sub>t−1</sub>∥ a"


def test_a_drawing_gets_lowered_pieces_and_what_follows_comes_back_up() -> None:
    pieces = typography.svg_subscripts("∥hₜ∥")
    assert [text for text, _ in pieces] == ["∥h", "t", "∥"]
    (_, before), (_, inside), (_, after) = pieces
    assert before == {}
    lowered = float(inside["dy"][:-2]) * float(inside["font-size"][:-2])
    assert abs(lowered + float(after["dy"][:-2])) < 0.005
