"""How many letters a translator gets right, when it is taught and alone, and behind a mistake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Letters:
    """How many held-out letters are right, end signs included.

    Attributes
    ----------
    taught
        With teacher forcing: the right letters before are given.
    alone
        The decoder reads what it wrote itself; a letter is right if it stands in its place.
    taught_after, alone_after
        The same, of the letters behind the first wrong one of their form. Up to it both decoders
        have read the same, so the first wrong letter is the same one.
    taught_in_step, alone_in_step
        The same behind the first wrong letter, in the forms alone that came out as long as they
        should: there no letter too many or too few moves the others. NaN if there is none.
    """

    taught: float
    alone: float
    taught_after: float
    alone_after: float
    taught_in_step: float
    alone_in_step: float


def count_letters(taught: Array, alone: Array, asked: Array, counted: Array) -> Letters:
    """Compare what was written with what was asked for.

    Parameters
    ----------
    taught, alone
        Ids that the decoder wrote with the right letters given, and reading its own, (N, T);
        negative behind the end of what it wrote alone.
    asked
        The right ones, (N, T).
    counted
        Which of them are letters or the end sign and no padding, booleans (N, T).
    """
    right_taught, right_alone = taught == asked, alone == asked
    wrong_before = np.cumsum(~right_taught, axis=1) - ~right_taught > 0
    after = counted & wrong_before
    in_step = after & ((alone >= 0) == counted).all(axis=1, keepdims=True)
    return Letters(
        *(
            float(right[which].mean()) if which.any() else float("nan")
            for which in (counted, after, in_step)
            for right in (right_taught, right_alone)
        )
    )
