"""What every figure must keep to, as assertions on a function that draws it in a language."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import matplotlib as mpl
from matplotlib.figure import Figure
from minimodel.drawing.style import PALETTE, RC

LARGEST = 60_000  # bytes of SVG


def to_svg(figure: Figure) -> str:
    """Return a figure as SVG with real text, the same bytes whenever it is drawn."""
    buffer = io.StringIO()
    with mpl.rc_context(RC):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def check_figure(draw: Callable[[str], Figure]) -> None:
    """Draw in both languages: light, the palette's colors, real text, legible, reproducible."""
    figures = {lang: draw(lang) for lang in ("en", "es")}
    svg = {lang: to_svg(figure) for lang, figure in figures.items()}
    colors = set(re.findall(r"#[0-9a-fA-F]{6}\b", svg["en"]))
    assert colors
    assert colors <= set(PALETTE.values())
    assert "white" not in svg["en"]
    assert len(svg["en"].encode()) < LARGEST

    texts = {
        lang: set(re.findall(r"<(?:text|tspan)[^>]*>([^<]+)<", content))
        for lang, content in svg.items()
    }
    assert texts["en"]
    assert texts["en"] != texts["es"]
    assert not any(re.search(r"\d\.\d\b(?!\d)", text) for text in texts["es"])

    width, height = figures["es"].get_size_inches()
    sizes = [
        text.get_fontsize() * 7 / width
        for text in figures["es"].findobj(mpl.text.Text)
        if text.get_text() and text.get_visible()
    ]
    assert min(sizes) >= 9
    assert width <= 3 * height
    assert to_svg(draw("en")) == svg["en"]
