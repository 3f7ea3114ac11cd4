"""Addresses that have moved: `docs/moved.toml` leads each old one to the new one.

A line is `"labs/02-forward#cell" = "labs/02-forward#gru"`. Without an anchor, a whole page has
moved. Whoever follows an old link, from a book or a bookmark, arrives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from minimodel.texts.files import read_text

from course.reading import links
from course.reading.pages import Page
from course.texts.errors import CourseError
from course.texts.tables import toml_table

FILE = "moved.toml"


@dataclass(frozen=True)
class Move:
    """One old address and the new one, each a page's address and an anchor, perhaps empty.

    Attributes
    ----------
    old, new
        The addresses.
    line
        Its line in the file.
    """

    old: tuple[str, str]
    new: tuple[str, str]
    line: int


def read(docs: Path) -> list[Move]:
    """Read the file; a project without one has moved nothing.

    Raises
    ------
    CourseError
        If it is no table of texts.
    """
    file = docs / FILE
    if not file.is_file():
        return []
    content = read_text(file)
    fix = 'Write a line as "chapter/old#part" = "chapter/new#part".'
    moves = []
    for old, new in toml_table(content, f"{docs.name}/{FILE}", fix).items():
        line = next(
            (n for n, text in enumerate(content.splitlines(), 1) if text.startswith(f'"{old}"')), 1
        )
        if not isinstance(new, str):
            raise CourseError(
                f"{old!r} leads to no text.", file=f"{docs.name}/{FILE}", line=line, fix=fix
            )
        moves.append(Move(address(old), address(new), line))
    return moves


def address(text: str) -> tuple[str, str]:
    """Take an address apart: page and anchor."""
    path, _, anchor = text.partition("#")
    return path.removesuffix(".html").removesuffix(".md"), anchor


def check(docs: Path, moves: list[Move], pages: Mapping[str, Page]) -> Iterator[CourseError]:
    """Hold every move against the pages of a language.

    Yields
    ------
    CourseError
        For each that leads nowhere, or whose old address still is one.
    """
    old = {move.old for move in moves}
    for move in moves:
        fault = _fault(move, old, pages)
        if fault:
            yield CourseError(fault[0], file=f"{docs.name}/{FILE}", line=move.line, fix=fault[1])


def _fault(
    move: Move, old: set[tuple[str, str]], pages: Mapping[str, Page]
) -> tuple[str, str] | None:
    said, target = written(move.old), written(move.new)
    if move.new in old:
        return f"{said!r} leads to {target!r}, which has moved too.", "Name where that leads."
    page, anchor = move.new
    if page not in pages:
        return f"{said!r} leads to {target!r}; there is no such page.", "Correct the new address."
    if anchor and anchor not in links.anchors(pages[page]):
        return (
            f"{said!r} leads to {target!r}; {pages[page].file} has no such anchor.",
            "Use the anchor of one of its headings: ## Heading { #anchor }.",
        )
    page, anchor = move.old
    if page in pages and (not anchor or anchor in links.anchors(pages[page])):
        return f"{said!r} has not moved: it is there.", "Delete the line."
    return None


def written(place: tuple[str, str]) -> str:
    """An address as it stands in the file."""
    return f"{place[0]}#{place[1]}" if place[1] else place[0]
