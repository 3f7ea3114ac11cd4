"""A page as the course sees it: its head, its blocks, its values, and the outline of its prose."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from minimodel.texts.files import read_text
from minimodel.texts.reasons import reason

from course.reading import blocks, frontmatter, misread
from course.reading.blocks import Block, Fence, InlineValue
from course.reading.walks import walk_blocks as reading
from course.reading.walks.walk_blocks import WalkBlock
from course.texts.errors import CourseError
from course.texts.languages import SOURCE_LANGUAGE

DOCS = Path(__file__).resolve().parents[3] / "docs"  # of the project that this package is in
# What no reader sees, and what Python takes for the end of a line where Markdown does not: control
# characters but tab and line feed, separators of lines, and a byte order mark amid the text.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
WORDS_A_MINUTE = 200  # a usual figure for reading to learn; code counts like prose


@dataclass(frozen=True)
class Page:
    """A Markdown page in one language.

    Attributes
    ----------
    path
        Its address without language and ending, such as `labs/02-forward`.
    lang
        Its language.
    file
        The file, relative to the project, for messages.
    text
        The whole text of the file.
    meta
        Its front matter.
    offset
        The number of lines before the body.
    shown_in
        The language in whose place the page is shown where nobody has translated it; empty for
        a page in its own.
    """

    path: str
    lang: str
    file: str
    text: str = field(repr=False)
    meta: dict[str, Any] = field(hash=False)
    offset: int
    shown_in: str = ""

    @property
    def place(self) -> str:
        """The language below whose root the page stands."""
        return self.shown_in or self.lang

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the body."""
        return self.text.splitlines()[self.offset :]

    @cached_property
    def fences(self) -> list[Fence]:
        """Every fenced block."""
        return list(blocks.fences(self.lines, self.file, self.offset))

    @cached_property
    def blocks(self) -> list[Block]:
        """The blocks that are executed or show a region, in order."""
        misread.check(self.lines, self.fences, self.file, self.offset)
        kept = []
        for fence in self.fences:
            if block := blocks.read_block(fence, self.file, self.offset):
                kept.append(block)
            elif not reading.is_walk(fence) and (wrong := misread.info(fence)):
                line = fence.first + 1 + self.offset
                raise CourseError(wrong[0], file=self.file, line=line, fix=wrong[1])
        seen: dict[str, Block] = {}
        for block in kept:
            if block.id and block.id in seen:
                raise CourseError(
                    f"a second {block.name}; the first is in line {seen[block.id].line}.",
                    file=self.file,
                    line=block.line,
                    fix="Give each block of a page its own id.",
                )
            seen[block.id] = block
        return kept

    @cached_property
    def walks(self) -> list[WalkBlock]:
        """The blocks that walk through a source file, in order."""
        return [
            reading.read(fence, self.file, self.offset)
            for fence in self.fences
            if reading.is_walk(fence)
        ]

    @cached_property
    def fenced_lines(self) -> set[int]:
        """The numbers of the body's lines, from 0, that are code: annotations in walks are not."""
        fenced = {n for fence in self.fences for n in range(fence.first, fence.last + 1)}
        annotations = (reading.prose(fence) for fence in self.fences if reading.is_walk(fence))
        return fenced.difference(*annotations)

    @cached_property
    def values(self) -> list[InlineValue]:
        """The computed values inside sentences, in order."""
        return list(blocks.inline_values(self.lines, self.fenced_lines, self.file, self.offset))

    @property
    def executed(self) -> bool:
        """Whether anything on the page runs."""
        return any(block.executed for block in self.blocks) or bool(self.values)

    @cached_property
    def title(self) -> str:
        """The first heading's text, or the front matter's title."""
        for number, line in enumerate(self.lines):
            if number not in self.fenced_lines and (match := re.match(r"#\s+(.+?)\s*$", line)):
                return re.sub(r"\s*\{.*?\}\s*$", "", match[1])
        return str(self.meta.get("title", self.path))

    @property
    def minutes(self) -> int:
        """How long the page takes to read; the front matter's `minutes` counts for work done."""
        if "minutes" in self.meta:
            return int(self.meta["minutes"])
        words = sum(len(line.split()) for line in self.lines)
        return max(1, round(words / WORDS_A_MINUTE))


def read(docs: Path, lang: str, path: str) -> Page:
    """Read the page `path` of the language `lang` from the folder `docs`.

    Raises
    ------
    CourseError
        If it does not exist or can't be read, is not UTF-8, holds characters that nobody sees, or
        its front matter is malformed.
    """
    source = docs / lang / f"{path}.md"
    file = f"{docs.name}/{lang}/{path}.md"
    try:
        text = read_text(source)
    except FileNotFoundError:
        raise CourseError(
            "there is no such page.", file=file, fix="`course pages` lists the pages."
        ) from None
    except OSError as error:  # it is a folder, a link to itself, or nobody may read it
        why = reason(error, SOURCE_LANGUAGE).lower()
        raise CourseError(
            f"the page can't be read: {why}.",
            file=file,
            fix="Only a file that may be read is a page; rename or delete any other.",
        ) from None
    except UnicodeDecodeError as error:
        raise CourseError(
            f"the page is not UTF-8 (byte {error.start}).", file=file, fix="Save it as UTF-8."
        ) from None
    if unseen := UNSEEN.search(text):
        raise CourseError(
            f"the page holds the character U+{ord(unseen[0]):04X}, which nobody sees.",
            file=file,
            line=text.count("\n", 0, unseen.start()) + 1,
            fix="Delete it.",
        )
    head = frontmatter.read(text, file)
    return Page(path, lang, file, text, head.data, head.length)


def paths(docs: Path, lang: str) -> list[str]:
    """The addresses of all pages of a language, sorted."""
    folder = docs / lang
    return sorted(p.relative_to(folder).with_suffix("").as_posix() for p in folder.rglob("*.md"))
