"""What a page or a lab may be called, and the faults of a name that may not."""

from __future__ import annotations

import keyword
import re
from pathlib import Path

from course.reading import pages
from course.texts.languages import LANGUAGES

PART = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST = 60  # characters of a name: it is part of the names of files, and of addresses


class Refused(Exception):
    """What was asked for cannot be made: the key of the text that says why, and its values."""

    def __init__(self, key: str, values: dict[str, object] | None = None) -> None:
        self.key = key
        self.values = values or {}
        super().__init__(key, self.values)


def address(asked: str) -> str:
    """The address of a page that was asked for.

    Raises
    ------
    Refused
        If no page may be called so.
    """
    path = asked.removesuffix(".md")
    parts = path.split("/")
    if len(parts) < 2 or not all(PART.fullmatch(part) for part in parts):
        raise Refused("bad_path", {"path": asked})
    for part in parts:
        _hold_short("PATH", part)
    return path


def lab(asked: str) -> tuple[str, str]:
    """The number of a lab that was asked for and its name, such as `04` and `gates-by-hand`.

    Raises
    ------
    Refused
        If no lab may be called so.
    """
    number, _, name = asked.partition("-")
    if not re.fullmatch(r"\d\d", number) or not PART.fullmatch(name) or not name[0].isalpha():
        raise Refused("bad_lab", {"name": asked})
    _hold_short("NAME", asked)
    if keyword.iskeyword(name):  # `from minimodel.labs.class import …` is no Python
        raise Refused("reserved", {"name": asked, "better": f"{asked}-by-hand"})
    return number, name


def _hold_short(what: str, name: str) -> None:
    if len(name) > LONGEST:
        raise Refused("long_name", {"what": what, "name": name, "most": LONGEST})


def hold_free(docs: Path, path: str) -> None:
    """See that no language has a page yet.

    Raises
    ------
    Refused
        If one has.
    """
    for lang in LANGUAGES:
        if path in pages.paths(docs, lang):
            raise Refused("page_exists", {"file": f"{docs.name}/{lang}/{path}.md"})


def title(name: str) -> str:
    """A title made of a name: `04-gates-by-hand` gives `Gates by hand`."""
    words = re.sub(r"^\d+-", "", name).replace("-", " ")
    return words[:1].upper() + words[1:]
