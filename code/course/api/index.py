"""What the pages show of the teaching code: each name's entry, and the page that it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import griffe

from course.api import entries, pages
from course.api.definitions import Definitions, Object, bases
from course.api.pages import PageNames
from course.reading.links import anchors
from course.reading.pages import Page
from course.running.parts import Part
from course.texts.errors import CourseError
from course.texts.languages import SOURCE_LANGUAGE

ROOM: Final = re.compile(r"^\[API (?P<room>[\w.]+)\]$")  # a line that stands for entries
# What is there to be composed by a reader is described whole; else, what a page shows.
WHOLE: Final = ("minimodel.mathematics", "minimodel.nn", "minimodel.sequence_baselines")

Pages = Iterable[tuple[Page, list[Part]]]


class Index:
    """The names that have an entry.

    Parameters
    ----------
    code
        The folder of the code.

    Attributes
    ----------
    rooms
        The page that the entries of each room stand on.
    met
        The pages that show a name, by its full name.
    entries
        What each full name stands for.
    faults
        What pages show and no entry describes, and the like.
    """

    def __init__(self, code: Path) -> None:
        self.code = code
        self.state = ""
        self.definitions = Definitions(code)
        self.rooms: dict[str, str] = {}
        self.met: dict[str, list[Page]] = {}
        self.entries: dict[str, Object] = {}
        self.faults: list[CourseError] = []
        self._read: dict[tuple[str, str], tuple[list[tuple[Any, ...]], PageNames]] = {}

    def prepare(self, shown: Pages, state: str) -> None:
        """Find what the pages show.

        Parameters
        ----------
        shown
            The pages of the source language with their blocks.
        state
            A digest of the code as it is.
        """
        if state != self.state:
            self.state, self.definitions = state, Definitions(self.code)
            self._read.clear()
        shown = list(shown)
        self.rooms = {m["room"]: page.path for page, _ in shown for m in _rooms(page)}
        self.met, self.entries = {}, {}
        self.faults = []
        if not self.rooms:
            return
        self.faults = [fault for page, parts in shown for fault in self._meet(page, parts)]
        for room in self.rooms:
            if self.definitions.module(room) is None:
                self.faults.append(
                    CourseError(
                        f"[API {room}] names no package or module of code/.",
                        file=f"docs/{SOURCE_LANGUAGE}/{self.rooms[room]}.md",
                        fix="Name one by its full name, such as minimodel.nn.",
                    )
                )
            for module in self.modules(room) if room in WHOLE else ():
                for member in module.members.values():
                    if not isinstance(member, griffe.Alias) and _public(member):
                        self._take(member.path)
        self.faults += self._twice(page for page, _ in shown)
        entered = {self.room_of(path) for path in self.entries}
        for room in self.rooms.keys() - entered if not self.faults else ():
            self.faults.append(
                CourseError(
                    f"[API {room}] stands for nothing: no page shows a name of it.",
                    file=f"docs/{SOURCE_LANGUAGE}/{self.rooms[room]}.md",
                    fix="Take the line away.",
                )
            )

    def read_before(self, lang: str, path: str) -> PageNames:
        """What the names of a page stand for, as `names` last found it."""
        return self._read.get((lang, path), ([], PageNames([], {})))[1]

    def names(self, page: Page, parts: list[Part]) -> PageNames:
        """What the names of a page stand for, read once per state of its blocks."""
        state = [(p.preface, p.code, p.title, p.shown, p.block.line) for p in parts]
        known = self._read.get((page.lang, page.path))
        if known is None or known[0] != state:
            known = (state, pages.names_of(parts, self.definitions))
            self._read[page.lang, page.path] = known
        return known[1]

    def _meet(self, page: Page, parts: list[Part]) -> Iterator[CourseError]:
        """Take in what a page shows; each fault is told once."""
        told: set[str] = set()
        for place, line in pages.met(self.names(page, parts)):
            found = self.definitions.find(place.path)
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
            if not self.room_of(found[0]):
                if isinstance(found[1], griffe.Module) and self._holds_rooms(found[0]):
                    continue
                room, page_of_rooms = self._lacking_room(found[0])
                if room in told:
                    continue
                told.add(room)
                yield CourseError(
                    f"{place.path} is shown, and no page of the reference has its room.",
                    file=page.file,
                    line=line,
                    fix=f"Add the line [API {room}] to {page_of_rooms}, in every language.",
                )
                continue
            if isinstance(found[1], griffe.Module) or _public(found[1]):
                self._take(found[0])
                own = self.entry_of(found[0])
                if page not in self.met.setdefault(own, []):
                    self.met[own].append(page)

    def _twice(self, shown: Iterable[Page]) -> Iterator[CourseError]:
        """Find anchors that a page of the reference has, and an entry on it too."""
        for page in shown:
            if page.path not in self.rooms.values():
                continue
            here = [p for p in self.entries if self.rooms[self.room_of(p)] == page.path]
            for anchor in sorted(anchors(page) & set(map(entries.anchor, here))):
                yield CourseError(
                    f"the anchor {anchor!r} is that of an entry, too.",
                    file=page.file,
                    fix="Name the heading's otherwise, in each language.",
                )

    def _take(self, path: str) -> None:
        """Take in a name with the bases and types that its entry mentions."""
        found = self.definitions.find(path)
        if found is None or not self.room_of(found[0]):
            return
        path = self.entry_of(found[0])
        entry = self.definitions.find(path)
        assert entry is not None, f"{found[0]} is found, and {path}, in which it stands, is not"
        if path in self.entries:
            return
        self.entries[path] = entry[1]
        for further in [*bases(entry[1]), *entries.mentioned(entry[1])]:
            other = self.definitions.find(further)
            if other and isinstance(other[1], griffe.Class) and _public(other[1]):
                self._take(other[0])

    def entry_of(self, path: str) -> str:
        """The name whose entry describes this one: a method stands in its class's."""
        parts = path.split(".")
        for length in range(1, len(parts)):
            module = self.definitions.module(".".join(parts[:length]))
            if module is None:
                return ".".join(parts[:length])
        return path

    def room_of(self, path: str) -> str:
        """The room whose page describes a name; empty if none does."""
        fitting = [room for room in self.rooms if f"{path}.".startswith(f"{room}.")]
        return max(fitting, key=len, default="")

    def _lacking_room(self, path: str) -> tuple[str, str]:
        """The room that a name should be in, and the file where those beside it are described.

        A package that is described by its rooms gets one more, as a new lab does.
        """
        parts = path.split(".")
        room = ".".join(parts[: 3 if self._holds_rooms(".".join(parts[:2])) else 2])
        above = room.rpartition(".")[0]
        beside = [p for known, p in self.rooms.items() if known.rpartition(".")[0] == above]
        page = beside[-1] if beside else next(iter(self.rooms.values()))
        return room, f"docs/{SOURCE_LANGUAGE}/{page}.md"

    def _holds_rooms(self, path: str) -> bool:
        """Whether a package is described by its rooms."""
        return any(room.startswith(f"{path}.") for room in self.rooms)

    def modules(self, room: str) -> Iterator[griffe.Module]:
        """The modules of a room that have a public name, in the order of their names."""
        place = self.code.joinpath(*room.split("."))
        files = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
        for file in files:
            path = file.relative_to(self.code).with_suffix("")
            name = ".".join(path.parts).removesuffix(".__init__")
            module = self.definitions.module(name) if file.is_file() else None
            if module is not None and "__main__" not in name:
                yield module


def _rooms(page: Page) -> Iterator[re.Match[str]]:
    for number, line in enumerate(page.lines):
        if number not in page.fenced_lines and (match := ROOM.match(line)):
            yield match


def _public(found: griffe.Object) -> bool:
    """Whether it is there for others to use: not private, and described if it does something."""
    described = bool(found.docstring)
    if isinstance(found, griffe.Attribute):
        # An alias of types, such as Array, says nothing that its use does not.
        described |= found.name.isupper() or not found.name[0].isupper()
    return described and not found.name.startswith("_")
