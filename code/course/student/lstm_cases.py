"""The arguments on which a student's LSTM is called, each case made the same each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from course.student import forms
from course.student.forms import spaced

Arguments = dict[str, Any]
BACKWARD_ONLY: Final = "d_out"  # the argument of lstm_backward; the others are lstm_forward's


def ordinary() -> Arguments:
    """Three sequences without padding; no two sizes are equal, so that a transposition shows."""
    return _arguments([5, 5, 5], D=2, H=4)


def padding() -> Arguments:
    """Sequences of 6, 3 and 1 steps; in the padding stand numbers that mean nothing."""
    return _arguments([6, 3, 1, 5], D=3, H=2)


def last_state() -> Arguments:
    """A loss that looks at h[:, -1] only, which short sequences reach through their padding."""
    given = padding()
    given["d_out"][:, :-1] = 0
    return given


def empty_sequence() -> Arguments:
    """A sequence that is all padding."""
    return _arguments([0, 4, 2], D=2, H=5)


def booleans() -> Arguments:
    """A mask of True and False."""
    given = padding()
    return given | {"mask": given["mask"].astype(bool)}


def one_step() -> Arguments:
    """T = 1."""
    return _arguments([1, 1], D=3, H=4)


def one_unit() -> Arguments:
    """H = 1, and a single sequence."""
    return _arguments([4], D=2, H=1)


def equal_sizes() -> Arguments:
    """B = T = D = H: swapped axes have the right shape."""
    return _arguments([3, 3, 3], D=3, H=3)


def saturated() -> Arguments:
    """Gates whose arguments are about ±1000, where an exponential is infinite."""
    given = ordinary()
    return given | {"x": given["x"] * 1000}


def long_sequence() -> Arguments:
    """Forty steps."""
    return _arguments([40, 27], D=2, H=3)


def strided() -> Arguments:
    """Arrays that are not contiguous in memory."""
    return {name: spaced(value) for name, value in padding().items()}


def read_only() -> Arguments:
    """Arrays that cannot be written to."""
    return forms.read_only(padding())


CASES: Final[dict[str, Callable[[], Arguments]]] = {
    "ordinary": ordinary,
    "padding": padding,
    "last_state": last_state,
    "empty": empty_sequence,
    "booleans": booleans,
    "one_step": one_step,
    "one_unit": one_unit,
    "equal_sizes": equal_sizes,
    "saturated": saturated,
    "long": long_sequence,
    "strided": strided,
    "read_only": read_only,
}


def _arguments(lengths: Sequence[int], D: int, H: int) -> Arguments:
    B, T = len(lengths), max(lengths)
    rng = np.random.default_rng(1000 * B + 100 * T + 10 * D + H)
    mask = (np.arange(T) < np.array(lengths)[:, None]).astype(float)
    x = rng.normal(0, 1, (B, T, D))
    x[mask == 0] = 7.0
    return {
        "x": x,
        "mask": mask,
        "w_x": rng.normal(0, 0.7, (D, 4 * H)),
        "w_h": rng.normal(0, 0.7, (H, 4 * H)),
        "b": rng.normal(0, 0.5, 4 * H),
        "h0": rng.normal(0, 0.5, (B, H)),
        "c0": rng.normal(0, 0.8, (B, H)),
        "d_out": rng.normal(0, 1, (B, T, H)),
    }
