"""The blocks of a page that walk through a source file: what they name, their keys and notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from course.reading import blocks
from course.reading.blocks import Fence
from course.reading.walks import statements
from course.texts.errors import CourseError

INFO = re.compile(r'walk(?:\s+[a-z]+="[^"]*")*')
OPTION = re.compile(r'([a-z]+)="([^"]*)"')
KEY = re.compile(r"@(?: (?P<code>.*)|#\s*(?P<anchor>[a-z][a-z0-9-]*)\s*)?$")
HINT = '```walk file="char_rnn/train.py" name="forward", or without name= for module-level code.'


@dataclass(frozen=True)
class Note:
    """An annotation with the code that it explains.

    Attributes
    ----------
    line
        The line of its key in the page's file, counted from 1.
    key
        The text of the code.
    anchor
        The address that its author gave it; empty if none.
    body
        Its text: first line and line after the last, counted from 0 within the block.
    """

    line: int
    key: str
    anchor: str
    body: tuple[int, int]

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The tokens of its code."""
        return statements.tokens_of(self.key)


@dataclass(frozen=True)
class WalkBlock:
    """A block that walks through named parts of a file.

    Attributes
    ----------
    file
        The file, relative to the code folder.
    names
        Functions, classes, `Class.method`s or regions; `("",)` for the module-level code.
    notes
        Its annotations, in order.
    lines
        The lines of the block's text.
    line
        The line of its opening fence in the page's file, counted from 1.
    """

    file: str
    names: tuple[str, ...]
    notes: list[Note]
    lines: list[str]
    line: int


def is_walk(fence: Fence) -> bool:
    """Whether a fenced block is a walk."""
    return fence.info.split()[:1] == ["walk"]


def prose(fence: Fence) -> Iterator[int]:
    """The numbers of the page's lines (from 0) that are annotations, not keys and not code."""
    lines = fence.body.splitlines()
    code = _code_lines(lines)
    for number, line in enumerate(lines):
        if number not in code and not KEY.match(line):
            yield fence.first + 1 + number


def read(fence: Fence, file: str, offset: int = 0) -> WalkBlock:
    """Read a walk.

    Parameters
    ----------
    fence
        The block; see `is_walk`.
    file
        The page's file, for messages.
    offset
        The number of lines before those that `fence` counts.

    Raises
    ------
    CourseError
        If an option is unknown or malformed, or a key has no annotation.
    """
    first = fence.first + 1 + offset

    def fault(message: str, fix: str, line: int = first) -> CourseError:
        return CourseError(message, file=file, line=line, fix=fix)

    if not INFO.fullmatch(fence.info):
        raise fault(f"cannot read {fence.info!r}.", f"Write {HINT}")
    options = dict(OPTION.findall(fence.info))
    if unknown := sorted(options.keys() - {"file", "name"}):
        raise fault(f"unknown option {unknown[0]!r} on a walk.", "The options are file and name.")
    if "file" not in options:
        raise fault("a walk needs a file.", f"Write {HINT}")
    if fence.indent:
        raise fault("a walk is indented.", "It needs the page's width: put it at the margin.")
    lines = fence.body.splitlines()
    list(blocks.fences(lines, file, first))  # each is closed
    names = tuple(name.strip() for name in options.get("name", "").split(","))
    notes = list(_notes(lines, first))
    if not notes:
        raise fault(
            "the walk has no annotation.",
            f"`course walk --skeleton {options['file']} {' '.join(names)}`".rstrip()
            + " prints its keys.",
        )
    for number in range(notes[0].line - first - 1):
        if lines[number].strip():
            raise fault(
                "text stands before the walk's first key.",
                "Begin with the code that it explains, each line after an @ and a space.",
                first + 1 + number,
            )
    for note in notes:
        if not note.tokens:
            raise fault(
                "an address without code.",
                "Put lines with @, a space and the code that is explained below it.",
                note.line,
            )
        if not any(line.strip() for line in lines[slice(*note.body)]):
            raise fault(
                f"the code {_short(note.key)} has no annotation.",
                "Write it below, or join its lines to the next key's.",
                note.line,
            )
    return WalkBlock(options["file"], names, notes, lines, first)


@dataclass(frozen=True)
class Addresses:
    """The ids of a walk in its page: of itself, of its annotations, and how its lines' begin."""

    walk: str
    notes: list[str]
    lines: str


def addresses(walks: list[WalkBlock]) -> list[Addresses]:
    """The ids of a page's walks, each used once."""
    files: dict[str, set[str]] = {}
    for walk in walks:
        files.setdefault(_base(walk.file), set()).add(walk.file)
    parts: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    found = []
    for walk in walks:
        base = _base(walk.file)
        lines = base if len(files[base]) == 1 else walk.file.replace("/", "-")
        stem = "-".join(walk.names) or lines
        parts[stem] += 1
        number = parts[stem]
        ids = []
        for note in walk.notes:
            notes[stem] += 1
            ids.append(note.anchor or f"note-{stem}-{notes[stem]}")
        found.append(
            Addresses(f"walk-{stem}" + (f"-part-{number}" if number > 1 else ""), ids, lines)
        )
    return found


def _base(file: str) -> str:
    return file.rpartition("/")[2]


def _notes(lines: list[str], first: int) -> Iterator[Note]:
    code = _code_lines(lines)
    keys = {
        number: match
        for number, line in enumerate(lines)
        if number not in code and (match := KEY.match(line))
    }
    starts = [number for number in keys if number - 1 not in keys]
    for start, following in pairwise([*starts, len(lines)]):
        end = start
        while end in keys:
            end += 1
        group = [keys[number] for number in range(start, end)]
        key = "\n".join(match["code"] or "" for match in group)
        anchor = next((match["anchor"] for match in group if match["anchor"]), "")
        yield Note(first + 1 + start, key, anchor, (end, following))


def _code_lines(lines: list[str]) -> set[int]:
    """The lines of fenced blocks within annotations."""
    try:
        found = list(blocks.fences(lines, ""))
    except CourseError:
        return set()  # an inner fence left open, which `read` reports
    return {number for fence in found for number in range(fence.first, fence.last + 1)}


def _short(code: str) -> str:
    text = " ".join(code.split())
    return f"`{text}`" if len(text) <= 60 else f"`{text[:59]}…`"
