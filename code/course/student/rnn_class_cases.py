"""What is done with a student's RNN in each case, and what PyTorch's computes there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import numpy as np
from minimodel.exercises.rnn_class import vectors
from numpy.typing import NDArray

from course.student import forms

Arguments = dict[str, Any]
Array = NDArray[Any]
WEIGHTS: Final = ("w_ih", "w_hh", "b_ih", "b_hh")
NAMES: Final = ("outputs", "h")
METHODS: Final = ("reset", "step", "read")

# The case, and the vectors that it takes.
SOURCES: Final = {
    "ordinary": "ordinary",
    "from_zero": "ordinary",
    "step_by_step": "ordinary",
    "in_parts": "ordinary",
    "reset_again": "ordinary",
    "smaller_batch": "ordinary",
    "two_objects": "ordinary",
    "one_step": "one_step",
    "equal_sizes": "equal_sizes",
    "long": "long",
    "strided": "ordinary",
    "read_only": "ordinary",
}
FROM_ZERO: Final = ("from_zero", "reset_again", "smaller_batch")


def arguments(case: str) -> Arguments:
    """Return the weights, the inputs and the first state of a case, and its name."""
    values = vectors()[SOURCES[case]]
    given: Arguments = {name: values[name].copy() for name in (*WEIGHTS, "x", "h0")}
    if case == "strided":
        given = {name: forms.spaced(value) for name, value in given.items()}
    if case == "read_only":
        given = forms.read_only(given)
    return given | {"case": case}


def expected(given: Arguments) -> dict[str, Array]:
    """Return PyTorch's outputs and last state."""
    case = given["case"]
    values = vectors()[SOURCES[case]]
    ending = "_from_zero" if case in FROM_ZERO else ""
    rows = slice(1) if case == "smaller_batch" else slice(None)
    return {name: values[f"{name}{ending}"][rows] for name in NAMES}


def play(kind: Callable[..., Any], given: Arguments) -> dict[str, Any]:
    """Do with a class what the case says; return what was read out, and the state at the end."""
    case, x, h0 = given["case"], given["x"], given["h0"]
    weights = {name: given[name] for name in WEIGHTS}
    rnn = kind(**weights)
    if case == "from_zero":
        return {"outputs": rnn.read(x), **_state(rnn)}
    rnn.reset(h0)
    if case == "step_by_step":
        states = [rnn.step(x[:, t]) for t in range(x.shape[1])]
        return {"outputs": _joined(states, np.stack), **_state(rnn)}
    if case == "in_parts":
        parts = [rnn.read(x[:, :2]), rnn.read(x[:, 2:3]), rnn.read(x[:, 3:])]
        return {"outputs": _joined(parts, np.concatenate), **_state(rnn)}
    if case in ("reset_again", "smaller_batch"):
        rnn.read(x)
        rnn.reset()
        return {"outputs": rnn.read(x[:1] if case == "smaller_batch" else x), **_state(rnn)}
    if case == "two_objects":
        parts = [rnn.read(x[:, :2])]
        other = kind(**{name: -value for name, value in weights.items()})
        other.reset(-h0)
        other.read(x)
        parts.append(rnn.read(x[:, 2:]))
        return {"outputs": _joined(parts, np.concatenate), **_state(rnn)}
    return {"outputs": rnn.read(x), **_state(rnn)}


def _state(rnn: Any) -> dict[str, Any]:
    """Return the state under its name; nothing if the object has none."""
    return {"h": rnn.h} if hasattr(rnn, "h") else {}


def _joined(parts: list[Any], join: Callable[..., Array]) -> Any:
    """Put what was read out together in time: None or a tuple if one is, a part if none fits."""
    for part in parts:
        if part is None or isinstance(part, tuple):
            return part
    try:
        return join(parts, axis=1)
    except ValueError:  # of other shapes: each of them is wrong
        return parts[0]


CASES: Final[dict[str, Callable[[], Arguments]]] = {
    case: partial(arguments, case) for case in SOURCES
}
