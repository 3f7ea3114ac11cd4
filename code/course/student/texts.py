"""What the commands say, in both languages, from the files in `messages/`."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from minimodel.texts import languages
from minimodel.texts.files import read_table
from minimodel.texts.languages import LANGUAGES

from course.texts.errors import CourseError

Say = Callable[..., str]  # a key, and the values of its placeholders


@cache
def catalogue(table: str) -> dict[str, dict[str, str]]:
    """Return the texts of one file: by name, then by language."""
    source = files("course.student").joinpath("messages", f"{table}.toml")
    return read_table(source)


def text(key: str, /, lang: str, **values: object) -> str:
    """Return a text with its `{placeholders}` filled; `key` is ``"file.name"``.

    Raises
    ------
    KeyError
        If there is no such value.
    CourseError
        If there is no such text, or none in that language.
    """
    table, _, name = key.partition(".")
    shown = {
        name: number(value, lang) if isinstance(value, float) else value
        for name, value in values.items()
    }
    try:
        words = languages.said(catalogue(table).get(name, {}), lang)
    except KeyError:
        raise CourseError(
            f"{name!r} has no text in {lang!r}.",
            file=f"code/course/student/messages/{table}.toml",
            fix="Add it, in every language.",
        ) from None
    return words.format(**shown)


def cure(say: Say, key: str, **values: object) -> str:
    """Say what cures a mistake; nothing where it has no text, since what was found says all."""
    table, _, name = key.partition(".")
    return say(key, **values) if name in catalogue(table) else ""


def both(
    say: Say, key: str, differs: str, right: object, mine: object, /, **values: object
) -> tuple[str, str]:
    """Say what should be there and what is: one text, of which one value differs."""
    return say(key, **{differs: right}, **values), say(key, **{differs: mine}, **values)


def number(value: float, lang: str) -> str:
    """Write a number with four significant digits, as the language does: 0.01234, 4.2e-17."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "−∞" if value < 0 else "∞"
    plain = f"{value + 0.0:.4g}".replace("e+0", "e").replace("e-0", "e-").replace("e+", "e")
    shown = plain.replace("-", "−") if value < 0 and "e" not in plain else plain
    return shown.replace(".", LANGUAGES[lang].decimal)
