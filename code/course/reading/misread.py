"""Where Markdown would read a page in another way than the course: each such place is a fault.

The course reads a page line by line before Markdown sees it. This is a second reading, which
does not ask the first what a line is, and compares what the two found.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import cache

from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from course.reading.blocks import FLAGS, INFO, INLINE, OPTIONS, Fence
from course.texts.errors import CourseError

CONTAINER = re.compile(r"\s*(?:(?:!!!|\?\?\?\+?|===)\s|[-*+]\s|\d+[.)]\s|\[\^[^\]]+\]:|:\s)")
HASHES = re.compile(r"(?:[ \t>]|[-*+]\s|\d+[.)]\s)*#{1,6}(?P<after>[^#])")
UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)\s*$")
CODE = re.compile(r"(`+).+?\1")
# Like a value; the name in its braces alone is only spoken of.
BRACED = re.compile(r"(?<!`)`\s*\{\s*(?P<name>\w+)\s*\}(?=[^`]*[^`\s])[^`]*(?:`(?!`)|$)")
# Comments, and elements whose content Markdown leaves as it is.
UNREAD = re.compile(r"<(?P<name>!--|(?:pre|script|style|textarea)\b)", re.I)
SHOWN = frozenset({"title", "hl_lines", "linenums"})  # options of a block that is only shown
LANGUAGES = ("python", "pycon", "text", "markdown", "sh", "console", "toml", "yaml", "json", "html")

Found = Iterator[tuple[int, str, str]]


def check(lines: list[str], fences: list[Fence], file: str, offset: int = 0) -> None:
    """Hold the course's reading of a page against a second one.

    Parameters
    ----------
    lines
        The page's body.
    fences
        Its fenced blocks, as `blocks.fences` finds them.
    file, offset
        For messages: the page's file, and the number of lines before `lines`.

    Raises
    ------
    CourseError
        At the first line that is read in two ways.
    """
    inside = {n for fence in fences for n in range(fence.first, fence.last + 1)}
    for finding in (
        _unread(lines, fences, inside),
        _code(lines, fences),
        _headings(lines, inside),
        _values(lines, inside),
    ):
        for number, message, fix in finding:
            raise CourseError(message, file=file, line=number + 1 + offset, fix=fix)


def info(fence: Fence) -> tuple[str, str] | None:
    """What is wrong, and what to do, with the first line of a block that is only shown."""
    text = fence.info
    if text.startswith("{") and text.endswith("}"):  # the form of attributes
        text = re.sub(r"^[.]", "", text[1:-1].strip())
    language, _, rest = text.partition(" ")
    if language and not _known(language):
        near = difflib.get_close_matches(language.lower(), LANGUAGES, 1)
        meant = "Write the language first: ```python exec"
        return f"no language is called {language!r}.", f"Did you mean {near[0]}?" if near else meant
    position = 0
    while position < len(rest):
        match = INFO.match(rest, position)
        name = (match["key"] or match["word"]) if match else rest[position:]
        if not match or name not in SHOWN or not match["key"]:
            return _unknown(name, match[0].strip() if match else name)
        position = match.end()
    return None


def _unknown(name: str, written: str) -> tuple[str, str]:
    if name in OPTIONS:
        return f"the option {name!r} stands on a block that does not run.", "Add the word exec."
    near = difflib.get_close_matches(name.lower(), [*FLAGS, *sorted(OPTIONS | SHOWN)], 1)
    known = f"A block that is shown has {', '.join(sorted(SHOWN))}; one that runs has exec."
    return f"unknown option {written!r} on a block.", f"Did you mean {near[0]}?" if near else known


@cache
def _known(language: str) -> bool:
    try:
        find_lexer_class_by_name(language)
    except ClassNotFound:
        return False
    return True


def _unread(lines: list[str], fences: list[Fence], inside: set[int]) -> Found:
    """Blocks and values where Markdown reads nothing: they would run, and break out of it."""
    first = {fence.first for fence in fences}
    fix = "Take it out of there, or delete it."
    within = ""  # what ends the stretch that is not read
    for number, line in enumerate(lines):
        if within and number in first:
            message = "a block stands inside an HTML comment."
            if within != "-->":
                message = f"a block stands above {within}, where Markdown reads nothing."
            yield number, message, fix
        if number in inside:
            continue
        # A value is code to Markdown; for this reading only what is no value is.
        marks = CODE.sub(lambda match: match[0] if INLINE.fullmatch(match[0]) else "", line)
        while marks:
            opening = None if within else UNREAD.search(marks)
            end = marks.lower().find(within) if within else opening.start() if opening else -1
            stretch = marks[:end] if end >= 0 else marks
            if within and INLINE.search(stretch):
                message = "a computed value stands inside an HTML comment."
                if within != "-->":
                    message = (
                        f"a computed value stands above {within}, where Markdown reads nothing."
                    )
                yield number, message, fix
            if end < 0:
                break
            if opening:
                name = opening["name"].lower()
                marks, within = marks[opening.end() :], "-->" if name == "!--" else f"</{name}>"
            else:
                marks, within = marks[end + len(within) :], ""


def _code(lines: list[str], fences: list[Fence]) -> Found:
    """Blocks that are indented like code, below nothing that they could belong to."""
    for fence in fences:
        indent = _indent(lines[fence.first])
        for number in range(fence.first - 1, -1, -1):
            if indent < 4:
                break
            if not lines[number].strip() or _indent(lines[number]) > indent - 4:
                continue
            outer = _indent(lines[number])
            if not CONTAINER.match(lines[number]) or indent >= outer + 8:
                break
            indent = outer
        if indent >= 4:
            fix = "Put it at the margin, or four spaces below what it belongs to."
            yield fence.first, "a fenced block is indented as code.", fix


def _headings(lines: list[str], inside: set[int]) -> Found:
    """Headings that Markdown would see, and the course does not."""
    fix = "Write it at the margin, with a space after its marks: ## Heading { #anchor }"
    for number, line in enumerate(lines):
        if number in inside:
            continue
        match = HASHES.match(line)
        if match and not (line.startswith("#") and match["after"].isspace()):
            yield number, "a heading is not written as the course reads it.", fix
        above = lines[number - 1].strip() if number and number - 1 not in inside else ""
        if UNDERLINE.match(line) and above and not UNDERLINE.match(above):
            yield number - 1, "a heading is underlined instead of marked.", fix


def _values(lines: list[str], inside: set[int]) -> Found:
    """Code that was meant to be a computed value: Markdown would show it as it is written."""
    fix = "Write it in one line: `{python} radius:.2f`."
    for number, line in enumerate(lines):
        for match in () if number in inside else BRACED.finditer(line):
            meant = difflib.get_close_matches(match["name"].lower(), ["python"], 1)
            if meant and not INLINE.match(line, match.start()):
                yield number, "a computed value is not written as the course reads it.", fix


def _indent(line: str) -> int:
    """How far a line is indented, within the quote that it may stand in."""
    bare = re.sub(r"^(?:[ ]{0,3}> ?)+", "", line).expandtabs(4)
    return len(bare) - len(bare.lstrip())
