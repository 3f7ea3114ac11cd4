"""What the pages were at each release: a digest of every section, in `docs/.releases`.

From them come the list of what has changed, page by page, and the promise that an address which
once was published leads somewhere for ever.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from course.reading import links, moved, parity
from course.reading.moved import Move
from course.reading.pages import Page
from course.texts.errors import CourseError

FOLDER = ".releases"  # MkDocs passes over names that begin with a dot
VERSION_FILE = "code/pyproject.toml"  # the one place that has it
VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")
TOP = ""  # the anchor of what stands above a page's first section

Sections = Mapping[str, str]  # digests by anchor


@dataclass(frozen=True)
class Release:
    """The pages of a release.

    Attributes
    ----------
    version
        Its version, `1.2.0`.
    pages
        Each page's sections, in the source language.
    """

    version: str
    pages: Mapping[str, Sections]


@dataclass(frozen=True)
class Change:
    """What became of a page: `new`, `gone`, `moved` or `changed`, and in which of its sections.

    `before` is the address that a moved page had.
    """

    path: str
    kind: str
    anchors: tuple[str, ...] = ()
    before: str = ""


def order(version: str) -> tuple[int, ...]:
    """What a version is sorted by; empty for what is none."""
    match = VERSION.fullmatch(version)
    return tuple(map(int, match.groups())) if match else ()


def version(project: Path) -> str:
    """The version that the project says it has."""
    table = tomllib.loads((project / VERSION_FILE).read_text(encoding="utf-8"))
    return str(table["project"]["version"])


def snapshot(page: Page) -> dict[str, str]:
    """The sections of a page, each with a digest of all that stands in it, code included.

    Its figures have addresses too; what becomes of one shows in its section.
    """
    stretches: list[tuple[str, list[str]]] = [(TOP, [])]
    for number, line in enumerate(page.lines):
        heading = None if number in page.fenced_lines else parity.HEADING.match(line)
        anchor = parity.ANCHOR.search(heading["attributes"] or "") if heading else None
        if anchor:
            stretches.append((anchor[1], []))
        stretches[-1][1].append(line)
    sections = {
        anchor: hashlib.sha256(" ".join(" ".join(lines).split()).encode()).hexdigest()[:16]
        for anchor, lines in stretches
    }
    figures = (f"fig-{block.id}" for block in page.blocks if "alt" in block.options)
    return sections | dict.fromkeys(figures, "figure")


def written(pages: Mapping[str, Page]) -> str:
    """The text of a release's file: a line for each page."""
    lines = [f"{json.dumps(path)}: {json.dumps(snapshot(page))}" for path, page in pages.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def read_all(docs: Path) -> list[Release]:
    """The releases of a project, the first one first.

    Raises
    ------
    CourseError
        If a record is not as `written` makes it.
    """
    found = []
    for file in (docs / FOLDER).glob("*.json"):
        try:
            pages = json.loads(file.read_bytes())
            kept = {path: dict(sections) for path, sections in pages.items()}
        except (ValueError, TypeError, AttributeError):
            raise CourseError(
                "the record of the release cannot be read.",
                file=file.relative_to(docs.parent).as_posix(),
                fix="Take it from the history.",
            ) from None
        found.append(Release(file.stem, kept))
    return sorted(found, key=lambda release: order(release.version))


def changes(
    before: Mapping[str, Sections], now: Mapping[str, Sections], moves: Iterable[Move] = ()
) -> list[Change]:
    """What became of each page; a page that is as it was is left out.

    Parameters
    ----------
    before, now
        The sections of every page.
    moves
        The addresses that have moved; a page that did is held against what it was.
    """
    gone = [path for path in before if path not in now]
    whole = {move.new[0]: move.old[0] for move in moves if (move.old[1], move.new[1]) == (TOP, TOP)}
    came = {new: old for new, old in whole.items() if old in gone and new in now.keys() - before}
    found = [Change(path, "new") for path in now if path not in before and path not in came]
    for path, sections in now.items():
        earlier = before.get(came.get(path, path))
        if earlier is None:
            continue
        told = [a for a, digest in sections.items() if earlier.get(a) != digest]
        if path in came:
            found.append(Change(path, "moved", tuple(told), came[path]))
        elif told or earlier.keys() - sections.keys():
            found.append(Change(path, "changed", tuple(told)))
    return found + [Change(path, "gone") for path in gone if path not in came.values()]


def lost(
    releases: list[Release], moves: list[Move], pages: Mapping[str, Page], docs: Path
) -> Iterator[CourseError]:
    """Find addresses of releases that lead nowhere now.

    Yields
    ------
    CourseError
        For each.
    """
    leads = {move.old: move.new for move in moves}
    without: set[str] = set()  # pages that are gone: told once, and not part by part
    for path, anchor, since in _published(releases):
        page = pages.get(path)
        there = page is not None and (not anchor or anchor in links.anchors(page))
        if there or (path, anchor) in leads or path in without:
            continue
        what, target = "", "page#anchor"
        place = moved.written((path, anchor))
        if page is None and (path, TOP) not in leads:
            without.add(path)
            place, target = path, "page"
        elif page is None:  # an anchor goes along with its page
            new, part = leads[path, TOP]
            goes = part or new not in pages or anchor in links.anchors(pages[new])
            if goes or (new, anchor) in leads:
                continue
            what = (
                f"{place!r} was published with {since}, and {new!r}, where its page has gone, "
                "has no such anchor."
            )
        yield CourseError(
            what or f"{place!r} was published with {since}, and leads nowhere.",
            file=f"{docs.name}/{moved.FILE}",
            fix=f'Say where to: "{place}" = "{target}".',
        )


def _published(releases: list[Release]) -> Iterator[tuple[str, str, str]]:
    """Every page and anchor that was published, with the last release that had it."""
    seen = set()
    for release in reversed(releases):
        for path, sections in release.pages.items():
            for anchor in sections:
                if (path, anchor) not in seen:
                    seen.add((path, anchor))
                    yield path, anchor, release.version
