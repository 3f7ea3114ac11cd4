"""A matplotlib figure as SVG that can stand inside a page, in light and in dark mode."""

from __future__ import annotations

import io
import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.text import Text

from course.texts import formulas

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
INK = "ink"  # the palette's color of text and axes, which takes the color of the page's text
RENDERING: Any = {"svg.fonttype": "none", "svg.hashsalt": "course", "svg.image_inline": True}
REFERENCE = re.compile(r"url\(#([^)]+)\)")
NUMBER = re.compile(r"-?\d+\.\d{3,}")
UNTURNED = re.compile(r"rotate\(-?0(?: [-\d.]+){2}\)")  # as matplotlib says of every upright text
FONT_FAMILY = re.compile(r"font-family:[^;]*(?:;\s*|$)")
# What the course sets itself: letters and signs with an index, no command of TeX.
SIMPLE_FORMULA = re.compile(r"\$([^$\\]*_[^$\\]*)\$")
BARE_RAISED = re.compile(r"\^([^{])")

ET.register_namespace("", SVG)


def from_figure(figure: Figure, prefix: str, alt: str) -> str:
    """Draw a figure as SVG for a page.

    Parameters
    ----------
    figure
        The figure.
    prefix
        Put before every id, so that two figures of a page never share one.
    alt
        What the figure shows, for those who do not see it.

    Returns
    -------
    str
        An `<svg>` element without declaration, fixed size, style sheet or date. Text stays
        text and has no font of its own; colors of the palette are the page's variables.
    """
    buffer = io.StringIO()
    with mpl.rc_context(RENDERING), _own_formulas(figure), warnings.catch_warnings():
        warnings.simplefilter("error")  # a missing glyph, a layout that did not fit
        figure.savefig(
            buffer,
            format="svg",
            transparent=True,
            bbox_inches="tight",
            pad_inches=0.02,
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    return clean(buffer.getvalue(), prefix, alt, _palette())


@contextmanager
def _own_formulas(figure: Figure) -> Iterator[None]:
    """Leave the formulas of a figure's texts to the page while it is drawn.

    matplotlib would place each letter by the widths of a face that the page does not have: the
    letters stood apart, in another size than the words beside them.
    """
    before = {text: text.get_text() for text in figure.findobj(Text) if isinstance(text, Text)}
    for text, said in before.items():
        own = SIMPLE_FORMULA.sub(lambda match: _own(match[1]), said)
        if own != said and "$" not in own:
            text.set_text(own)
    try:
        yield
    finally:
        for text, said in before.items():
            text.set_text(said)


def _own(formula: str) -> str:
    """A formula in matplotlib's signs as `formulas` reads it."""
    return BARE_RAISED.sub(r"^{\1}", formula).replace("-", "−")


def clean(svg: str, prefix: str, alt: str, palette: dict[str, str]) -> str:
    """Clean matplotlib's SVG; see `from_figure`. `palette` maps names to `#rrggbb` colors."""
    # matplotlib writes no entities of its own; a DOCTYPE would only name another host.
    root = ET.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", svg))
    colors = {
        value.lower(): "currentColor" if name == INK else f"var(--course-{name}, {value.lower()})"
        for name, value in palette.items()
    }
    _drop(root, {f"{{{SVG}}}metadata"})
    for defs in list(root.iter(f"{{{SVG}}}defs")):
        _drop(defs, {f"{{{SVG}}}style"})
    _drop_empty_defs(root)
    used = _references(root)
    for element in list(root.iter()):
        _clean_element(element, prefix, used, colors)
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    # What the bare `*{…}` style said, said to this drawing alone.
    root.attrib.update(
        {
            "class": "course-svg",
            # Its labels make no sense to a search without their places; its alt text does.
            "data-search-exclude": "",
            "role": "img",
            "aria-label": alt,
            "font-family": "sans-serif",
            "stroke-linejoin": "round",
            "stroke-linecap": "butt",
            # How many of its own units it is wide: a phone keeps them large enough for labels.
            "style": f"--units: {float(root.attrib['viewBox'].split()[2]):.0f}",
        }
    )
    return re.sub(r">\s+<", "><", ET.tostring(root, encoding="unicode")).strip()


def _clean_element(
    element: ET.Element, prefix: str, used: set[str], colors: dict[str, str]
) -> None:
    identifier = element.attrib.pop("id", None)
    if identifier in used:
        element.set("id", f"{prefix}-{identifier}")
    if f"{{{XLINK}}}href" in element.attrib:
        element.set("href", element.attrib.pop(f"{{{XLINK}}}href"))
    for key, value in list(element.attrib.items()):
        if key == "href" and value.startswith("#"):
            element.set(key, f"#{prefix}-{value[1:]}")
            continue
        if key in ("d", "points", "transform", "x", "y"):
            value = NUMBER.sub(
                lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), value
            )
        elif key in ("style", "fill", "stroke", "clip-path"):
            value = _style(value, prefix, colors)
        element.set(key, " ".join(value.split()))
    if UNTURNED.fullmatch(element.get("transform", "")):
        del element.attrib["transform"]
    if element.tag == f"{{{SVG}}}text" and not len(element):
        pieces = formulas.svg(element.text or "")
        if any(attributes for _, attributes in pieces):
            element.text = None
            for text, attributes in pieces:
                ET.SubElement(element, f"{{{SVG}}}tspan", attributes).text = text
    if element.tag == f"{{{SVG}}}text" and "fill" not in element.get("style", ""):
        element.set("style", f"fill: currentColor; {element.get('style', '')}".strip("; "))


def _style(style: str, prefix: str, colors: dict[str, str]) -> str:
    style = REFERENCE.sub(rf"url(#{prefix}-\1)", style)
    style = FONT_FAMILY.sub("", style)
    return re.sub(r"#[0-9a-fA-F]{6}\b", lambda match: colors.get(match[0].lower(), match[0]), style)


def _references(root: ET.Element) -> set[str]:
    found: set[str] = set()
    for element in root.iter():
        for key, value in element.attrib.items():
            if key.endswith("href") and value.startswith("#"):
                found.add(value[1:])
            found.update(REFERENCE.findall(value))
    return found


def _drop(parent: ET.Element, tags: set[str]) -> None:
    for child in list(parent):
        if child.tag in tags:
            parent.remove(child)


def _drop_empty_defs(root: ET.Element) -> None:
    for parent in root.iter():
        for child in list(parent):
            if child.tag == f"{{{SVG}}}defs" and len(child) == 0:
                parent.remove(child)


def _palette() -> dict[str, str]:
    # Imported late: `mkdocs serve` imports it anew when its source changes.
    from minimodel.drawing import style

    palette: Any = style.PALETTE
    return dict(palette)
