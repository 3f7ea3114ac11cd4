"""The parts of a page: each block with the code it shows, and what that gave."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from course.reading import names, regions
from course.reading.blocks import PER_LANGUAGE, Block
from course.reading.pages import Page
from course.reading.walks.matching import Walk
from course.running.compiled import compiled, compiled_field
from course.running.pending import PendingValue, Wait
from course.running.snippets import Output, SnippetError
from course.texts.errors import CourseError, CourseErrors, Faults


@dataclass(frozen=True)
class Part:
    """A block of a page with its code and, if it runs, its output.

    Attributes
    ----------
    block
        The block as it stands in its page.
    code
        The code shown: the block's own, its twin's in the source language, or a region's.
    title
        The name of the file that the code comes from; empty if it stands in a page.
    line
        The line of `title`'s file, or of the source page, where the code begins.
    options
        The options in force: the source language's, with this language's texts.
    approved
        Whether its output is held against what was approved.
    output
        What it gave; `None` for a block that is only shown.
    preface
        What a reader is shown above the code, so that it runs as it is shown.
    """

    block: Block
    code: str
    title: str
    line: int
    options: dict[str, str] = field(hash=False)
    approved: bool = False
    output: Output | None = None
    preface: str = ""

    @property
    def shown(self) -> bool:
        """Whether a reader sees the code, or can open it."""
        return self.options.get("source") != "hidden"


@dataclass(frozen=True)
class PageRun:
    """A page with its walks, the results of its blocks and of the values in its sentences."""

    page: Page
    parts: list[Part]
    values: list[str]
    seed: Any = None
    walks: list[Walk] = field(default_factory=list)
    behind: tuple[str, ...] = ()  # anchors of sections whose translation is out of date

    @property
    def waits(self) -> list[Wait]:
        """What it still waits for, in the order of the page; empty if it is complete."""
        outputs = [part.output for part in self.parts if part.output]
        values = [value for value in self.values if isinstance(value, PendingValue)]
        return [*(o.wait for o in outputs if o.wait), *(value.wait for value in values)]


def parts_of(page: Page, source: Page, code_folder: Path) -> list[Part]:
    """The blocks of a page with their code, none of them run yet.

    Parameters
    ----------
    page
        The page.
    source
        Its twin in the source language, or itself.
    code_folder
        Where the files that blocks name are.

    Raises
    ------
    CourseError
        If a block's file or region is missing, the block has both a file and code, or code that
        runs, a value's included, is not Python.
    CourseErrors
        If a block that is shown takes a name from one that is not.
    """
    originals = {block.id: block for block in source.blocks if block.executed}
    parts = []
    for block in page.blocks:
        original = originals.get(block.id, block) if block.executed else block
        texts = {k: v for k, v in block.options.items() if k in PER_LANGUAGE}
        options = {k: v for k, v in original.options.items() if k not in PER_LANGUAGE} | texts
        file = options.get("file", "")
        if not file:
            title, line, code = "", original.line + 1, original.fence.body
        else:
            if original.fence.body.strip():
                raise CourseError(
                    f"{original.name} has a file and code of its own.",
                    file=page.file,
                    line=block.line,
                    fix="Keep one of the two.",
                )
            try:
                region = regions.cut(code_folder, file, options.get("region", ""))
            except regions.RegionError as error:
                raise CourseError(
                    f"{original.name}: {error}.",
                    file=page.file,
                    line=block.line,
                    fix="Correct file or region.",
                ) from None
            title, line, code = f"{code_folder.name}/{file}", region.line, region.code
        part = Part(block, code, title, line, options, original.approved)
        lines = max(map(int, re.findall(r"\d+", options.get("hl_lines", ""))), default=0)
        if lines > (there := len(code.rstrip("\n").split("\n"))):
            raise CourseError(
                f"{original.name} highlights line {lines}, but its code has {there}.",
                file=page.file,
                line=block.line,
                fix="Count its lines from 1.",
            )
        if block.executed:
            _hold_to_python(part, page, title or source.file)
        parts.append(part)
    for value in page.values:
        try:
            compiled_field(value.expression)
        except SnippetError as error:
            raise CourseError(
                error.message, file=page.file, line=value.line, fix=error.fix
            ) from None
    if page is source:  # the other languages have the same code
        _hold_to_what_is_seen(parts, page)
    return _with_the_language(parts, page.lang)


def fault_of(error: SnippetError, part: Part, page: Page, file: str) -> CourseError:
    """What went wrong with a block of a page, whose code stands in `file`."""
    at, message = part.block.line, error.message
    if error.line is not None and file == page.file:
        at = error.line
    elif error.line is not None:
        message = f"{message} (at {file}:{error.line})"
    return CourseError(message, file=page.file, line=at, fix=error.fix)


def _hold_to_python(part: Part, page: Page, file: str) -> None:
    try:
        compiled(part.code, file, part.line, f"block {part.block.id!r}")
    except SnippetError as error:
        raise fault_of(error, part, page, file) from None


def _hold_to_what_is_seen(parts: list[Part], page: Page) -> None:
    """A reader who copies the code that he sees must be able to run it."""
    seen: set[str] = set()
    unseen: dict[str, str] = {}
    faults = Faults()
    for part in parts:
        if part.block.language != "python":
            continue
        known = names.of(part.code)
        if not part.shown:
            unseen |= dict.fromkeys(known.given - seen, part.block.name)
            continue
        if part.block.executed:
            faults.of(_refuse, part, page, {n: unseen[n] for n in known.taken & unseen.keys()})
        seen |= known.given
        for name in known.given:
            unseen.pop(name, None)
    if faults.found:
        raise CourseErrors(faults.found)


def _refuse(part: Part, page: Page, missing: dict[str, str]) -> None:
    if missing:
        taken = ", ".join(f"{name!r} from {missing[name]}" for name in sorted(missing))
        raise CourseError(
            f"{part.block.name} is shown, and takes {taken}, which is hidden.",
            file=page.file,
            line=part.block.line,
            fix='Make or import it in code that is shown, or fold that block: source="folded".',
        )


def _with_the_language(parts: list[Part], lang: str) -> list[Part]:
    """Every page finds its language in `lang`; the first code that uses it shows where from."""
    for index, part in enumerate(parts):
        if part.block.executed and part.shown and "lang" in names.of(part.code).taken:
            preface = f'lang = "{lang}"'
            return [*parts[:index], replace(part, preface=preface), *parts[index + 1 :]]
    return parts
