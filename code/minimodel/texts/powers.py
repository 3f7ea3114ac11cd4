"""Numbers as powers of ten, in texts and on axes."""

from __future__ import annotations

from typing import Final

from minimodel.texts.labels import number

SUPERSCRIPTS: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power_of_ten(exponent: int) -> str:
    """Write 10 to a whole power: 10⁻¹²."""
    return "10" + str(exponent).translate(SUPERSCRIPTS)


def scientific(value: float, lang: str, digits: int = 1) -> str:
    """Write a number as a factor and a power of ten: 1.9 × 10⁻¹²."""
    mantissa, exponent = f"{value:.{digits}e}".split("e")
    return f"{number(float(mantissa), lang, digits)}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}" + (
        power_of_ten(int(exponent))
    )


def readable(value: float, lang: str, digits: int = 2) -> str:
    """Write a number with `digits` decimals; in powers of ten from 10,000 on."""
    return number(value, lang, digits) if abs(value) < 1e4 else scientific(value, lang)
