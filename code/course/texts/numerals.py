"""Numbers as a language writes them: 0.6 in English, 0,6 in Spanish."""

from __future__ import annotations

import cmath
import numbers
import re
from typing import Any

import numpy as np
from minimodel.texts.languages import LANGUAGES

MINUS = "−"
SPACE = "\N{NO-BREAK SPACE}"
NUMBER = re.compile(
    r"(?P<sign>[-+]?)(?P<digits>\d[\d,]*)(?P<fraction>\.\d+)?(?:e(?P<exponent>[-+]?\d+))?"
)


def is_number(value: Any) -> bool:
    """Whether a value is one number; NumPy's scalars are, booleans are not."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    return isinstance(value, numbers.Number) and not isinstance(value, bool)


def unspeakable(value: Any, *, formatted: bool) -> str:
    """What keeps a value from being said in a sentence; empty if nothing does.

    Parameters
    ----------
    value
        The value.
    formatted
        Whether the sentence says how it is written, which lets it be of any type. A number must
        be finite even so: a text that an expression makes of one is not looked into.
    """
    if isinstance(value, str):
        return ""
    if is_number(value):
        if isinstance(value, numbers.Integral) or cmath.isfinite(complex(value)):
            return ""
        return f"{value}, no finite number"
    if formatted or isinstance(value, bool | np.bool_):
        return ""
    return "None" if value is None else f"of the type {type(value).__name__}"


def localized(text: str, lang: str) -> str:
    """Rewrite the numbers that Python formatted as `lang` writes them, as HTML.

    Powers of ten become `1.2 × 10<sup>−38</sup>`, the hyphen before a number a minus sign, and
    the comma that groups thousands what the language uses.
    """

    def rewrite(match: re.Match[str]) -> str:
        digits = match["digits"].replace(",", LANGUAGES[lang].group)
        fraction = (match["fraction"] or "").replace(".", LANGUAGES[lang].decimal)
        number = match["sign"].replace("-", MINUS) + digits + fraction
        if match["exponent"] is None:
            return number
        exponent = str(int(match["exponent"])).replace("-", MINUS)
        return f"{number}{SPACE}×{SPACE}10<sup>{exponent}</sup>"

    return NUMBER.sub(rewrite, text).replace("%", f"{LANGUAGES[lang].before_percent}%")
