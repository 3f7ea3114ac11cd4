"""The figure on a page's card: which of the page's it is, and how its drawing becomes a picture."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

import matplotlib
from PIL import Image

from course.reading.quiz import questions
from course.running.parts import PageRun, Part

STYLES: Final = Path(__file__).resolve().parents[3] / "docs/assets/stylesheets/course/colors.css"
# The face that the drawings were measured with; it has every sign that they need.
FACE: Final = "DejaVu Sans"
LETTERS: Final = Path(matplotlib.get_data_path(), "fonts/ttf")
VARIABLE = re.compile(r"var\(--course-(?P<name>[\w-]+), (?P<given>#[0-9a-f]{6})\)")
BOX = re.compile(r'viewBox="\S+ \S+ (?P<width>\S+) (?P<height>\S+)"')
MARKS: Final = "<use "  # of a scale, or of points that were measured


def choose(run: PageRun) -> Part | None:
    """The part of a page whose figure tells most of it at a glance; `None` if it has none.

    That is the first one with a scale, since it shows what was computed, not how something is
    built; or simply the first. None that a reader is to see only after an answer of their own: in
    a box that opens, behind a guess, in a quiz.
    """
    if questions(run.page):
        return None
    drawn = [
        part
        for part in run.parts
        if part.output is not None
        and part.output.figure
        and not part.block.fence.indent
        and "predict" not in part.options
    ]
    measured = (part for part in drawn if part.output and MARKS in part.output.figure)
    return next(measured, drawn[0] if drawn else None)


def picture(svg: str, within: tuple[int, int]) -> Image.Image:
    """A figure's drawing on nothing, RGBA, as large as there is room for.

    Parameters
    ----------
    svg
        As it stands in a page, in the colors of a bright one.
    within
        The width and height that there is, in pixels.
    """
    import resvg_py  # late: only a site that is published has cards

    colors = _colors()
    plain = VARIABLE.sub(lambda match: colors.get(match["name"], match["given"]), svg)
    plain = plain.replace("<svg ", f'<svg color="{colors["text"]}" ', 1)
    box = BOX.search(svg)
    assert box, "svg.from_figure keeps the view box"
    width, height = float(box["width"]), float(box["height"])
    drawn = resvg_py.svg_to_bytes(
        svg_string=plain,
        width=int(min(within[0], within[1] * width / height)),  # the height follows
        skip_system_fonts=True,  # the same picture on every machine
        font_files=[str(path) for path in sorted(LETTERS.glob("DejaVuSans*.ttf"))],
        sans_serif_family=FACE,
    )
    return Image.open(BytesIO(drawn)).convert("RGBA")


@cache
def _colors() -> dict[str, str]:
    """The site's colors by their names: those of a bright page, which come first."""
    found: dict[str, str] = {}
    for name, color in re.findall(r"--course-([\w-]+): (#[0-9a-f]{6});", STYLES.read_text("utf-8")):
        found.setdefault(name, color)
    return found
