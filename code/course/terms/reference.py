"""The reference part of a project: its files read, its pages held against them and filled in."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from course.reading import order, parity, quiz
from course.reading.library import Library
from course.reading.pages import Page
from course.terms import citations, formulas, glossary, listings, sources, symbols, term_links
from course.terms.citations import Citation
from course.terms.formulas import Used
from course.terms.glossary import Term
from course.terms.sources import Source
from course.terms.symbols import Symbol, Table
from course.texts.errors import CourseError, Faults
from course.texts.languages import LANGUAGES, SOURCE_LANGUAGE

# Lines of pages that stand for a list.
BIBLIOGRAPHY: Final = "[BIBLIOGRAPHY]"
FURTHER: Final = "[FURTHER READING]"
GLOSSARY: Final = "[GLOSSARY]"
NOTATION: Final = {f"[NOTATION: {kind.upper()}]": kind for kind in symbols.KINDS}
LOCAL: Final = "[NOTATION: SINGLE PAGES]"

GLOSSARY_PAGE: Final = "reference/glossary"
# Pages whose words are no links to the glossary: they are no part of the course's way.
UNLINKED: Final = ("authors/", "reference/")

Read = TypeVar("Read")


class _File(Generic[Read]):
    """A file below the folder of pages, read again whenever it has changed."""

    def __init__(self, docs: Path, name: str, read: Callable[[Path], Read]) -> None:
        self._docs, self._path, self._read = docs, docs / name, read
        self._known: tuple[tuple[int, int], Read] | None = None

    @property
    def exists(self) -> bool:
        return self._path.is_file()

    def __call__(self) -> Read:
        status = self._path.stat() if self.exists else None
        state = (status.st_mtime_ns, status.st_size) if status else (0, 0)
        if self._known is None or self._known[0] != state:
            self._known = (state, self._read(self._docs))
        return self._known[1]


class Reference:
    """What the pages of a library refer to.

    A project that has no such file may cite as it likes, and links no terms.

    Parameters
    ----------
    library
        The pages.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self.docs = library.docs
        self.sources: _File[dict[str, Source]] = _File(self.docs, sources.FILE, sources.read)
        self.terms: _File[dict[str, Term]] = _File(self.docs, glossary.FILE, glossary.read)
        self.symbols: _File[Table] = _File(self.docs, symbols.FILE, symbols.read)
        self._cited: dict[tuple[str, str], tuple[Page, dict[str, Source], list[Citation]]] = {}

    def check(self, faults: Faults) -> None:
        """Hold all pages, which have been read without fault, against the files."""
        for check in (self._check_sources, self._check_terms, self._check_symbols):
            faults.of(check, faults)

    def lines(self, page: Page) -> list[str]:
        """The lines of a page with what it refers to written out; no line of prose is moved."""
        lists: dict[str, Callable[[], list[str]]] = {
            BIBLIOGRAPHY: lambda: self._bibliography(page, further=False),
            FURTHER: lambda: self._bibliography(page, further=True),
            GLOSSARY: lambda: self._glossary(page),
            LOCAL: lambda: self._local_notation(page),
        }
        lists |= {line: partial(self._notation, page, kind) for line, kind in NOTATION.items()}
        lines = citations.drawn(page, self.sources()) if self.sources.exists else page.lines
        if lists.keys().isdisjoint(lines):
            return lines
        out: list[str] = []
        for line in lines:
            out += lists[line]() if line in lists else [line]
        return out

    def linked(self, content: str, page: Page) -> str:
        """The content of a page as HTML, the first use of each term linked to the glossary."""
        if not self._links_terms(page):
            return content
        lang = page.lang
        words = {k: term.words[lang] for k, term in self.terms().items() if lang in term.words}
        to = posixpath.relpath(f"{GLOSSARY_PAGE}.html", posixpath.dirname(page.path) or ".")
        return term_links.link(content, words, page.path, to)

    def digest(self, page: Page) -> str:
        """What the links and the symbols of a page depend on besides its text."""
        terms = str(self.terms()) if self._links_terms(page) else ""
        return terms + (str(self.symbols().symbols) if formulas.used(page) else "")

    def _links_terms(self, page: Page) -> bool:
        """Whether a page's words are linked; a question would link to its own answer."""
        return (
            self.terms.exists
            and GLOSSARY_PAGE in self.library.paths
            and not page.path.startswith(UNLINKED)
            and "template" not in self.library.page(SOURCE_LANGUAGE, page.path).meta
            and not quiz.questions(page)
        )

    def _check_sources(self, faults: Faults) -> None:
        if not self.sources.exists:
            return
        used: set[str] = set()
        for lang in LANGUAGES:
            for page in self._pages(lang):
                if page.place != page.lang:
                    continue  # nobody has translated it: it has been looked at
                faults.found += citations.check(page, self.sources())
                used |= {place.key for place in self._citations(page)}
        for source in self.sources().values():
            if source.key not in used and not source.further:
                faults.found.append(
                    CourseError(
                        f"no page cites {source.key!r}.",
                        file=f"{self.docs.name}/{sources.FILE}",
                        line=source.line,
                        fix=f"Cite it, delete it, or give it keywords = {{{sources.FURTHER}}}.",
                    )
                )

    def _check_terms(self, faults: Faults) -> None:
        for term in self.terms().values():
            if self._section(SOURCE_LANGUAGE, term.page, term.section) is None:
                faults.found.append(
                    CourseError(
                        f"the term {term.key!r} is explained at "
                        f"'{term.page}#{term.section}', where no section is.",
                        file=f"{self.docs.name}/{glossary.FILE}",
                        line=term.line,
                        fix="Name a page as `course pages` does, and the anchor of a heading.",
                    )
                )

    def _check_symbols(self, faults: Faults) -> None:
        table = self.symbols()
        if not table.symbols:
            return
        named = [(path, symbol) for symbol in table.symbols for path in symbol.pages]
        lost = {path: symbol.line for path, symbol in reversed(named) if not self._has(path, "")}
        for path, line in lost.items():  # and no more: without it, each sign there has no entry
            count = sum(path == each for each, _ in named)
            faults.found.append(
                CourseError(
                    f"{count} entries name {path!r}, and there is no such page.",
                    file=f"{self.docs.name}/{symbols.FILE}",
                    line=line,
                    fix="Put the page that it has become in its place, or delete them.",
                )
            )
        if lost:
            return
        # Without a menu nobody knows what is read first; what it lacks is read last.
        places = {path: place for place, path in enumerate(order.menu(self.docs.parent))}
        for lang in LANGUAGES:
            pages = [
                page
                for page in self._pages(lang)
                # One that nobody has translated has been looked at in the source language.
                if page.place == page.lang and not page.path.startswith(UNLINKED)
            ]
            faults.found += symbols.check(pages, table, lambda path: places.get(path, len(places)))

        def fault(symbol: Symbol, message: str, fix: str) -> None:
            file = f"{self.docs.name}/{symbols.FILE}"
            found = f"the symbol {symbol.key!r} {message}"
            faults.found.append(CourseError(found, file=file, line=symbol.line, fix=fix))

        used = {(key, path) for key, path, _ in self._uses(SOURCE_LANGUAGE)}
        for symbol in table.symbols:
            if symbol.page and not self._has(symbol.page, symbol.section):
                fault(
                    symbol,
                    f"is explained at '{symbol.page}#{symbol.section}', where no section is.",
                    "Name a page as `course pages` does, and the anchor of a heading.",
                )
            for path in symbol.pages:
                if (symbol.key, path) not in used:
                    fault(symbol, f"is not used on {path}.", "Take the page out.")
            if not symbol.pages and not any(key == symbol.key for key, _ in used):
                fault(symbol, "is used on no page.", "Delete it.")

    def _uses(self, lang: str) -> Iterator[tuple[str, str, tuple[Page, Used]]]:
        """Each symbol of each page: its key, the page's address, and where that uses it first."""
        for page in self._pages(lang):
            if page.path.startswith(UNLINKED):
                continue
            seen: set[str] = set()
            for used, symbol in self.symbols().of(page):
                if symbol is not None and symbol.key not in seen:
                    seen.add(symbol.key)
                    yield symbol.key, page.path, (page, used)

    def _notation(self, here: Page, kind: str) -> list[str]:
        first: dict[str, tuple[Page, Used]] = {}
        for key, _, place in self._uses(here.lang):
            first.setdefault(key, place)
        rows = [
            (symbol, *first[symbol.key])
            for symbol in self.symbols().symbols
            if symbol.kind == kind and symbol.key in first
        ]
        return listings.notation(rows, here.lang, here.path)

    def _local_notation(self, here: Page) -> list[str]:
        entries = {symbol.key: symbol for symbol in self.symbols().symbols}
        rows: dict[str, list[tuple[Symbol, Page, Used]]] = {}
        for key, path, place in self._uses(here.lang):
            if entries[key].pages:
                rows.setdefault(path, []).append((entries[key], *place))
        lines: list[str] = []
        for path, of_page in rows.items():
            name = path.replace("/", "-")
            lines += ["", f"### {of_page[0][1].title} {{ #on-{name} }}", ""]
            lines += listings.notation(of_page, here.lang, here.path)
        return lines

    def _has(self, path: str, section: str) -> bool:
        if not section:
            return path in self.library.paths
        return self._section(SOURCE_LANGUAGE, path, section) is not None

    def _paths(self) -> list[str]:
        return order.sort(list(self.library.paths), self.docs.parent)

    def _bibliography(self, here: Page, *, further: bool) -> list[str]:
        cited: dict[str, list[Any]] = {key: [] for key in self.sources()}
        for page in self._pages(here.lang):
            places = self._citations(page)
            for key in dict.fromkeys(place.key for place in places):
                cited[key].append((page, [place for place in places if place.key == key]))
        entries = [(source, cited[key]) for key, source in self.sources().items()]
        return listings.bibliography(entries, here.lang, here.path, further=further)

    def _glossary(self, here: Page) -> list[str]:
        entries = []
        for term in self.terms().values():
            title = self._section(here.lang, term.page, term.section)
            if title is not None:
                page = self.library.page(here.lang, term.page)
                entries.append((term, page, title))
        return listings.glossary(entries, here.lang, here.path)

    def _section(self, lang: str, path: str, anchor: str) -> str | None:
        """The title of a section; `None` if there is none of that anchor."""
        if path not in self.library.paths:
            return None
        titles = parity.headings(self.library.page(lang, path))
        return next((text for _, name, text in titles if name == anchor), None)

    def _citations(self, page: Page) -> list[Citation]:
        known = self._cited.get((page.lang, page.path))
        if known is None or known[0] is not page or known[1] is not self.sources():
            found = citations.of(page, self.sources())
            known = self._cited[page.lang, page.path] = (page, self.sources(), found)
        return known[2]

    def _pages(self, lang: str) -> Iterator[Page]:
        """The pages of a language that can be read, in the order of the menu."""
        for path in self._paths():
            with suppress(CourseError):
                yield self.library.page(lang, path)
