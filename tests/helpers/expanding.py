"""The arrays that compact texts stand for, as the script of *Inside training* reads them."""

from __future__ import annotations

import numpy as np
from char_rnn.inside.compact import DIGITS, Compact
from numpy.typing import NDArray


def expand(packed: Compact) -> NDArray[np.float64]:
    """Undo `compact`, up to the rounding."""
    codes = np.array([DIGITS.index(digit) for digit in packed.text]).reshape(-1, packed.digits)
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
