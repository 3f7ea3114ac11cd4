"""Faults in the language of the page over which they are shown, where it has their words."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from minimodel.texts.files import read_text

INSERTED = re.compile(r"\{\}")
PLACE = re.compile(r"(?P<message>.*\S) \(at (?P<at>[^()\s]+:\d+)\)", re.DOTALL)


def translated(text: str, lang: str) -> str | None:
    """Return what a fault says in a language; None if nobody has translated it.

    What was inserted into a message is put into its translation. It may be a message itself, such
    as that of a block's error, and is then translated too.
    """
    if place := PLACE.fullmatch(text):  # a message that says where the error lies
        said = translated(place["message"], lang)
        return None if said is None else f"{said} ({place['at']})"
    for pattern, translation in _patterns(lang):
        if match := pattern.fullmatch(text):
            inserted = iter(match.groups())
            return INSERTED.sub(lambda _: _inner(next(inserted), lang), translation)  # noqa: B023
    return None


def _inner(inserted: str, lang: str) -> str:
    said = translated(inserted, lang) if " " in inserted else None
    return inserted if said is None else said


@cache
def _patterns(lang: str) -> list[tuple[re.Pattern[str], str]]:
    """The messages as patterns, those with the most words of their own first."""
    source = files("course.serving").joinpath(f"faults.{lang}.toml")
    if not source.is_file():
        return []
    texts = tomllib.loads(read_text(source))
    return [
        (re.compile("(.*?)".join(map(re.escape, INSERTED.split(text))), re.DOTALL), translation)
        for text, translation in sorted(texts.items(), key=lambda each: -len(each[0]))
    ]
