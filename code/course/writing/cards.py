"""The picture of a page that stands beside a link to it where that is shared: one PNG a page.

Below the title are the states of a small recurrent network that reads it: a column a character, a
row a unit, as the course draws states everywhere. The network is not trained; its weights are those
of a fixed seed, so that the picture depends on the title alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Final

import numpy as np
from minimodel.drawing.style import PALETTE
from minimodel.nn.rnn import RNN
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from course.writing import citing

FONTS: Final = Path(__file__).resolve().parents[3] / "docs/assets/vendor/fonts"
FACE, CODE_FACE = "source-serif-latin.woff2", "source-code-latin.woff2"
SIZE: Final = (1200, 630)
MARGIN: Final = 80
PAPER, INK, MUTED = (253, 252, 249), (33, 32, 29), (102, 98, 90)  # as in course.css
UNITS: Final = 7
CELL: Final = (SIZE[0] - 2 * MARGIN) // 40  # at most: a short title has no wider ones
SHADES: Final = 40  # of each of the four colors
FOLDER: Final = "assets/cards"
Shade = tuple[int, int, int]


def address(page: Page, site: str) -> str:
    """The address of a page's card; that of a notebook is its page's. A preview has none."""
    if not citing.public(site):
        return ""
    uri = page.file.src_uri
    path = uri.replace("/notebooks/", "/").rpartition(".")[0]
    return f"{site.rstrip('/')}/{FOLDER}/{path}.png"


def publish(files: Files, course: str, lang: str, site: Path) -> None:
    """Draw a card for each page of a language.

    Parameters
    ----------
    files
        Of the build in this language.
    course
        What the course is called.
    lang
        The language.
    site
        The folder of the site.
    """
    for file in files.documentation_pages():
        page = file.page
        if (
            page is None
            or not file.src_uri.endswith(".md")
            or not file.src_uri.startswith(f"{lang}/")
        ):
            continue
        section = page.parent.title if page.parent else ""
        target = site / FOLDER / f"{file.src_uri.removesuffix('.md')}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        draw(unescape(str(page.title)), str(section), course, lang, target)


def draw(title: str, section: str, course: str, lang: str, target: Path) -> None:
    """Write one card.

    Parameters
    ----------
    title
        The page's.
    section
        What the menu has it below; may be empty.
    course
        What the course is called; a page of that name shows it once.
    lang
        The language.
    target
        The file to write.
    """
    card = Image.new("P", SIZE, 0)
    card.putpalette(_palette())
    above = " · ".join(dict.fromkeys(part for part in (course, section) if part and part != title))
    _write(card, above, _font(34, 400), (MARGIN, 70), 2)
    font, lines = _fitting(title)
    height = round(font.size * 1.12)
    for number, line in enumerate(lines):
        _write(card, line, font, (MARGIN, 138 + number * height), 1)
    _states(card, title)
    _write(card, lang.upper(), _font(30, 600), (SIZE[0] - MARGIN, 70), 2, right=True)
    card.save(target, optimize=False, compress_level=6)


def _palette() -> list[int]:
    """Four ramps, each from the paper to a color: text, quiet text, positive and negative."""
    ends = [INK, MUTED, *(_rgb(PALETTE[name]) for name in ("positive", "negative"))]
    out = [*PAPER]
    for end in ends:
        for shade in range(1, SHADES + 1):
            out += [round(p + (e - p) * shade / SHADES) for p, e in zip(PAPER, end, strict=True)]
    return out


def _rgb(color: str) -> Shade:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


@cache
def _shades(color: int) -> list[int]:
    """From how much of a pixel a letter covers to the palette; `color` counts ramps from 1."""
    first = 1 + (color - 1) * SHADES
    return [first - 1 + (cover * SHADES + 127) // 255 if cover > 3 else 0 for cover in range(256)]


@cache
def _font(size: int, weight: int, face: str = FACE) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(FONTS / face, size, layout_engine=ImageFont.Layout.BASIC)
    axes: list[float] = [weight, 36] if face == FACE else [weight]  # and the optical size
    font.set_variation_by_axes(axes)
    return font


def _fitting(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest letters in which a title takes no more than two lines, and these lines."""
    for size in (92, 80, 68, 58, 50, 44):
        font = _font(size, 600)
        lines = [*_wrapped(title, font)]
        if len(lines) <= 2:
            break
    return font, lines[:3]


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > SIZE[0] - 2 * MARGIN:
            yield line
            line = word
        else:
            line = longer
    yield line


def _write(
    card: Image.Image,
    text: str,
    font: ImageFont.FreeTypeFont,
    place: tuple[int, int],
    color: int,
    *,
    right: bool = False,
) -> None:
    """Write one line in one of the colors of the text, from the left or up to the right."""
    if not text:
        return
    _, _, width, height = font.getbbox(text)
    cover = Image.new("L", (round(width) + 2, round(height) + 2), 0)
    ImageDraw.Draw(cover).text((0, 0), text, fill=255, font=font)
    shades = cover.point(_shades(color))
    x = place[0] - (round(width) if right else 0)
    card.paste(shades, (x, place[1]), cover.point([0] * 4 + [255] * 252))


def _states(card: Image.Image, title: str) -> None:
    """Draw the states of a network that reads the title, and below each column its character."""
    read = title[:40]
    states = _network(read)
    width = (SIZE[0] - 2 * MARGIN) / 40
    pen, font = ImageDraw.Draw(card), _font(22, 500, CODE_FACE)
    top, bottom = 366, 548
    height = (bottom - top) / UNITS
    for step, state in enumerate(states):
        left = MARGIN + step * width
        for unit, value in enumerate(state):
            shade = round(abs(float(value)) * SHADES)
            if shade:
                color = (2 if value > 0 else 3) * SHADES + shade
                y = top + unit * height
                box = (round(left), round(y), round(left + width) - 2, round(y + height) - 2)
                pen.rectangle(box, fill=color)
        letter = read[step]
        _write(card, letter, font, (round(left + (width - font.getlength(letter)) / 2), 556), 2)


@cache
def _layer() -> RNN:
    """A layer whose states neither die out nor saturate: its recurrent matrix is orthogonal."""
    layer = RNN(256, UNITS, 14, recurrent_init="orthogonal")
    return layer


def _network(text: str) -> NDArray[np.float64]:
    """The states, (characters, units), of the network that reads a text in bytes of Latin-1."""
    codes = np.frombuffer(text.encode("latin-1", "replace"), np.uint8)
    states, _ = _layer().forward(2.5 * np.eye(256)[codes][None])
    return np.asarray(states[0])
