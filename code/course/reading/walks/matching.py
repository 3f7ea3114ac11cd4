"""Where in its file the code of each annotation stands, and what is wrong where it does not."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from course.reading.pages import Page
from course.reading.regions import END, START
from course.reading.walks import statements
from course.reading.walks import walk_blocks as reading
from course.reading.walks.finding import length
from course.reading.walks.following import Progress
from course.reading.walks.statements import MODULE, Source, SourceError, Statement
from course.reading.walks.walk_blocks import Note, WalkBlock
from course.texts.errors import CourseError, CourseErrors


@dataclass(frozen=True)
class Row:
    """An annotation beside the lines that it explains.

    Attributes
    ----------
    note
        The annotation.
    address
        Its id in the page.
    statements
        What it explains.
    lines
        The numbers of the lines shown, counted from 1: with the comments above the code.
    """

    note: Note
    address: str
    statements: list[Statement] = field(hash=False)
    lines: list[int] = field(hash=False)


@dataclass(frozen=True)
class Walk:
    """A block of a page with the source that it shows.

    Attributes
    ----------
    block
        The block as it stands in its page.
    source
        The file.
    address
        Its id in the page.
    prefix
        What the ids of its lines begin with: `train.py` in `train.py-L12`.
    rows
        Its annotations with their code.
    digest
        Changes whenever the file does.
    """

    block: WalkBlock
    source: Source
    address: str
    prefix: str
    rows: list[Row] = field(hash=False)
    digest: str


@dataclass
class Match:
    """What came of matching a page's walks with their files.

    Attributes
    ----------
    walks
        One a block, in order; rows only for annotations that have code.
    faults
        What stops a build.
    bare
        The statements that should have an annotation and have none, with their file.
    """

    walks: list[Walk] = field(default_factory=list)
    faults: list[CourseError] = field(default_factory=list)
    bare: list[tuple[Source, Statement]] = field(default_factory=list)


def match(page: Page, code: Path, whole: Iterable[str] = ()) -> Match:
    """Find the code of a page's annotations.

    Parameters
    ----------
    page
        The page.
    code
        The folder that file names count from.
    whole
        The files of which every statement must be annotated on this page. Of other files, every
        statement of the parts that the page walks through.
    """
    result = Match()
    progress: dict[str, Progress] = {}
    for block, ids in zip(page.walks, reading.addresses(page.walks), strict=True):
        try:
            source = statements.read(code, block.file)
            scopes = [source.scope(name) for name in block.names]
        except SourceError as error:
            result.faults.append(_no_source(page, block, code, error))
            continue
        known = progress.setdefault(block.file, Progress(page, source))
        found = known.follow(block, scopes)
        rows = [
            Row(note, address, found[note], _lines(source, found[note]))
            for note, address in zip(block.notes, ids.notes, strict=True)
            if note in found
        ]
        digest = hashlib.sha256(source.text.encode()).hexdigest()
        result.walks.append(Walk(block, source, ids.walk, ids.lines, rows, digest))
    seen: dict[str, Note] = {}
    for note in (note for block in page.walks for note in block.notes if note.anchor):
        if earlier := seen.get(note.anchor):
            result.faults.append(
                CourseError(
                    f"a second address #{note.anchor}; the first is in line {earlier.line}.",
                    file=page.file,
                    line=note.line,
                    fix="Give each annotation its own.",
                )
            )
        seen.setdefault(note.anchor, note)
    for file in whole:
        if file not in progress:
            try:
                progress[file] = Progress(page, statements.read(code, file))
            except SourceError as error:
                result.faults.append(
                    CourseError(
                        f"the front matter's walks: {error}.",
                        file=page.file,
                        line=1,
                        fix="Name files as char_rnn/train.py.",
                    )
                )
                continue
        progress[file].whole = True
    for known in progress.values():
        result.bare += [(known.source, s) for s in known.close()]
        result.faults += known.faults
    return result


def walks(page: Page, code: Path, whole: Iterable[str] = ()) -> list[Walk]:
    """The walks of a page with their code; see `match`.

    Raises
    ------
    CourseErrors
        With every fault found.
    """
    result = match(page, code, whole)
    if result.faults:
        raise CourseErrors(sorted(result.faults, key=lambda fault: fault.line or 0))
    return result.walks


def _lines(source: Source, found: list[Statement]) -> list[int]:
    """The lines shown for statements: the comments above them too, but no region's markers."""
    first, last = found[0].index, found[-1].index
    start = source.statements[first - 1].last + 1 if first else 1
    end = found[-1].last
    if last == len(source.statements) - 1:
        end = len(source.lines)
    shown = [
        n
        for n in range(start, end + 1)
        if not (START.match(source.lines[n - 1]) or END.match(source.lines[n - 1]))
    ]
    written = [n for n in shown if source.lines[n - 1].strip()]
    return [n for n in shown if written[0] <= n <= written[-1]]


def _no_source(page: Page, block: WalkBlock, code: Path, error: SourceError) -> CourseError:
    """The fault of a block that names what is not there."""
    fix = "Correct file or name."
    try:
        source = statements.read(code, block.file)
    except SourceError:
        return CourseError(f"{error}.", file=page.file, line=block.line, fix=fix)
    missing = [name for name in block.names if name and name not in source.spans]
    near = [c for name in missing for c in get_close_matches(name, source.spans, n=2, cutoff=0.5)]
    if missing and (moved := _home(source, block)):
        fix = f"Most of the code that it explains is in `{moved}` now: correct the name."
    elif near:
        fix = f"Did you mean {' or '.join(near)}?"
    elif missing:
        fix = f"It has {', '.join(sorted(source.spans)) or 'none'}."
    return CourseError(f"{error}.", file=page.file, line=block.line, fix=fix)


def _home(source: Source, block: WalkBlock) -> str:
    """The function or class that most of a block's code is in; empty if there is none."""
    owners: Counter[str] = Counter()
    for note in block.notes:
        for n, statement in enumerate(source.statements):
            if length(source.statements[n:], note.tokens) is not None:
                owners[source.owner(statement)] += 1
                break
    best, count = max(owners.items(), key=lambda item: item[1], default=(MODULE, 0))
    return best if 2 * count >= len(block.notes) else MODULE
