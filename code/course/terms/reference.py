"""The reference part of a project: its files read, its pages held against them and filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from course.reading import order
from course.reading.library import Library
from course.reading.pages import Page
from course.terms import citations, listings, sources
from course.terms.citations import Citation
from course.terms.sources import Source
from course.texts.errors import CourseError, Faults
from course.texts.languages import LANGUAGES

# Lines of pages that stand for a list.
BIBLIOGRAPHY: Final = "[BIBLIOGRAPHY]"
FURTHER: Final = "[FURTHER READING]"


class Reference:
    """What the pages of a library refer to.

    A project that has no file of sources may cite as it likes.

    Parameters
    ----------
    library
        The pages.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self.docs = library.docs
        self._sources: tuple[tuple[int, int], dict[str, Source]] | None = None
        self._cited: dict[tuple[str, str], tuple[Page, dict[str, Source], list[Citation]]] = {}

    @property
    def sources(self) -> dict[str, Source]:
        """The sources by their keys, as their file is now."""
        state = _state(self.docs / sources.FILE)
        if self._sources is None or self._sources[0] != state:
            self._sources = (state, sources.read(self.docs))
        return self._sources[1]

    def check(self, faults: Faults) -> None:
        """Hold all pages, which have been read without fault, against the files."""
        if not (self.docs / sources.FILE).is_file():
            return
        if faults.of(lambda: self.sources):
            return
        used: set[str] = set()
        for lang in LANGUAGES:
            for page in self._pages(lang):
                faults.found += citations.check(page, self.sources)
                used |= {place.key for place in self._citations(page)}
        for source in self.sources.values():
            if source.key not in used and not source.further:
                faults.found.append(
                    CourseError(
                        f"no page cites {source.key!r}.",
                        file=f"{self.docs.name}/{sources.FILE}",
                        line=source.line,
                        fix=f"Cite it, delete it, or give it keywords = {{{sources.FURTHER}}}.",
                    )
                )

    def lines(self, page: Page) -> list[str]:
        """The lines of a page with what it refers to written out; no line of prose is moved."""
        if not (self.docs / sources.FILE).is_file():
            return page.lines
        lists: dict[str, Callable[[], list[str]]] = {
            BIBLIOGRAPHY: lambda: self._bibliography(page, further=False),
            FURTHER: lambda: self._bibliography(page, further=True),
        }
        out: list[str] = []
        for line in citations.drawn(page, self.sources):
            out += lists[line]() if line in lists else [line]
        return out

    def _bibliography(self, here: Page, *, further: bool) -> list[str]:
        cited: dict[str, list[tuple[Page, list[Citation]]]] = {key: [] for key in self.sources}
        for page in self._pages(here.lang):
            places = self._citations(page)
            for key in dict.fromkeys(place.key for place in places):
                cited[key].append((page, [place for place in places if place.key == key]))
        entries = [(source, cited[key]) for key, source in self.sources.items()]
        return listings.bibliography(entries, here.lang, here.path, further=further)

    def _citations(self, page: Page) -> list[Citation]:
        known = self._cited.get((page.lang, page.path))
        if known is None or known[0] is not page or known[1] is not self.sources:
            found = citations.of(page, self.sources)
            known = self._cited[page.lang, page.path] = (page, self.sources, found)
        return known[2]

    def _pages(self, lang: str) -> Iterator[Page]:
        """The pages of a language that can be read, in the order of the menu."""
        for path in order.sort(list(self.library.paths), self.docs.parent):
            with suppress(CourseError):
                yield self.library.page(lang, path)


def _state(file: Path) -> tuple[int, int]:
    if not file.is_file():
        return (0, 0)
    return (file.stat().st_mtime_ns, file.stat().st_size)
