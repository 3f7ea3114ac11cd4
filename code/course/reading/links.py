"""Links between pages, checked before anything is built: the page and the anchor must exist."""

from __future__ import annotations

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
    found = {
        match["attribute"] or match["id"]
        for number, line in enumerate(page.lines)
        if number not in page.fenced_lines
        for match in ANCHOR.finditer(CODE.sub("", line))
    }
    found |= {f"{kind}-{block.id}" for block in page.blocks for kind in ("out", "fig")}
    for walk in reading.addresses(page.walks):
        found |= {walk.walk, *walk.notes}
    return found


def check(pages: Mapping[str, Page]) -> Iterator[CourseError]:
    """Find the links of a language that are dead, or have no words.

    Parameters
    ----------
    pages
        All its pages, by their addresses.

    Yields
    ------
    CourseError
        For each link to a page or an anchor that does not exist, and each whose text is a formula
        alone, for which a screen reader may have no name. Links to other files are left to MkDocs,
        which knows them all.
    """
    for path, page in pages.items():
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
