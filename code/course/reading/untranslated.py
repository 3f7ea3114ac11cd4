"""Prose of a translation that is still that of its source, and pages that say so of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minimodel.texts.languages import LANGUAGES

from course.reading.blocks import INLINE
from course.reading.pages import Page
from course.texts.errors import CourseError
from course.texts.languages import SOURCE_LANGUAGE

FEW = 6  # words that two languages may have in common: a name, a title, a command
STARTS = re.compile(r"\s*(?:#{1,6}|[-*+]|\d+[.)]|>+|!!!|\?\?\?\+?|===|:)\s")
CITED = re.compile(r"\s*\[\^[^\]]+\]:")  # a footnote: what it cites is in its own language
ROW = re.compile(r"\s*\|.*\|\s*$")
MEANT = re.compile(r"\{[^{}]*\blang=[\"']?\w+[\"']?[^{}]*\}")  # that it is said in this language
# What is no prose: code, formulas, links' targets and names of files, attributes, tags.
ASIDE = re.compile(
    r"(`+).+?\1|\$\$.*?\$\$|\$[^$]+\$|\[[\w./-]*\.\w+(?=\])|\]\([^)]*\)|\{[^{}]*\}|<[^<>]*>",
    re.S,
)
WORD = re.compile(r"[^\W\d_]+")

Piece = tuple[int, str]


def pieces(page: Page) -> Iterator[Piece]:
    """Paragraphs, list items, cells, headings and captions, each with its line in the file."""
    found: list[Piece] = []
    for block in page.blocks:
        found += [(block.line, block.options[key]) for key in ("caption",) if key in block.options]
    open_piece: list[str] = []
    start, cited = 0, False
    for number, line in enumerate([*page.lines, ""]):
        row = bool(ROW.match(line))
        ends = not line.strip() or number in page.fenced_lines or row or STARTS.match(line)
        if ends or CITED.match(line):
            if open_piece and not cited:
                found.append((start, "\n".join(open_piece)))
            open_piece, cited = [], bool(CITED.match(line))
        if row:
            found += [(number + 1 + page.offset, cell) for cell in line.split("|")]
        elif line.strip() and number not in page.fenced_lines:
            start = start if open_piece else number + 1 + page.offset
            open_piece.append(line)
    yield from found


def same(source: Page, translation: Page) -> Iterator[tuple[int, str]]:
    """The pieces of a translation that say what its source says, in the same words.

    Yields
    ------
    (int, str)
        The line, and how the piece begins. Not those of six words or fewer, and not those whose
        language is marked as meant: `{ lang=en }`.
    """
    theirs = {said for _, text in pieces(source) if (said := _said(text))}
    for line, text in pieces(translation):
        if _said(text) in theirs and not MEANT.search(text):
            yield line, " ".join(text.split())[:50]


def _said(text: str) -> str:
    words = WORD.findall(ASIDE.sub(" ", INLINE.sub(" ", text)))
    return " ".join(words) if len(words) > FEW else ""


def hold_allowed(page: Page) -> None:
    """See that a page that is marked `untranslated` may be so.

    Raises
    ------
    CourseError
        If it is no translation, or one into a language that is complete.
    """
    if page.lang != SOURCE_LANGUAGE and not LANGUAGES[page.lang].complete:
        return
    head = page.text.splitlines()[: page.offset]
    line = next(n for n, text in enumerate(head, 1) if text.startswith("untranslated"))
    raise CourseError(
        "the page is marked as untranslated.",
        file=page.file,
        line=line,
        fix="Delete that line."
        if page.lang == SOURCE_LANGUAGE
        else "Delete that line when the page is translated.",
    )
