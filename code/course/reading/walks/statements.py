"""The statements of a source file, each with its lines and its tokens, and the names of its parts.

A statement here is what Python calls a logical line: a simple statement, however many lines it
takes, or the header of a compound one. Decorators and a docstring belong to their header.
Comments and blank lines are no statements; they are shown with the statement that follows.
"""

from __future__ import annotations

import contextlib
import io
import token
import tokenize
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from minimodel.texts.files import read_text

from course.reading import regions

SKIPPED = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
HEADS = ("def", "class", "async")
MODULE = ""  # the scope of what stands outside all functions and classes


class SourceError(LookupError):
    """A file that is missing or is not Python, or a name that it has not; says which."""


@dataclass(frozen=True)
class Statement:
    """One statement of a file.

    Attributes
    ----------
    index
        Its place among the file's statements.
    first, last
        Its lines, counted from 1; decorators and docstring included.
    tokens
        Its tokens without comments, the docstring's not among them.
    docstring
        The tokens of the docstring below it; for the file's first statement, of the file's own
        docstring above it.
    text
        Its code in one line, for messages.
    span
        The first and last line of its code proper, without docstring.
    """

    index: int
    first: int
    last: int
    tokens: tuple[str, ...]
    docstring: tuple[str, ...]
    text: str
    span: tuple[int, int]


@dataclass(frozen=True)
class Source:
    """A source file, cut into statements.

    Attributes
    ----------
    file
        Its name, relative to the code folder.
    text
        Its text.
    lines
        Its lines.
    statements
        Its statements, in order.
    spans
        First and last line (counted from 1) of each function, class, `Class.method` and region;
        several where a name is used more than once.
    definitions
        Those names that are no regions.
    """

    file: str
    text: str
    lines: list[str]
    statements: list[Statement]
    spans: dict[str, list[tuple[int, int]]]
    definitions: frozenset[str]

    def scope(self, name: str) -> list[Statement]:
        """The statements of a named part, or of the module outside all functions and classes.

        Raises
        ------
        SourceError
            If the file has no such name.
        """
        if name == MODULE:
            inside = [span for key in self.definitions for span in self.spans[key]]
            return [s for s in self.statements if not any(a <= s.first <= b for a, b in inside)]
        found = self.spans.get(name, [])
        if not found:
            raise SourceError(f"{self.file} has no function, class or region {name!r}")
        if len(found) > 1:
            raise SourceError(f"{self.file} has {len(found)} parts named {name!r}")
        first, last = found[0]
        return [s for s in self.statements if first <= s.first and s.last <= last]

    def owner(self, statement: Statement) -> str:
        """The innermost function or class that a statement is in; `MODULE` if none is."""
        around = [
            (last - first, name)
            for name in self.definitions
            for first, last in self.spans[name]
            if first <= statement.first <= last
        ]
        return min(around)[1] if around else MODULE


def tokens_of(code: str) -> tuple[str, ...]:
    """The tokens of a stretch of code, whatever its indentation and its line breaks.

    Comments are left out, and white space within strings counts once. Code that ends within a
    bracket or a string gives the tokens up to there.
    """
    text = "\n".join(line.strip() for line in code.split("\n")) + "\n"
    return tuple(
        _normal(item)
        for item in items(text)
        if item.type not in SKIPPED and item.type != tokenize.ENDMARKER
    )


def items(code: str) -> list[tokenize.TokenInfo]:
    """What `tokenize` finds in a stretch of code, as far as it gets."""
    found: list[tokenize.TokenInfo] = []
    # An incomplete key matches no statement, and is reported as such.
    with contextlib.suppress(tokenize.TokenError, SyntaxError):
        for item in tokenize.generate_tokens(io.StringIO(code).readline):
            found.append(item)
    return found


def read(code_folder: Path, file: str) -> Source:
    """Cut a file below `code_folder` into statements.

    Raises
    ------
    SourceError
        If there is no such file, or it is not Python.
    """
    path = (code_folder / file).resolve()
    if not path.is_relative_to(code_folder.resolve()) or not path.is_file():
        raise SourceError(f"there is no file {file!r} in the folder {code_folder.name}/")
    return _cut(file, read_text(path))


@lru_cache(maxsize=16)
def _cut(file: str, text: str) -> Source:
    lines = text.splitlines()
    try:
        defined = regions.definition_spans(text)
        found = [regions.marked_spans(lines), defined]
        logical = _logical_lines(text)
    except (SyntaxError, tokenize.TokenError) as error:
        raise SourceError(f"{file} is not Python: {error}") from None
    except regions.RegionError as error:
        raise SourceError(f"{file}: {error}") from None
    spans: dict[str, list[tuple[int, int]]] = {}
    for names in found:
        for name, places in names.items():
            spans.setdefault(name, []).extend((first + 1, last) for first, last in places)
    return Source(file, text, lines, _statements(logical), spans, frozenset(defined))


_Line = list[tokenize.TokenInfo]


def _logical_lines(text: str) -> list[_Line]:
    lines: list[_Line] = [[]]
    for item in tokenize.generate_tokens(io.StringIO(text).readline):
        if item.type == tokenize.NEWLINE:
            lines.append([])
        elif item.type not in SKIPPED and item.type != tokenize.ENDMARKER:
            lines[-1].append(item)
    return [line for line in lines if line]


def _statements(lines: list[_Line]) -> list[Statement]:
    made: list[Statement] = []
    decorators: _Line = []
    opening: _Line = []
    if lines and _is_string(lines[0]):
        opening = lines.pop(0)
    position = 0
    while position < len(lines):
        line = lines[position]
        position += 1
        if line[0].string == "@" and line[0].type == token.OP:
            decorators += line
            continue
        line, decorators = decorators + line, []
        docstring: _Line = []
        if _opens_body(line) and position < len(lines) and _is_string(lines[position]):
            docstring = lines[position]
            position += 1
        said = opening or docstring
        made.append(
            Statement(
                len(made),
                (opening or line)[0].start[0],
                (docstring or line)[-1].end[0],
                tuple(_normal(item) for item in line),
                tuple(_normal(item) for item in said),
                _in_one_line(line),
                (line[0].start[0], line[-1].end[0]),
            )
        )
        opening = []
    return made


def _is_string(line: _Line) -> bool:
    return all(item.type == token.STRING for item in line)


def _opens_body(line: _Line) -> bool:
    """Whether a docstring may follow: the header of a function or class."""
    starts = [
        item.string
        for before, item in zip([None, *line], line, strict=False)
        if before is None or before.start[0] != item.start[0]
    ]
    return line[-1].string == ":" and any(start in HEADS for start in starts)


def _normal(item: tokenize.TokenInfo) -> str:
    return " ".join(item.string.split()) if item.type != token.OP else item.string


def _in_one_line(line: _Line) -> str:
    text = ""
    before: tokenize.TokenInfo | None = None
    for item in line:
        if before is not None:
            same = before.end[0] == item.start[0]
            apart = item.start[1] > before.end[1] if same else before.string not in "([{"
            text += " " if apart and not (not same and item.string in ")]}") else ""
        text += _normal(item)
        before = item
    return text
