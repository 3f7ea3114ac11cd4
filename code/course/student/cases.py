"""The arguments on which a student's `train_step` is called, each case made the same each time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from course.student import forms
from course.student.forms import spaced

Arguments = dict[str, Any]
NAMES: Final = ("tokens", "w_emb", "w_h", "w_out", "h0", "lr")
READ: Final = "ordinary"  # the case whose every intermediate is listed


def ordinary() -> Arguments:
    """Six different tokens; no two sizes are equal, so that a transposition shows."""
    return _arguments([3, 0, 5, 1, 4, 2], V=7, d_emb=3, d_h=4)


def repeated_tokens() -> Arguments:
    """Tokens that are read more than once."""
    return _arguments([2, 2, 0, 2, 1, 2, 2], V=4, d_emb=3, d_h=5)


def two_tokens() -> Arguments:
    """T = 2: a single prediction."""
    return _arguments([1, 3], V=5, d_emb=2, d_h=3)


def two_words() -> Arguments:
    """V = 2."""
    return _arguments([0, 1, 1, 0, 1], V=2, d_emb=3, d_h=4)


def equal_sizes() -> Arguments:
    """V = d_emb = d_h: a transposed matrix has the right shape."""
    return _arguments([2, 0, 3, 1, 2, 0], V=4, d_emb=4, d_h=4)


def large_logits() -> Arguments:
    """Logits of about a thousand, whose exponential is infinite."""
    given = _arguments([1, 4, 2, 0, 3, 1], V=5, d_emb=3, d_h=4)
    h = given["h0"]
    largest = 0.0
    for token in given["tokens"][:-1]:
        h = np.tanh(np.concatenate([given["w_emb"][token], h]) @ given["w_h"])
        largest = max(largest, float(np.abs(h @ given["w_out"]).max()))
    return given | {"w_out": given["w_out"] * (1e3 / largest)}


def float_ids() -> Arguments:
    """Token ids that arrive as floats."""
    given = ordinary()
    return given | {"tokens": given["tokens"].astype(float)}


def no_learning() -> Arguments:
    """A learning rate of zero: nothing changes."""
    return ordinary() | {"lr": 0.0}


def long_sequence() -> Arguments:
    """Sixty tokens."""
    tokens = np.random.default_rng(60).integers(0, 6, 60)
    return _arguments(tokens.tolist(), V=6, d_emb=4, d_h=5)


def two_steps() -> Arguments:
    """Two steps in a row, the second with the parameters that the first returned.

    One step of w_out needs nothing of the way back through time. In the second it needs new_w_h
    and new_w_emb.
    """
    return repeated_tokens() | {"lr": 1.0, "steps": 2}


def strided() -> Arguments:
    """Arrays that are not contiguous in memory: every other row, transposed, reversed."""
    given = ordinary()
    return {
        "tokens": spaced(given["tokens"]),
        "w_emb": spaced(given["w_emb"]),
        "w_h": np.ascontiguousarray(given["w_h"][::-1, ::-1])[::-1, ::-1],
        "w_out": np.asfortranarray(given["w_out"]),
        "h0": spaced(given["h0"]),
        "lr": given["lr"],
    }


def read_only() -> Arguments:
    """Arrays that cannot be written to."""
    return forms.read_only(ordinary())


CASES: Final[dict[str, Callable[[], Arguments]]] = {
    READ: ordinary,
    "repeated": repeated_tokens,
    "two_tokens": two_tokens,
    "two_words": two_words,
    "equal_sizes": equal_sizes,
    "large_logits": large_logits,
    "float_ids": float_ids,
    "no_learning": no_learning,
    "long": long_sequence,
    "two_steps": two_steps,
    "strided": strided,
    "read_only": read_only,
}


def _arguments(tokens: list[int], V: int, d_emb: int, d_h: int) -> Arguments:
    rng = np.random.default_rng(1000 * V + 100 * d_emb + 10 * d_h + len(tokens))
    return {
        "tokens": np.array(tokens),
        "w_emb": rng.normal(0, 0.7, (V, d_emb)),
        "w_h": rng.normal(0, 0.7, (d_emb + d_h, d_h)),
        "w_out": rng.normal(0, 0.7, (d_h, V)),
        "h0": rng.normal(0, 0.5, d_h),
        "lr": 0.1,
    }
