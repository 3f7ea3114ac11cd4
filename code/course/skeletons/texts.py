"""What skeletons say: to an author in the terminal, and to whoever reads a draft."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from minimodel.texts.languages import said

HERE: Final = Path(__file__).parent
PLACEHOLDER: Final = re.compile(r"\{\{(\w+)\}\}")  # as in students' starter files


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    return tomllib.loads((HERE / "texts.toml").read_text(encoding="utf-8"))


def text(key: str, lang: str, **values: object) -> str:
    """Return a text of the catalogue, its `{placeholders}` filled."""
    return said(_catalogue()[key], lang).format(**values)


def filled(template: str, lang: str, values: Mapping[str, str]) -> str:
    """Return a template with each `{{name}}` replaced by a value, or by the catalogue's text."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        return values[name] if name in values else text(name, lang, **values)

    return PLACEHOLDER.sub(value, (HERE / "templates" / template).read_text(encoding="utf-8"))
