"""The languages of the course, and how each writes numbers; the only place that lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Language:
    """How a language is called, and how it writes numbers.

    Attributes
    ----------
    name
        Its English name, by which some systems call their locale.
    decimal, group
        The marks before decimals and between thousands.
    before_percent
        What stands between a number and its percent sign.
    """

    name: str
    decimal: str
    group: str
    before_percent: str


LANGUAGES: Final = {
    "en": Language("English", ".", ",", ""),
    "es": Language("Spanish", ",", ".", "\N{NO-BREAK SPACE}"),
}
SOURCE_LANGUAGE: Final = "en"  # the one that the others are translated from
