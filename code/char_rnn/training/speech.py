"""The language that training speaks: English, unless a program has asked for another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from minimodel.texts.labels import label, localized_number
from minimodel.texts.reasons import reason

LANGUAGE: Final = ContextVar("language of training", default="en")


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Let all that is said inside be in a language."""
    before = LANGUAGE.set(lang)
    try:
        yield
    finally:
        LANGUAGE.reset(before)


def said(key: str, **values: object) -> str:
    """Return a text of the catalogue's table ``char_rnn_train``; see `label`."""
    return label(f"char_rnn_train.{key}", LANGUAGE.get(), **values)


def refused(problem: OSError) -> str:
    """Say why the system refused a file."""
    return reason(problem, LANGUAGE.get())


def numeral(value: float, form: str = ",") -> str:
    """Format a number, with the marks of the language: 1,234.5 or 1.234,5."""
    return localized_number(format(value, form), LANGUAGE.get())
