"""Links and anchors, checked before anything is built: what a link names must be there, once."""

from __future__ import annotations

import operator
import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from course.reading.pages import Page
from course.reading.walks import walk_blocks as reading
from course.texts.errors import CourseError

LINK = re.compile(r"(?<!\\)\[(?:[^\[\]]|\[[^\]]*\])*\]\((?P<target>[^)\s]+)[^)]*\)")
WORDLESS = re.compile(r"(?<!\\)\[\s*(\$[^$]+\$)\s*\]\(")  # a link whose text is one formula
CODE = re.compile(r"(`+).+?\1")
ANCHOR = re.compile(r"\{[^{}]*?#(?P<attribute>[\w-]+)[^{}]*\}|\bid=\"(?P<id>[\w-]+)\"")
MADE_OF_BLOCKS = ("code", "out", "fig")  # what begins the anchors of a block and its results
MADE = "experiments/"  # files that the build makes, of which some are Markdown
# A line in whose place the build writes a list; its anchors are left to MkDocs, which sees it.
LIST = re.compile(r"\[[A-Z][A-Z: ]*\]")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/")


def targets(line: str) -> list[str]:
    """The targets of the links in a line of prose; what stands in code is no link."""
    return [match["target"] for match in LINK.finditer(CODE.sub("", line))]


@lru_cache(maxsize=1024)
def anchors(page: Page) -> set[str]:
    """The anchors of a page: its headings', its attributes', its results' and walks'."""
    return {anchor for anchor, _ in _places(page)}


def _places(page: Page) -> Iterator[tuple[str, int]]:
    """Each anchor of a page with the line in its file where it is given, in no order."""
    for number, line in enumerate(page.lines, page.offset + 1):
        if number - page.offset - 1 not in page.fenced_lines:
            for match in ANCHOR.finditer(CODE.sub("", line)):
                yield match["attribute"] or match["id"], number
    for block in page.blocks:
        yield from ((f"{kind}-{block.id}", block.line) for kind in MADE_OF_BLOCKS if block.id)
    for walk, said in zip(page.walks, reading.addresses(page.walks), strict=True):
        yield said.walk, walk.line
        lines = [note.line for note in walk.notes]
        yield from zip(said.notes, lines, strict=True)


def _twice(page: Page) -> Iterator[CourseError]:
    """Find the anchors that a page gives to two places: a link leads to the first alone."""
    seen: dict[str, int] = {}
    for anchor, line in sorted(_places(page), key=operator.itemgetter(1)):
        if anchor in seen:
            yield CourseError(
                f"a second anchor {anchor!r}; the first is in line {seen[anchor]}.",
                file=page.file,
                line=line,
                fix="Give each place of a page its own anchor.",
            )
        seen.setdefault(anchor, line)


def check(pages: Mapping[str, Page]) -> Iterator[CourseError]:
    """Find the links of a language that are dead or have no words, and anchors given twice.

    Parameters
    ----------
    pages
        All its pages, by their addresses.

    Yields
    ------
    CourseError
        For each link to a page or an anchor that does not exist, and each whose text is a formula
        alone, for which a screen reader may have no name. Links to other files are left to MkDocs,
        which knows them all. For each anchor that stands twice on a page.
    """
    for path, page in pages.items():
        yield from _twice(page)
        for number, line in enumerate(page.lines):
            if number in page.fenced_lines:
                continue
            if wordless := WORDLESS.search(CODE.sub("", line)):
                yield CourseError(
                    f"the link's text is the formula {wordless[1]} alone.",
                    file=page.file,
                    line=number + 1 + page.offset,
                    fix="Take words into it: not every reader hears a formula.",
                )
            for target in targets(line):
                address, _, anchor = target.partition("#")
                if ELSEWHERE.match(target) or (address and not address.endswith(".md")):
                    continue
                aim = posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
                if aim.startswith(MADE):
                    continue
                aimed = pages.get(aim.removesuffix(".md")) if address else page
                if aimed is None:
                    yield CourseError(
                        f"the link {target!r} leads to no page.",
                        file=page.file,
                        line=number + 1 + page.offset,
                        fix="`course pages` lists the pages; count from this page's folder.",
                    )
                elif (
                    anchor
                    and anchor not in anchors(aimed)
                    and not any(map(LIST.fullmatch, aimed.lines))
                ):
                    yield CourseError(
                        f"the link {target!r} leads to an anchor that {aimed.file} has not.",
                        file=page.file,
                        line=number + 1 + page.offset,
                        fix="Use the anchor of one of its headings: ## Heading { #anchor }.",
                    )
