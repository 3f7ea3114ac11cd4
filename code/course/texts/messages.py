"""The machinery's own texts in both languages, from `messages.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    return tomllib.loads(
        files("course.texts").joinpath("messages.toml").read_text(encoding="utf-8")
    )


def text(key: str, lang: str, **values: object) -> str:
    """The text `key` in a language, its `{placeholders}` filled.

    Raises
    ------
    KeyError
        If the catalogue has no such key or language.
    """
    return _catalogue()[lang][key].format(**values)
