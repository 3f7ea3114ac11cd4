"""What skeletons say: to an author in the terminal, and to whoever reads a draft."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from minimodel.texts.languages import LANGUAGES, SOURCE_LANGUAGE, said

HERE: Final = Path(__file__).parent
PLACEHOLDER: Final = re.compile(r"‹(?P<all>=?)(?P<name>\w+)›")


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    return tomllib.loads((HERE / "texts.toml").read_text(encoding="utf-8"))


def text(key: str, lang: str, **values: object) -> str:
    """Return a text of the catalogue, its `{placeholders}` filled."""
    return said(_catalogue()[key], lang).format(**values)


def called(code: str, lang: str) -> str:
    """What a language is called in a list of tasks: in English by its English name."""
    return LANGUAGES[code].name if lang == SOURCE_LANGUAGE else LANGUAGES[code].own


def filled(template: str, lang: str, values: Mapping[str, str]) -> str:
    """Fill a template in.

    Parameters
    ----------
    template
        A file in `templates/`. In it, `‹name›` stands for a value or a text of the catalogue, and
        `‹=name›` for that text in every language, as catalogues have it: `{ en = "…", es = "…" }`.
    lang
        The language of the texts.
    values
        What to put in, in the texts too.
    """

    def value(match: re.Match[str]) -> str:
        name = match["name"]
        if match["all"]:
            each = (f"{code} = {_quoted(words, values)}" for code, words in _own(name).items())
            return f"{{ {', '.join(each)} }}"
        return values[name] if name in values else text(name, lang, **values)

    return PLACEHOLDER.sub(value, (HERE / "templates" / template).read_text(encoding="utf-8"))


def _own(name: str) -> dict[str, str]:
    """A text in the languages that have it and are complete."""
    return {k: v for k, v in _catalogue()[name].items() if LANGUAGES[k].complete}


def _quoted(words: str, values: Mapping[str, str]) -> str:
    return json.dumps(words.format(**values), ensure_ascii=False)
