"""Which message of the checker a hint is, whatever numbers and names fill it."""

from __future__ import annotations

import re
from typing import Final

from course.student.texts import catalogue

SHARED: Final = "trained"  # the messages that exercises which train have in common


def is_hint(key: str, said: str, lang: str = "en") -> bool:
    """Whether `said` has the message ``"table.name"`` in it; an empty key means that it is empty.

    Raises
    ------
    KeyError
        If there is no such message.
    """
    if not key:
        return not said
    table, _, name = key.partition(".")
    written = re.escape(catalogue(table)[name][lang].replace("{{", "{"))
    return re.search(re.sub(r"\\{\w[^}]*\\}", ".+?", written), said) is not None


def full(table: str, mistake: str) -> str:
    """The key of a mistake of an exercise, which may be one of the shared messages."""
    return mistake if "." in mistake or not mistake else f"{table}.{mistake}"


def hints(table: str, said: str) -> set[str]:
    """The messages of an exercise, and the shared ones, that `said` may be."""
    return {
        key
        for each in (table, SHARED)
        for key in (f"{each}.{name}" for name, texts in catalogue(each).items() if texts["en"])
        if is_hint(key, said)
    }
