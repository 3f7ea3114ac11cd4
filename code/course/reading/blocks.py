"""The fenced blocks of a page that the course acts on, and the values inside its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from course.texts.errors import CourseError

FENCE = re.compile(r"^(?P<indent>[ \t>]*)(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$")
# A second reading, which does not ask what else a line is: any run of backticks or tildes that
# opens something, be it behind a mark or, before `exec`, behind text.
OPENS = re.compile(
    r"^[\s>*+|:.\d)-]*(?:`{3,}|~{3,})[^`]*$|(?:`{3,}|~{3,})\s*\w[^`]*\bexec\b[^`]*$", re.I
)
INFO = re.compile(
    r"\s*(?:(?P<key>[A-Za-z_][\w-]*)=(?P<quote>[\"'])(?P<value>.*?)(?P=quote)"
    r"|(?P<word>[^\s=]+)(?P<stray>=\S*)?)"
)
INLINE = re.compile(r"(?<!`)`\{python\}\s+(?P<expression>[^`]+?)\s*`(?!`)")

# What each option is for stands in the authors' guide.
FLAGS = ("exec", "approved")
OPTIONS = frozenset(
    {"id", "file", "region", "alt", "caption", "source", "raises", "warns", "timeout"}
    | {"title", "hl_lines", "predict"}
)
SOURCES = ("shown", "folded", "hidden")
PER_LANGUAGE = frozenset({"alt", "caption", "title", "predict"})
IDENTIFIER = re.compile(r"[a-z][a-z0-9-]*$")


@dataclass(frozen=True)
class Fence:
    """Any fenced block: `first` and `last` are the lines of its fences, counted from 0.

    `indent` is what stands before the fence: spaces, and the marks of a quote.
    """

    first: int
    last: int
    indent: str
    info: str
    body: str


@dataclass(frozen=True)
class Block:
    """A fenced block that is executed, or shows a region of a file.

    Attributes
    ----------
    fence
        Where it stands in the page's text.
    language
        The language of its code, `python` if it is executed.
    executed
        Whether it runs.
    approved
        Whether what it prints is held against what was approved.
    options
        The options of its first line.
    line
        The line of its opening fence in the page's file, counted from 1.
    """

    fence: Fence
    language: str
    executed: bool
    approved: bool
    options: dict[str, str] = field(hash=False)
    line: int

    @property
    def id(self) -> str:
        """The name that pairs it with its twin in the other language; empty if it has none."""
        return self.options.get("id", "")

    @property
    def name(self) -> str:
        """How messages call it."""
        return f"block {self.id!r}" if self.id else "the block"


@dataclass(frozen=True)
class InlineValue:
    """A computed value inside a sentence: `expression` as in an f-string, format included."""

    expression: str
    line: int


def fences(lines: list[str], file: str, offset: int = 0) -> Iterator[Fence]:
    """Every fenced block of a page, in order; `offset` is the number of lines before `lines`.

    Raises
    ------
    CourseError
        If one is never closed, or opens where it is not read as one.
    """
    number = 0
    while number < len(lines):
        opening = FENCE.match(lines[number])
        if not opening:
            if OPENS.search(lines[number]):
                raise CourseError(
                    "a fenced block opens here that is not read as one.",
                    file=file,
                    line=number + 1 + offset,
                    fix="Let its fence begin a line of its own.",
                )
            number += 1
            continue
        first, indent, fence = number, opening["indent"], opening["fence"]
        closing = re.compile(rf"^[ \t>]*{fence[0]}{{{len(fence)},}}\s*$")
        number += 1
        while number < len(lines) and not closing.match(lines[number]):
            number += 1
        if number == len(lines):
            raise CourseError(
                "the fenced block that opens here is never closed.",
                file=file,
                line=first + 1 + offset,
                fix=f"Add a line {fence} below its code.",
            )
        margin = " \t>" if ">" in indent else " \t"  # a block in a quote has its marks before it
        body = [
            line.removeprefix(indent) if line.startswith(indent) else line.lstrip(margin)
            for line in lines[first + 1 : number]
        ]
        text = "\n".join(body) + "\n" if body else ""
        yield Fence(first, number, indent, opening["info"].strip(), text)
        number += 1


def read_block(fence: Fence, file: str, offset: int = 0) -> Block | None:
    """Read a fence as a block of the course; `None` for an ordinary fenced block.

    Raises
    ------
    CourseError
        If an option is unknown, malformed, given twice or does not fit the others.
    """
    line = fence.first + 1 + offset

    def fault(message: str, fix: str) -> CourseError:
        return CourseError(message, file=file, line=line, fix=fix)

    words: list[str] = []
    options: dict[str, str] = {}
    stray: list[str] = []
    position = 0
    while position < len(fence.info):
        match = INFO.match(fence.info, position)
        if not match:
            stray.append(fence.info[position:])
            break
        position = match.end()
        if match["key"]:
            if match["key"] in options:
                raise fault(f"option {match['key']!r} is given twice.", "Keep one of them.")
            options[match["key"]] = match["value"]
        elif match["stray"]:
            stray.append(match["word"] + match["stray"])
        else:
            words.append(match["word"])
    executed = "exec" in words[1:]
    if words[:1] == ["walk"]:  # see course.reading.walks
        return None
    if not executed and not {"file", "region"} & options.keys():
        return None
    if stray:
        raise fault(f"cannot read {stray[0]!r}.", 'Write options as name="value".')
    unknown = [word for word in words[1:] if word not in FLAGS] + sorted(options.keys() - OPTIONS)
    if unknown:
        raise fault(
            f"unknown option {unknown[0]!r} on a block.",
            f"The options are {', '.join([*FLAGS, *sorted(OPTIONS)])}.",
        )
    approved = "approved" in words[1:]
    block = Block(fence, words[0] if words else "", executed, approved, options, line)
    if executed and block.language != "python":
        raise fault(f"cannot execute {block.language!r}.", "Only python blocks are executed.")
    if executed and not IDENTIFIER.match(block.id):
        raise fault(
            f"an executed block needs an id; found {block.id!r}."
            if "id" in options
            else "an executed block needs an id.",
            'Name it with lower-case letters, digits and hyphens: id="state-norms".',
        )
    if options.get("source", "shown") not in SOURCES:
        raise fault(
            f"source={options['source']!r} is not known.", f"It is one of {', '.join(SOURCES)}."
        )
    if "region" in options and "file" not in options:
        raise fault("a region needs a file.", 'Add file="minimodel/…".')
    if "raises" in options and "warns" in options:
        raise fault("a block either raises or warns.", "Split it in two.")
    if "timeout" in options and not re.fullmatch(r"[1-9]\d*", options["timeout"]):
        raise fault(
            f"timeout={options['timeout']!r} is not a number of seconds.",
            'Write a whole number above zero: timeout="60".',
        )
    if "hl_lines" in options and not _are_lines(options["hl_lines"]):
        raise fault(
            f"hl_lines={options['hl_lines']!r} names no lines.",
            'Write numbers from 1 and ranges, with spaces between: hl_lines="2 4-6".',
        )
    return block


def _are_lines(text: str) -> bool:
    """Whether a text is numbers of lines and ranges of them."""
    ranges = [part.split("-") for part in text.split()]
    if not ranges or not all(re.fullmatch(r"[1-9]\d*(-[1-9]\d*)?", part) for part in text.split()):
        return False
    return all(int(first) <= int(last) for first, *_, last in ([*r, r[-1]] for r in ranges))


def inline_values(
    lines: list[str], skip: set[int], file: str, offset: int = 0
) -> Iterator[InlineValue]:
    """The computed values in sentences, outside the line numbers in `skip` (counted from 0).

    Raises
    ------
    CourseError
        If one stands in a heading.
    """
    for number, line in enumerate(lines):
        if number in skip:
            continue
        for match in INLINE.finditer(line):
            if line.startswith("#"):
                raise CourseError(
                    "a computed value stands in a heading, hence in addresses and menus.",
                    file=file,
                    line=number + 1 + offset,
                    fix="Move it into the text below.",
                )
            yield InlineValue(match["expression"], number + 1 + offset)
