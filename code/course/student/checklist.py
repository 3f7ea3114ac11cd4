"""A checklist of stop conditions, and how it is printed in a terminal of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from course.student.texts import text

WIDTH: Final = 80
GREEN, RED, BOLD, PLAIN = "\033[32m", "\033[31m", "\033[1m", "\033[0m"


@dataclass(frozen=True)
class Item:
    """One stop condition.

    Attributes
    ----------
    title
        What has to be so.
    passed
        Whether it is; `None` where only the student can tell.
    expected, found, pitfall
        For one that was not passed: what should be there, what is, and the usual mistake that
        looks like it, with its cure.
    lines
        Further lines, printed as they are below the title.
    notes
        Further sentences, for passed items too.
    """

    title: str
    passed: bool | None
    expected: str = ""
    found: str = ""
    pitfall: str = ""
    lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def done(items: Sequence[Item]) -> bool:
    """Whether no item failed."""
    return all(item.passed is not False for item in items)


def render(heading: str, items: Sequence[Item], lang: str, color: bool = False) -> str:
    """Return the checklist as text.

    Parameters
    ----------
    heading
        The first line.
    items
        In the order of the page.
    lang
        A code of `minimodel.texts.languages`.
    color
        Whether to color the marks, with ANSI codes.
    """
    parts = [f"{BOLD}{heading}{PLAIN}" if color else heading, ""]
    for item in items:
        parts += _item(item, lang, color)
    judged = [item for item in items if item.passed is not None]
    passed = sum(bool(item.passed) for item in judged)
    key = "all" if passed == len(judged) else "some"
    parts += ["", text(f"checklist.{key}", lang, passed=passed, total=len(judged))]
    return "\n".join(parts)


def _item(item: Item, lang: str, color: bool) -> list[str]:
    mark = {True: "✓", False: "✗", None: "·"}[item.passed]
    if color and item.passed is not None:
        mark = f"{GREEN if item.passed else RED}{mark}{PLAIN}"
    first, *rest = textwrap.wrap(item.title, WIDTH - 2)
    lines = [f"{mark} {first}", *(f"  {line}" for line in rest)]
    lines += [f"    {line}" for line in item.lines]
    names = ("expected", "found", "pitfall")
    labels = {name: text(f"checklist.{name}", lang) for name in names}
    margin = 4 + max(map(len, labels.values())) + 2
    for name in names:
        if said := getattr(item, name):
            lines += _wrapped(f"    {labels[name]:<{margin - 4}}{said}", margin)
    for note in item.notes:
        lines += _wrapped(f"    {note}", 4)
    return lines


def _wrapped(line: str, indent: int) -> list[str]:
    return textwrap.wrap(
        line,
        WIDTH,
        subsequent_indent=" " * indent,
        break_on_hyphens=False,
        break_long_words=True,
        drop_whitespace=True,
        replace_whitespace=False,
    )
