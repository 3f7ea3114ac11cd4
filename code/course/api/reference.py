"""The reference of the teaching code: what pages show, the entry of each name, and links to it."""

from __future__ import annotations

import hashlib
import html
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

import griffe

from course.api import entries, links, pages
from course.api.definitions import OBJECT, Definitions, Object, bases
from course.api.entries import Entries
from course.api.pages import PageNames
from course.reading.library import Address
from course.reading.links import anchors
from course.reading.pages import Page
from course.reading.walks import walk_blocks
from course.running.parts import Part
from course.texts import messages
from course.texts.errors import CourseError, CourseErrors
from course.texts.languages import SOURCE_LANGUAGE

ROOM: Final = re.compile(r"^\[API (?P<room>[\w.]+)\]$")  # a line that stands for entries
PARAGRAPH: Final = re.compile(r"<p>\[API (?P<room>[\w.]+)\]</p>")
# What is there to be composed by a reader is described whole; else, what a page shows.
WHOLE: Final = ("minimodel.mathematics", "minimodel.nn", "minimodel.sequence_baselines")
AUTHORS: Final = "authors/"  # pages that no learner is sent to
MARKS: Final = re.compile(r"[`*_]")

Pages = Iterable[tuple[Page, list[Part]]]


class Reference:
    """The entries of what the pages of a project show.

    A project whose pages have no line such as `[API minimodel.nn]` has none, and no links.

    Parameters
    ----------
    code
        The folder of the code.
    """

    def __init__(self, code: Path) -> None:
        self.code = code
        self._state = ""
        self._definitions = Definitions(code)
        self._rooms: dict[str, str] = {}  # the page that each stands on
        self._met: dict[str, list[Page]] = {}
        self._entries: dict[str, Object] = {}
        self._read: dict[tuple[str, str], tuple[list[tuple[Any, ...]], PageNames]] = {}
        self._walks: dict[str, tuple[str, str]] = {}  # the page and anchor of each
        self.faults: list[CourseError] = []

    def prepare(self, shown: Pages, state: str) -> None:
        """Find what the pages show.

        Parameters
        ----------
        shown
            The pages of the source language with their blocks.
        state
            A digest of the code as it is.
        """
        if state != self._state:
            self._state, self._definitions = state, Definitions(self.code)
            self._read.clear()
        shown = list(shown)
        self._rooms = {m["room"]: page.path for page, _ in shown for m in _rooms(page)}
        self._walks = dict(walk for page, _ in shown for walk in _walks(page))
        self._met, self._entries = {}, {}
        self.faults = []
        if not self._rooms:
            return
        self.faults = [fault for page, parts in shown for fault in self._meet(page, parts)]
        for room in self._rooms:
            if self._definitions.module(room) is None:
                self.faults.append(
                    CourseError(
                        f"[API {room}] names no package or module of code/.",
                        file=f"docs/{SOURCE_LANGUAGE}/{self._rooms[room]}.md",
                        fix="Name one by its full name, such as minimodel.nn.",
                    )
                )
            for module in self._modules(room) if room in WHOLE else ():
                for member in module.members.values():
                    if not isinstance(member, griffe.Alias) and _public(member):
                        self._take(member.path)
        self.faults += self._twice(page for page, _ in shown)
        entered = {self._room_of(path) for path in self._entries}
        for room in self._rooms.keys() - entered if not self.faults else ():
            self.faults.append(
                CourseError(
                    f"[API {room}] stands for nothing: no page shows a name of it.",
                    file=f"docs/{SOURCE_LANGUAGE}/{self._rooms[room]}.md",
                    fix="Take the line away.",
                )
            )

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
        if not self._rooms:
            return ""
        if path in self._rooms.values():
            met = [f"{name} {[p.path for p in found]}" for name, found in self._met.items()]
            said = [self._state, *sorted(self._rooms.items()), *sorted(self._entries), *sorted(met)]
        else:
            _, names = self._read.get((SOURCE_LANGUAGE, path), ([], PageNames([], {})))
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
        if not self._rooms:
            return content
        room = partial(self._room, page=page, titles=titles)
        written = PARAGRAPH.sub(lambda match: room(match["room"]), content)
        names = self._names(page, parts)
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

    def _names(self, page: Page, parts: list[Part]) -> PageNames:
        """What the names of a page stand for, read once per state of its blocks."""
        state = [(p.preface, p.code, p.title, p.shown, p.block.line) for p in parts]
        known = self._read.get((page.lang, page.path))
        if known is None or known[0] != state:
            known = (state, pages.names_of(parts, self._definitions))
            self._read[page.lang, page.path] = known
        return known[1]

    def _meet(self, page: Page, parts: list[Part]) -> Iterator[CourseError]:
        """Take in what a page shows; each fault is told once."""
        told: set[str] = set()
        for place, line in pages.met(self._names(page, parts)):
            found = self._definitions.find(place.path)
            if found is None:
                if place.sure and place.path not in told:
                    told.add(place.path)
                    yield CourseError(
                        f"{place.path} is imported, and code/ does not define it.",
                        file=page.file,
                        line=line,
                        fix="Import it from where it is defined.",
                    )
                continue
            if not self._room_of(found[0]):
                if isinstance(found[1], griffe.Module) and self._holds_rooms(found[0]):
                    continue
                room = ".".join(found[0].split(".")[:2])
                if room in told:
                    continue
                told.add(room)
                yield CourseError(
                    f"{place.path} is shown, and no page of the reference has its room.",
                    file=page.file,
                    line=line,
                    fix=f"Add the line [API {room}] to one of them.",
                )
                continue
            if isinstance(found[1], griffe.Module) or _public(found[1]):
                self._take(found[0])
                own = self._entry_of(found[0])
                if page not in self._met.setdefault(own, []):
                    self._met[own].append(page)

    def _twice(self, shown: Iterable[Page]) -> Iterator[CourseError]:
        """Find anchors that a page of the reference has, and an entry on it too."""
        for page in shown:
            if page.path not in self._rooms.values():
                continue
            here = [p for p in self._entries if self._rooms[self._room_of(p)] == page.path]
            for anchor in sorted(anchors(page) & set(map(entries.anchor, here))):
                yield CourseError(
                    f"the anchor {anchor!r} is that of an entry, too.",
                    file=page.file,
                    fix="Name the heading's otherwise, in each language.",
                )

    def _take(self, path: str) -> None:
        """Take in a name with the bases and types that its entry mentions."""
        found = self._definitions.find(path)
        if found is None or not self._room_of(found[0]):
            return
        path = self._entry_of(found[0])
        if path in self._entries:
            return
        self._entries[path] = self._definitions.find(path)[1]  # type: ignore[index]
        for further in [*bases(self._entries[path]), *entries.mentioned(self._entries[path])]:
            other = self._definitions.find(further)
            if other and isinstance(other[1], griffe.Class) and _public(other[1]):
                self._take(other[0])

    def _entry_of(self, path: str) -> str:
        """The name whose entry describes this one: a method stands in its class's."""
        parts = path.split(".")
        for length in range(1, len(parts)):
            module = self._definitions.module(".".join(parts[:length]))
            if module is None:
                return ".".join(parts[:length])
        return path

    def _room_of(self, path: str) -> str:
        fitting = [room for room in self._rooms if f"{path}.".startswith(f"{room}.")]
        return max(fitting, key=len, default="")

    def _holds_rooms(self, path: str) -> bool:
        """Whether a package is described by its rooms."""
        return any(room.startswith(f"{path}.") for room in self._rooms)

    def _room(self, room: str, page: Page, titles: Mapping[Address, str]) -> str:
        """The entries of a room, module by module."""

        def met(path: str) -> list[str]:
            return [
                f'<a href="{_from(page.path, p.path)}">'
                f"{html.escape(MARKS.sub('', titles[page.lang, p.path]))}</a>"
                for p in self._met.get(path, [])
                if (page.lang, p.path) in titles and not p.path.startswith(AUTHORS)
            ]

        def walk(path: str) -> str | None:
            there = self._walks.get(path)
            return f"{_from(page.path, there[0])}#{there[1]}" if there else None

        address = partial(self._address, page.path)
        write = Entries(page.lang, address, met, walk, self._in_docstring)
        listed, whole = [], []
        for module in self._modules(room):
            of_module = [
                member
                for name, member in module.members.items()
                if f"{module.path}.{name}" in self._entries
                and isinstance(member, OBJECT)
                and self._room_of(f"{module.path}.{name}") == room
            ]
            if of_module or (module.path in self._entries and self._room_of(module.path) == room):
                listed.append(entries.listed(module, of_module))
                whole.append(write.module(module, of_module))
        return (
            f'<div class="course-api">{"".join(listed)}'
            f"<div data-search-exclude>{''.join(whole)}</div></div>"
        )

    def _modules(self, room: str) -> Iterator[griffe.Module]:
        """The modules of a room that have a public name, in the order of their names."""
        place = self.code.joinpath(*room.split("."))
        files = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
        for file in files:
            path = file.relative_to(self.code).with_suffix("")
            name = ".".join(path.parts).removesuffix(".__init__")
            module = self._definitions.module(name) if file.is_file() else None
            if module is not None and "__main__" not in name:
                yield module

    def _in_docstring(self, module: griffe.Module, code: str) -> str | None:
        """What a name in a docstring stands for: one of the module's, or a full one."""
        if not re.fullmatch(r"[A-Za-z_][\w.]*", code):
            return None
        head, _, rest = code.partition(".")
        path = self._definitions.names(module).get(head, code)
        found = self._definitions.find(f"{path}.{rest}" if rest and path != code else path)
        return found[0] if found else None

    def _found_address(self, here: str, path: str) -> str | None:
        found = self._definitions.find(path)
        return self._address(here, found[0]) if found else None

    def _address(self, here: str, path: str) -> str | None:
        """The address of a full name's entry; `None` if it has none."""
        own = self._entry_of(path)
        found = self._entries.get(own)
        if found is None:
            return None
        if own != path:
            members = [m.path for m in entries.methods(found)]
            path = path if path in members else own
        return f"{_from(here, self._rooms[self._room_of(path)])}#{entries.anchor(path)}"


def _rooms(page: Page) -> Iterator[re.Match[str]]:
    for number, line in enumerate(page.lines):
        if number not in page.fenced_lines and (match := ROOM.match(line)):
            yield match


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


def _public(found: griffe.Object) -> bool:
    """Whether it is there for others to use: not private, and described if it does something."""
    described = bool(found.docstring)
    if isinstance(found, griffe.Attribute):
        # An alias of types, such as Array, says nothing that its use does not.
        described |= found.name.isupper() or not found.name[0].isupper()
    return described and not found.name.startswith("_")
