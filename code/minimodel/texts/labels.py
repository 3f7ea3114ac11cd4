"""Every text of a figure or a printout, by key and language, from the files in catalogue/."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from minimodel.texts.files import read_table
from minimodel.texts.languages import LANGUAGES, said

CATALOGUE: Final = Path(__file__).with_name("catalogue")  # one file a table, the keys in it


class LabelError(ValueError):
    """A label that the catalogue does not hold, or that its values do not fit."""


def label(key: str, lang: str, **values: object) -> str:
    """Return one text of the catalogue.

    Parameters
    ----------
    key
        File of the catalogue and name in it, such as ``"forward.norm"``.
    lang
        The language.
    values
        What to put in the label's placeholders; format numbers with `number`.

    Raises
    ------
    LabelError
        If the key, its text in that language or the value of a placeholder is missing.
    """
    table, _, name = key.partition(".")
    texts = _catalogue().get(table, {}).get(name)
    if texts is None:
        raise LabelError(
            f"key: {key!r} is not in the catalogue; add it to {table}.toml in every language"
        )
    try:
        words = said(texts, lang)
    except KeyError:
        has = ", ".join(texts)
        raise LabelError(f"lang: {key!r} has no text in {lang!r}; it has {has}") from None
    try:
        return words.format(**values)
    except KeyError as error:
        raise LabelError(f"values: {key!r} needs a value for {error}") from error


def number(value: float, lang: str, digits: int = 2) -> str:
    """Write a number with `digits` decimals and the language's decimal mark; no minus at a zero."""
    return localized_number(f"{value:z.{digits}f}".replace("-", "\N{MINUS SIGN}"), lang)


def percent(share: float, lang: str, digits: int = 0) -> str:
    """Write a share between 0 and 1 as a percentage: 12% in English, 12 % in Spanish."""
    return f"{number(100 * share, lang, digits)}{LANGUAGES[lang].before_percent}%"


def localized_number(numeral: str, lang: str) -> str:
    """Give a numeral that Python formatted the marks of the language: 1,234.5 is 1.234,5 in es."""
    marks = LANGUAGES[lang]
    return numeral.translate(str.maketrans(",.", marks.group + marks.decimal))


@cache
def _catalogue() -> dict[str, dict[str, dict[str, str]]]:
    files = sorted(CATALOGUE.glob("*.toml"))
    return {file.stem: read_table(file) for file in files}
