"""Dates as people write them in each language, beside ISO 8601, made by its rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from minimodel.texts.languages import said

# region dates
# Names and long formats as in Unicode's locale data (CLDR): "MMMM d, y" in English,
# "d 'de' MMMM 'de' y" in Spanish, where months begin with a small letter.
MONTHS: Final = {
    "en": (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio"),
        *("agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
}
FORMATS: Final = {"en": "{month} {day}, {year}", "es": "{day} de {month} de {year}"}


def written(day: date, lang: str) -> str:
    """Write a date: ``"January 15, 2023"`` or ``"15 de enero de 2023"``."""
    month = said(MONTHS, lang)[day.month - 1]
    return said(FORMATS, lang).format(day=day.day, month=month, year=day.year)


def draw_pairs(
    count: int, years: tuple[int, int], lang: str, rng: np.random.Generator
) -> tuple[list[str], list[str]]:
    """Draw different days, all equally likely, and write each in both ways.

    Parameters
    ----------
    count
        How many days.
    years
        The first year and the last one, of four digits; both may occur.
    lang
        The language, one of `MONTHS`.
    rng
        Source of the draws.

    Returns
    -------
    texts, dates
        As `written`, and as in ISO 8601: ``"2023-01-15"``.

    Raises
    ------
    ValueError
        If the years have not four digits, or not that many days.
    """
    first, last = years
    if not 1000 <= first <= last <= 9999:
        raise ValueError(f"years: expected two of four digits, in order, got {first} and {last}")
    start, end = date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()
    if not 0 < count <= end - start + 1:
        raise ValueError(f"count: {first} to {last} have {end - start + 1} days, not {count}")
    drawn = rng.choice(end - start + 1, count, replace=False)
    days = [date.fromordinal(start + int(number)) for number in drawn]
    return [written(day, lang) for day in days], [day.isoformat() for day in days]


# endregion dates

# region ids
PAD, BEGIN, END = "_", "<", ">"
# Of every language, so that one network can read them all.
_WORDS: Final = [form.format(day="", month="", year="") for form in FORMATS.values()]
_NAMES: Final = [name for names in MONTHS.values() for name in names]
LETTERS: Final = (PAD, *sorted(set("".join([*_NAMES, *_WORDS, " 0123456789"]))))
SIGNS: Final = (PAD, BEGIN, END, *"-0123456789")  # what is written: 14 signs
WIDTH: Final = 24  # letters of the longest text, in September and septiembre


def read_ids(texts: Sequence[str]) -> NDArray[np.int64]:
    """Return the ids of texts, (B, 24), filled up in front with `PAD`, whose id is 0.

    Raises
    ------
    ValueError
        If a text is too long, or holds a letter that no date has.
    """
    ids = {letter: index for index, letter in enumerate(LETTERS)}
    for text in texts:
        if len(text) > WIDTH:
            raise ValueError(f"texts: {text!r} has {len(text)} letters; {WIDTH} is the most")
        if unknown := sorted(set(text) - set(LETTERS[1:])):
            raise ValueError(f"texts: {text!r} holds {unknown[0]!r}, which no date has")
    return np.array([[ids[letter] for letter in text.rjust(WIDTH, PAD)] for text in texts])


def write_ids(dates: Sequence[str]) -> NDArray[np.int64]:
    """Return the ids of dates in ISO 8601 between `BEGIN` and `END`, (B, 12).

    Raises
    ------
    ValueError
        If a date has not the form 2023-01-15.
    """
    ids = {sign: index for index, sign in enumerate(SIGNS)}
    for each in dates:
        if len(each) != 10 or set(each) - set(SIGNS[3:]):
            raise ValueError(f"dates: {each!r} has not the form 2023-01-15")
    return np.array([[ids[sign] for sign in f"{BEGIN}{each}{END}"] for each in dates])


# endregion ids
