"""Citations on pages: a note whose key stands in the BibTeX file is written from it.

A page cites with `[^elman1990]`, and needs no more. What it has to say of the source itself stands
in a note of that key, `[^elman1990]: His units lay between 0 and 1.`, and comes after the source.
A note with any other key is an ordinary one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from course.reading import parity
from course.reading.links import CODE
from course.reading.pages import Page
from course.reading.walks import walk_blocks
from course.terms.sources import FILE, Source
from course.texts.errors import CourseError

MARK = re.compile(r"\[\^(?P<key>[^\]\s]+)\](?!:)")
NOTE = re.compile(r"^\[\^(?P<key>[^\]\s]+)\]:\s*(?P<text>.*)$")
# A source that was typed into a page: an address of one, or a year as sources have it.
TYPED = re.compile(r"https?://(?:dx\.)?(?:doi|arxiv)\.org/|\((?:19|20)\d\d\)\.|, (?:19|20)\d\d\.")


@dataclass(frozen=True)
class Citation:
    """One place where a page cites.

    Attributes
    ----------
    key
        The source's.
    line
        The line of the body, from 0.
    anchor
        Its id, or that of the annotation of code that it stands in.
    section
        The text of the heading above it; empty above the first.
    """

    key: str
    line: int
    anchor: str
    section: str


def notes(page: Page) -> dict[str, tuple[int, int, str]]:
    """The notes of a page by their keys: first line, line after the last, and the text."""
    found: dict[str, tuple[int, int, str]] = {}
    for number, line in enumerate(page.lines):
        if number in page.fenced_lines or not (match := NOTE.match(line)):
            continue
        end = number + 1
        while end < len(page.lines) and page.lines[end].startswith("    "):
            end += 1
        said = [match["text"], *(text.strip() for text in page.lines[number + 1 : end])]
        found[match["key"]] = (number, end, " ".join(said).strip())
    return found


def marks(page: Page) -> Iterator[tuple[int, str]]:
    """The marks of notes in a page: line of the body, from 0, and key."""
    for number, line in enumerate(page.lines):
        if number not in page.fenced_lines:
            for match in MARK.finditer(CODE.sub("", line)):
                yield number, match["key"]


def of(page: Page, sources: Mapping[str, Source]) -> list[Citation]:
    """Where a page cites, in order."""
    found = []
    counts: dict[str, int] = {}
    annotated = _annotations(page)
    for line, key in marks(page):
        if key in sources:
            counts[key] = counts.get(key, 0) + 1
            anchor = annotated.get(line, f"cite-{key}-{counts[key]}")
            found.append(Citation(key, line, anchor, _section(page, line)))
    return found


def check(page: Page, sources: Mapping[str, Source]) -> Iterator[CourseError]:
    """Find keys that nothing stands behind, and sources that were typed into the page.

    Yields
    ------
    CourseError
        For each.
    """
    typed = notes(page)

    def fault(line: int, message: str, fix: str) -> CourseError:
        return CourseError(message, file=page.file, line=line + 1 + page.offset, fix=fix)

    cited = set()
    for line, key in marks(page):
        cited.add(key)
        if key not in sources and key not in typed:
            near = get_close_matches(key, [*sources, *typed], 1)
            meant = f"Is {near[0]!r} meant? Else" if near else "Else"
            yield fault(
                line,
                f"the key {key!r} stands neither in {FILE} nor as a note on this page.",
                f"{meant} add the source there.",
            )
    for key, (line, _, text) in typed.items():
        if TYPED.search(text):
            yield fault(
                line,
                f"the note {key!r} holds a source.",
                f"Move it to {FILE}, and keep here only what this page says of it.",
            )
        elif key not in cited:
            yield fault(line, f"the note {key!r} has no mark on this page.", f"Put a [^{key}].")


def drawn(page: Page, sources: Mapping[str, Source]) -> list[str]:
    """The lines of a page, its notes written from the sources; no line is moved.

    The notes come last, in the order in which they are first cited.
    """
    places = of(page, sources)
    if not places:
        return page.lines
    lines = list(page.lines)
    typed = notes(page)
    for key, (first, end, _) in typed.items():
        if key in sources:
            lines[first:end] = [""] * (end - first)
    for number in {place.line for place in places}:
        here = iter([place for place in places if place.line == number])
        lines[number] = _anchored(lines[number], here, sources)
    lines.append("")
    for key in dict.fromkeys(place.key for place in places):
        remark = f" {typed[key][2]}" if key in typed else ""
        lines.append(f"[^{key}]: {sources[key].written(page.lang)}{remark}")
    return lines


def _anchored(line: str, here: Iterator[Citation], sources: Mapping[str, Source]) -> str:
    """A line in which an id stands before each citation; code stays as it is."""

    def mark(match: re.Match[str]) -> str:
        if match["key"] not in sources:
            return match[0]
        return f'<span id="{next(here).anchor}"></span>{match[0]}'

    position, out = 0, []
    for code in CODE.finditer(line):
        out += [MARK.sub(mark, line[position : code.start()]), code[0]]
        position = code.end()
    return "".join([*out, MARK.sub(mark, line[position:])])


def _annotations(page: Page) -> dict[int, str]:
    """The lines of the body that are annotations of code, each with its annotation's id."""
    found: dict[int, str] = {}
    for walk, addresses in zip(page.walks, walk_blocks.addresses(page.walks), strict=True):
        first = walk.line - page.offset  # of the block's text
        for note, name in zip(walk.notes, addresses.notes, strict=True):
            found |= dict.fromkeys(range(first + note.body[0], first + note.body[1]), name)
    return found


def _section(page: Page, line: int) -> str:
    found = ""
    for number, text in enumerate(page.lines[: line + 1]):
        if number not in page.fenced_lines and (match := parity.HEADING.match(text)):
            found = match["text"] if len(match[1]) > 1 else ""
    return found
