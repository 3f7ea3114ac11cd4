"""The machinery's own texts in both languages, from `messages.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from minimodel.texts.files import read_text
from minimodel.texts.languages import LANGUAGES, SOURCE_LANGUAGE

from course.texts.errors import CourseError


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    return tomllib.loads(read_text(files("course.texts").joinpath("messages.toml")))


def has(key: str, lang: str) -> bool:
    """Whether a language has a text of its own."""
    return key in _catalogue().get(lang, {})


def in_each(key: str) -> dict[str, str]:
    """A text without placeholders in every language that has it."""
    return {lang: _catalogue()[lang][key] for lang in LANGUAGES if has(key, lang)}


def text(key: str, lang: str, **values: object) -> str:
    """The text `key` in a language, its `{placeholders}` filled.

    Raises
    ------
    KeyError
        If the catalogue has no such key, or the key no such value.
    CourseError
        If the text is missing in that language.
    """
    catalogue = _catalogue()
    if key not in catalogue.get(lang, {}) and not LANGUAGES[lang].complete:
        lang = SOURCE_LANGUAGE
    if key not in catalogue.get(lang, {}) and key in catalogue[SOURCE_LANGUAGE]:
        raise CourseError(
            f"{key!r} has no text in {lang!r}.",
            file="code/course/texts/messages.toml",
            fix="Add it: course translations lists all that is missing.",
        )
    return catalogue[lang][key].format(**values)
