"""The parts of a page: each block with the code it shows, and what that gave."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course.reading import regions
from course.reading.blocks import PER_LANGUAGE, Block
from course.reading.pages import Page
from course.reading.walks.matching import Walk
from course.running.pending import PendingValue, Wait
from course.running.snippets import Output
from course.texts.errors import CourseError


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
    """

    block: Block
    code: str
    title: str
    line: int
    options: dict[str, str] = field(hash=False)
    approved: bool = False
    output: Output | None = None


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
        If a block's file or region is missing, or the block has both a file and code.
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
        parts.append(Part(block, code, title, line, options, original.approved))
    return parts
