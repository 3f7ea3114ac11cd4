"""The picture of a page that stands beside a link to it where that is shared: one PNG a page.

Beside the title is a figure of the page. Below it are the states of a small recurrent network that
reads it: a column a character, a row a unit, as the course draws states everywhere. The network is
not trained; its weights are those of a fixed seed, so that they depend on the title alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from minimodel.drawing.style import PALETTE
from minimodel.nn.rnn import RNN
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from course.running.parts import PageRun
from course.writing import card_figures, citing
from course.writing.described import name
from course.writing.generated import address as place

FONTS: Final = Path(__file__).resolve().parents[3] / "docs/assets/vendor/fonts"
FACE, CODE_FACE = "source-serif-latin.woff2", "source-code-latin.woff2"
SIZE: Final = (1200, 630)
MARGIN: Final = 80
PAPER, INK, MUTED = (253, 252, 249), (33, 32, 29), (102, 98, 90)  # as in colors.css
UNITS: Final = 7
ROOM: Final = (570, 420)  # for the figure of a page
TOP, GAP = 135, 40  # above that figure, and between it and the title
SHADES: Final = 40  # of each of the four colors
LONGEST: Final = 40  # characters of a title that the network reads
FOLDER: Final = "assets/cards"
Shade = tuple[int, int, int]


def address(page: Page, site: str) -> str:
    """The address of a page's card; that of a notebook is its page's. A preview has none."""
    if not citing.public(site):
        return ""
    return f"{site.rstrip('/')}/{FOLDER}/{'/'.join(place(page.file))}.png"


def publish(
    files: Files, result: Callable[[str, str], PageRun], course: str, lang: str, site: Path
) -> dict[str, str]:
    """Draw a card for each page of a language.

    Parameters
    ----------
    files
        Of the build in this language.
    result
        Gives the results of a page by its language and address.
    course
        What the course is called.
    lang
        The language.
    site
        The folder of the site.

    Returns
    -------
    dict
        What the figure of each card shows, by the page's address, for those who do not see it.
    """
    shown = {}
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
        _, path = place(file)
        part = card_figures.choose(result(lang, path))
        figure = None
        if part and part.output:
            figure = card_figures.picture(part.output.figure, ROOM)
            shown[path] = part.options["alt"]
        draw(name(page, course, lang), str(section), course, lang, target, figure)
    return shown


def says(page: Page, course: str, shown: Mapping[str, str]) -> str:
    """What is on a page's card: the title, and what its figure shows; see `publish`."""
    lang, path = place(page.file)
    title = name(page, course, lang)
    return f"{title}. {shown[path]}" if path in shown else title


def draw(
    title: str,
    section: str,
    course: str,
    lang: str,
    target: Path,
    figure: Image.Image | None = None,
) -> None:
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
    figure
        What stands beside the title, no larger than `ROOM`; see `card_figures.picture`.
    """
    card = Image.new("P", SIZE, 0)
    colors = _palette()
    above = " · ".join(dict.fromkeys(part for part in (course, section) if part and part != title))
    _write(card, above, _font(34, 400), (MARGIN, 70), 2)
    _write(card, lang.upper(), _font(30, 600), (SIZE[0] - MARGIN, 70), 2, right=True)
    width = SIZE[0] - 2 * MARGIN
    if figure:
        colors += _paste(card, figure, len(colors) // 3)
        width -= ROOM[0] + GAP
    font, lines = _fitting(title, width, 4 if figure else 2)
    height = round(font.size * 1.12)
    for number, line in enumerate(lines):
        _write(card, line, font, (MARGIN, 138 + number * height), 1)
    _states(card, title, width)
    card.putpalette(colors)
    card.save(target, optimize=False, compress_level=6)


def _paste(card: Image.Image, figure: Image.Image, first: int) -> list[int]:
    """Put a figure at the right; return its colors, which the card counts from `first`."""
    paper = Image.new("RGB", figure.size, PAPER)
    paper.paste(figure, mask=figure)
    few = paper.quantize(256 - first, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    x = SIZE[0] - MARGIN - ROOM[0] // 2 - figure.width // 2
    y = TOP + (ROOM[1] - figure.height) // 2
    # Where nothing is drawn the card's own paper stays, of which the few colors may miss a shade.
    covered = figure.getchannel("A").point([0, *[255] * 255])
    card.paste(few.point([min(color + first, 255) for color in range(256)]), (x, y), covered)
    return few.getpalette() or []


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


def _fitting(title: str, width: int, most: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest letters in which a title takes no more than so many lines, and these lines."""
    for size in (92, 80, 68, 58, 50, 44, 38):
        font = _font(size, 600)
        lines = [*_wrapped(title, font, width)]
        if len(lines) * size <= 236 and len(lines) <= most and _widest(lines, font) <= width:
            break
    return font, lines[:most]


def _widest(lines: list[str], font: ImageFont.FreeTypeFont) -> float:
    return max(font.getlength(line) for line in lines)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > width:
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


def _states(card: Image.Image, title: str, across: int) -> None:
    """Draw the states of a network that reads the title, and below each column its character."""
    read = title[:LONGEST]
    width = across / LONGEST  # of a column
    pen = ImageDraw.Draw(card)
    font = _font(min(22, round(width * 1.3)), 500, CODE_FACE)
    height = min(26, width * 1.25)
    top = 548 - UNITS * height
    for step, state in enumerate(_network(read)):
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
