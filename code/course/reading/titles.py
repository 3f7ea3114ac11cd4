"""That a page has its one title, first, and says something below it."""

from __future__ import annotations

import re

from course.reading.pages import Page
from course.texts.errors import CourseError

TAG = re.compile(r"\s*</?\w+[^<>]*>\s*")  # a line that wraps others
COMMENT = re.compile(r"<!--.*?-->", re.S)
# What says nothing by itself: an empty line, a heading, a rule, and what wraps others.
SILENT = re.compile(rf"\s*|#{{1,6}}\s.*|\s*([-*_])(?:\s*\1){{2,}}\s*|{TAG.pattern}")


def check(page: Page, titles: list[int]) -> None:
    """Look at where a page's headings of the first level stand.

    Parameters
    ----------
    page
        The page.
    titles
        The lines of those headings in its file, in order.

    Raises
    ------
    CourseError
        If there are none or several, prose stands above, or nothing below.
    """
    said = [
        number
        for number, line in enumerate(page.lines, page.offset + 1)
        if line.strip()
        and not TAG.fullmatch(line)
        and number - page.offset - 1 not in page.fenced_lines
    ]
    line: int | None
    if titles[:1] != said[:1] or not titles:
        line, message = next(iter(said), None), "the page does not begin with its title."
    elif len(titles) > 1:
        line, message = titles[1], f"a second title; the first is in line {titles[0]}."
    elif all(map(SILENT.fullmatch, _read(page, titles[0]))):
        line, message = titles[0], "nothing stands below the title."
    else:
        return
    raise CourseError(
        message,
        file=page.file,
        line=line,
        fix="A page has one # heading, first, and text below it.",
    )


def _read(page: Page, title: int) -> list[str]:
    """What a reader is given below the title: no comments."""
    return COMMENT.sub("", "\n".join(page.lines[title - page.offset :])).split("\n")
