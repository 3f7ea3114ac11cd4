"""Arguments in forms that a student may not expect: with gaps in memory, or not to be written."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Arguments = dict[str, Any]


def spaced(values: NDArray[Any]) -> NDArray[Any]:
    """Return an array that is every other entry, along each axis, of a larger one."""
    wide = np.full([2 * size for size in values.shape], 9, values.dtype)
    wide[tuple(slice(None, None, 2) for _ in values.shape)] = values
    return wide[tuple(slice(None, None, 2) for _ in values.shape)]


def read_only(given: Arguments) -> Arguments:
    """Return arguments whose arrays cannot be written to."""
    for value in given.values():
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
    return given
