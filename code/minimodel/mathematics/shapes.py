"""Saying in one line that an array does not have the shape that was expected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def check_shape(name: str, array: NDArray[Any], expected: Sequence[int | str]) -> None:
    """Compare a shape with an expected one, in which a word stands for any size.

    Raises
    ------
    ValueError
        If they differ: ``x: expected shape (batch, time, 10), got (4, 20, 9)``.
    """
    shape = np.shape(array)
    fits = len(shape) == len(expected) and all(
        isinstance(size, str) or size == actual
        for size, actual in zip(expected, shape, strict=True)
    )
    if not fits:
        wanted = ", ".join(map(str, expected)) + ("," if len(expected) == 1 else "")
        raise ValueError(f"{name}: expected shape ({wanted}), got {shape}")
