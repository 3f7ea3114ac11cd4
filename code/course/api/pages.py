"""What the names on a page stand for: in each block of its code, and in its sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from course.api import names_in_code
from course.api.definitions import Definitions
from course.api.names_in_code import Names, Place
from course.running.parts import Part


@dataclass(frozen=True)
class ShownCode:
    """A block of code as a reader sees it, and the places in it that name what is defined.

    `line` is the line of the block in its page.
    """

    code: str
    places: list[Place]
    line: int


@dataclass(frozen=True)
class PageNames:
    """The code that a page shows, and what names stand for in its sentences."""

    shown: list[ShownCode]
    in_sentences: Names


def names_of(parts: list[Part], definitions: Definitions) -> PageNames:
    """Read the blocks of a page in their order.

    A sentence may stand anywhere; in it, a name stands for what it does on the whole page, and a
    name that does not stand for one thing stands for nothing.
    """
    names: Names = {}
    everywhere: Names = {}
    unclear: set[str] = set()
    shown = []
    for part in parts:
        if part.block.language != "python":
            continue
        code = "\n".join(filter(None, [part.preface, part.code]))
        if module := _module(part):
            file = definitions.module(module)
            around = definitions.names(file) if file else {}
            reading = names_in_code.read(code, around, module)
            defined = {n: p for n, p in reading.names.items() if p == f"{module}.{n}"}
            given = {n: p for n, p in defined.items() if _defines(code, n)}
            if part.block.executed:
                names |= given
            everywhere |= given
        else:
            reading = names_in_code.read(code, names)
            names = reading.names
            unclear |= reading.rebound
            unclear |= {n for n, p in names.items() if everywhere.get(n, p) != p}
            everywhere |= names
        if part.shown:
            shown.append(ShownCode(code.rstrip("\n"), reading.places, part.block.line))
    return PageNames(shown, {n: p for n, p in everywhere.items() if n not in unclear})


def met(page: PageNames) -> Iterator[tuple[Place, int]]:
    """Each place in the code of a page, and the line of its block."""
    for block in page.shown:
        for place in block.places:
            yield place, block.line


def _module(part: Part) -> str:
    """The module that a block is cut from; empty for code of a page's own."""
    if not part.title.endswith(".py"):
        return ""
    return (
        part.title.partition("/")[2].removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    )


def _defines(code: str, name: str) -> bool:
    starts = (f"def {name}(", f"class {name}(", f"class {name}:", f"{name} = ", f"{name}: ")
    return any(line.startswith(starts) for line in code.splitlines())
