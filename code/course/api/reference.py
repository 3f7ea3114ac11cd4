"""The reference of the teaching code: what pages show, the entry of each name, and links to it."""

from __future__ import annotations

import hashlib
import html
import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final

import griffe

from course.api import entries, links, pages
from course.api.definitions import OBJECT
from course.api.entries import Entries
from course.api.index import Index, Pages
from course.api.pages import PageNames
from course.reading.library import Address
from course.reading.pages import Page
from course.reading.walks import walk_blocks
from course.running.parts import Part
from course.texts import messages
from course.texts.errors import CourseError, CourseErrors
from course.texts.languages import SOURCE_LANGUAGE

PARAGRAPH: Final = re.compile(r"<p>\[API (?P<room>[\w.]+)\]</p>")
AUTHORS: Final = "authors/"  # pages that no learner is sent to
MARKS: Final = re.compile(r"[`*_]")


class Reference:
    """The entries of what the pages of a project show.

    A project whose pages have no line such as `[API minimodel.nn]` has none, and no links.

    Parameters
    ----------
    code
        The folder of the code.
    """

    def __init__(self, code: Path) -> None:
        self._index = Index(code)
        self._walks: dict[str, tuple[str, str]] = {}  # the page and anchor of each

    @property
    def faults(self) -> list[CourseError]:
        """What the pages show and no entry describes, and the like."""
        return self._index.faults

    def prepare(self, shown: Pages, state: str) -> None:
        """Find what the pages show; see `Index.prepare`."""
        shown = list(shown)
        self._index.prepare(shown, state)
        self._walks = dict(walk for page, _ in shown for walk in _walks(page))

    def hold(self) -> None:
        """Hold the reference against what the pages show.

        Raises
        ------
        CourseErrors
            If a name is imported that is not defined, or that no page of the reference takes in.
        """
        if self.faults:
            raise CourseErrors(self.faults)

    def digest(self, path: str) -> str:
        """A digest of what a page takes from here: its links; a page of entries, all code."""
        index = self._index
        if not index.rooms:
            return ""
        if path in index.rooms.values():
            met = [f"{name} {[p.path for p in found]}" for name, found in index.met.items()]
            said = [index.state, *sorted(index.rooms.items()), *sorted(index.entries), *sorted(met)]
        else:
            names = index.read_before(SOURCE_LANGUAGE, path)
            paths = {place.path for place, _ in pages.met(names)} | {*names.in_sentences.values()}
            said = [f"{name} {self._found_address(path, name)}" for name in sorted(paths)]
        return hashlib.sha256(repr(said).encode()).hexdigest()

    def write(
        self, content: str, page: Page, parts: list[Part], titles: Mapping[Address, str]
    ) -> str:
        """Put entries and links into a page.

        Parameters
        ----------
        content
            The page as HTML.
        page, parts
            The page with its blocks.
        titles
            The titles of all pages.
        """
        if not self._index.rooms:
            return content
        room = partial(self._room, page=page, titles=titles)
        written = PARAGRAPH.sub(lambda match: room(match["room"]), content)
        names = self._index.names(page, parts)
        if page.walks:
            # Sentences there speak of the code beside them, and of the words of its corpus.
            names = PageNames(names.shown, {})
        linked, found = links.put(written, names, partial(self._found_address, page.path))
        summary = html.escape(messages.text("api_names", page.lang))
        listed = ", ".join(
            f'<a href="{address}"><code>{html.escape(name)}</code></a>'
            for address, name in sorted(found.items(), key=lambda item: (item[1].lower(), item[0]))
            if "." not in name  # a module's names are listed themselves
        )
        if not listed:
            return linked
        return (
            f'{linked}<details class="course-names" data-search-exclude>'
            f"<summary>{summary}</summary><p>{listed}</p></details>"
        )

    def _room(self, room: str, page: Page, titles: Mapping[Address, str]) -> str:
        """The entries of a room, module by module."""

        def met(path: str) -> list[str]:
            return [
                f'<a href="{_from(page.path, p.path)}">'
                f"{html.escape(MARKS.sub('', titles[page.lang, p.path]))}</a>"
                for p in self._index.met.get(path, [])
                if (page.lang, p.path) in titles and not p.path.startswith(AUTHORS)
            ]

        def walk(path: str) -> str | None:
            there = self._walks.get(path)
            return f"{_from(page.path, there[0])}#{there[1]}" if there else None

        def here(path: str) -> bool:
            return path in self._index.entries and self._index.room_of(path) == room

        address = partial(self._address, page.path)
        write = Entries(page.lang, address, met, walk, self._in_docstring)
        listed, whole = [], []
        for module in self._index.modules(room):
            of_module = [
                member
                for name, member in module.members.items()
                if isinstance(member, OBJECT) and here(f"{module.path}.{name}")
            ]
            if of_module or here(module.path):
                listed.append(entries.listed(module, of_module))
                whole.append(write.module(module, of_module))
        return (
            f'<div class="course-api">{"".join(listed)}'
            f"<div data-search-exclude>{''.join(whole)}</div></div>"
        )

    def _in_docstring(self, module: griffe.Module, code: str) -> str | None:
        """What a name in a docstring stands for: one of the module's, or a full one."""
        if not re.fullmatch(r"[A-Za-z_][\w.]*", code):
            return None
        head, _, rest = code.partition(".")
        path = self._index.definitions.names(module).get(head, code)
        found = self._index.definitions.find(f"{path}.{rest}" if rest and path != code else path)
        return found[0] if found else None

    def _found_address(self, here: str, path: str) -> str | None:
        found = self._index.definitions.find(path)
        return self._address(here, found[0]) if found else None

    def _address(self, here: str, path: str) -> str | None:
        """The address of a full name's entry; `None` if it has none."""
        own = self._index.entry_of(path)
        found = self._index.entries.get(own)
        if found is None:
            return None
        if own != path:
            members = [m.path for m in entries.methods(found)]
            path = path if path in members else own
        return f"{_from(here, self._index.rooms[self._index.room_of(path)])}#{entries.anchor(path)}"


def _walks(page: Page) -> Iterator[tuple[str, tuple[str, str]]]:
    """The full names of what a page explains line by line, each with page and anchor.

    Authors' pages explain how to explain.
    """
    walks = [] if page.path.startswith(AUTHORS) else page.walks
    places = list(zip(walks, walk_blocks.addresses(walks), strict=True))
    for walk, address in reversed(places):  # of several walks of one function the first stands
        module = walk.file.removesuffix(".py").replace("/", ".")
        for name in walk.names:
            yield f"{module}.{name}", (page.path, address.walk)


def _from(here: str, there: str) -> str:
    if here == there:
        return ""
    return posixpath.relpath(f"{there}.html", posixpath.dirname(here) or ".")
