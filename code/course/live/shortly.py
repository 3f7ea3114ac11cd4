"""A computed value in short, for a reader: a text of several lines as its lines.

Standard library only: this file is part of what a browser gets.
"""

from __future__ import annotations

from collections.abc import Iterator

SHORT = 300  # characters of it that a page shows


def shortly(name: str, value: object) -> str:
    """Say what a name has: at most so many characters, and of a text its whole first lines."""
    text = "\n".join(_lines(name, value))
    if len(text) <= SHORT:
        return text
    whole, end, _ = text[:SHORT].rpartition("\n")
    return f"{whole}\n…" if end else f"{text[:SHORT]} …"


def _lines(name: str, value: object) -> Iterator[str]:
    """Each text of several lines by itself, also within a list, a tuple or a dictionary."""
    members: list[tuple[object, object]] = []
    if isinstance(value, dict):
        members = list(value.items())
    elif isinstance(value, list | tuple):
        members = list(enumerate(value))
    if isinstance(value, str) and "\n" in value:
        # Without quotes: a program may begin with its own.
        yield f"{name} ="
        yield from (f"    {line}".rstrip() for line in value.strip("\n").split("\n"))
    elif any(isinstance(one, str) and "\n" in one for _, one in members):
        for key, one in members:
            yield from _lines(f"{name}[{key!r}]", one)
    else:
        yield f"{name} = {value!r}"
