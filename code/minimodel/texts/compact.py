"""Arrays as short texts: rounded to few levels, each record written as its change from the last.

A text consists of digits of base 64. What changes little from record to record gives mostly the
same few digits, which compress well on the way to the reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-."
Scale = Literal["linear", "log", "root"]


@dataclass(frozen=True)
class Compact:
    """An array (R, …) as text.

    Attributes
    ----------
    text
        `digits` digits a number, the highest first: of a record's level minus that of the record
        before (of zero for the first), modulo 64 to the power of `digits`.
    shape
        Of the array.
    scale
        How level k of 0 … `levels` − 1 gives a value, with u = k / (levels − 1).
        ``"linear"``: low + (high − low) u. ``"log"``: low (high / low)^u. ``"root"``, finest near
        zero: high v |v| with v = 2u − 1.
    low, high, levels, digits
        See above.
    """

    text: str
    shape: tuple[int, ...]
    scale: Scale
    low: float
    high: float
    levels: int
    digits: int

    def as_json(self) -> dict[str, Any]:
        """Return what a script needs to undo it."""
        return {
            "text": self.text,
            "shape": list(self.shape),
            "scale": self.scale,
            "low": self.low,
            "high": self.high,
            "levels": self.levels,
            "digits": self.digits,
        }


def compact(values: NDArray[Any], scale: Scale = "linear", levels: int = 64**2 - 1) -> Compact:
    """Round an array to `levels` levels between its extremes and write it as text.

    Parameters
    ----------
    values
        Finite numbers, (R, …); positive for the scale ``"log"``.
    scale
        See `Compact`.
    levels
        At most 64² − 1; up to 63 take one digit a number. Odd for ``"root"``, so that zero is one.

    Raises
    ------
    ValueError
        If there are too many levels, or a value that the scale cannot hold.
    """
    values = np.asarray(values, float)
    if not 2 <= levels < len(DIGITS) ** 2:
        raise ValueError(f"levels: {levels} must be from 2 to {len(DIGITS) ** 2 - 1}")
    if not np.isfinite(values).all() or (scale == "log" and values.min() <= 0):
        raise ValueError(f"values: not all are finite numbers that the scale {scale!r} can hold")
    low, high = float(values.min()), float(values.max())
    if scale == "root":
        high = float(np.abs(values).max())
        low = -high
    shares = _shares(values, scale, low, high)
    digits = 1 if levels < len(DIGITS) else 2
    level = np.rint(shares * (levels - 1)).astype(np.int64).reshape(len(values), -1)
    changes = np.diff(level, axis=0, prepend=0) % len(DIGITS) ** digits
    places = [changes // len(DIGITS) ** place % len(DIGITS) for place in reversed(range(digits))]
    alphabet = np.frombuffer(DIGITS.encode("ascii"), np.uint8)
    text = alphabet[np.stack(places, axis=-1)].tobytes().decode("ascii")
    return Compact(text, values.shape, scale, low, high, levels, digits)


def expand(packed: Compact) -> NDArray[np.float64]:
    """Return the array that a text stands for: the one that was packed, up to the rounding."""
    value_of = np.zeros(128, np.int64)
    value_of[np.frombuffer(DIGITS.encode("ascii"), np.uint8)] = np.arange(len(DIGITS))
    codes = value_of[np.frombuffer(packed.text.encode("ascii"), np.uint8)].reshape(
        -1, packed.digits
    )
    changes = codes @ len(DIGITS) ** np.arange(packed.digits)[::-1]
    modulus = len(DIGITS) ** packed.digits
    level = np.cumsum(changes.reshape(packed.shape[0], -1), axis=0) % modulus
    shares = level.reshape(packed.shape) / (packed.levels - 1)
    if packed.scale == "linear":
        return np.asarray(packed.low + (packed.high - packed.low) * shares)
    if packed.scale == "log":
        return np.asarray(packed.low * (packed.high / packed.low) ** shares)
    signed = 2 * shares - 1
    return np.asarray(packed.high * signed * np.abs(signed))


def _shares(values: NDArray[Any], scale: Scale, low: float, high: float) -> NDArray[Any]:
    """Where each value lies between the extremes, from 0 to 1."""
    if high == low:
        return np.zeros_like(values)
    if scale == "linear":
        return (values - low) / (high - low)
    if scale == "log":
        return np.log(values / low) / np.log(high / low)
    return (1 + np.sign(values) * np.sqrt(np.abs(values) / high)) / 2
