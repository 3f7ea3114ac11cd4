"""The languages of the course, and how each writes numbers; the only place that lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Language:
    """How a language is called, and how it writes numbers.

    Attributes
    ----------
    name
        Its English name, by which some systems call their locale.
    own
        What it calls itself.
    decimal, group
        The marks before decimals and between thousands.
    before_percent
        What stands between a number and its percent sign.
    complete
        Whether everything is translated. Until it is, pages that nobody has translated are shown
        in the source language, marked as such, and so is any word that is missing.
    """

    name: str
    own: str
    decimal: str
    group: str
    before_percent: str
    complete: bool = True


LANGUAGES: Final = {
    "en": Language("English", "English", ".", ",", ""),
    "es": Language("Spanish", "Español", ",", ".", "\N{NO-BREAK SPACE}"),
}
SOURCE_LANGUAGE: Final = "en"  # the one that the others are translated from


def said(texts: Mapping[str, T], lang: str) -> T:
    """What `texts` holds in a language; where its translation is not complete, in the source's.

    Raises
    ------
    KeyError
        If there is nothing in either.
    """
    if lang not in texts and lang in LANGUAGES and not LANGUAGES[lang].complete:
        return texts[SOURCE_LANGUAGE]
    return texts[lang]
