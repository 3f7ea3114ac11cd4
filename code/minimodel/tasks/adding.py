"""The adding problem (Hochreiter and Schmidhuber 1997): the sum of two marked numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


# region data
def adding_batch(
    batch: int,
    length: int,
    rng: np.random.Generator,
    among: int | None = None,
    offset: float = 0.0,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Draw sequences x (batch, length, 2) and their targets (batch, 1).

    The first entry of a step is a number between 0 and 1, the second one a mark: 1 at two steps
    among the first `among` (among all, if it is not given), 0 at all others. The target is the
    sum of the two marked numbers plus the offset.
    """
    numbers = rng.random((batch, length), dtype=np.float32)
    order = rng.random((batch, length if among is None else among)).argsort(axis=-1)
    marks = np.zeros_like(numbers)
    np.put_along_axis(marks, order[..., :2], 1, axis=-1)
    targets = (numbers * marks).sum(axis=-1, keepdims=True) + np.float32(offset)
    return np.stack([numbers, marks], axis=-1), targets


# endregion data
