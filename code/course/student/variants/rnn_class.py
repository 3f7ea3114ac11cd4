"""The exercise's RNN with one mistake in it: what each usual mistake computes."""

from __future__ import annotations

from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from course.student.rnn_class_cases import Arguments, play

Array = NDArray[Any]

MISTAKES: Final = (
    *("hidden_bias_missing", "input_bias_missing", "no_bias"),
    *("no_tanh", "sigmoid_state", "rectified", "w_hh_not_transposed", "no_recurrence"),
    *("h0_ignored", "h0_kept", "read_from_zero", "read_from_h0", "not_reset", "shared", "aliased"),
    *("before_step", "state_not_kept", "old_batch"),
)


def compute(mistake: str, given: Arguments) -> dict[str, Array]:
    """Compute outputs and last state with one mistake; NaN where it leads to no result."""

    class Wrong(_RNN):
        mistaken = mistake
        store: ClassVar[dict[str, Any]] = {}

    try:
        return {name: np.asarray(value, float) for name, value in play(Wrong, given).items()}
    except ValueError:  # shapes that don't fit, where a state of another batch was left
        return {"outputs": np.array(np.nan), "h": np.array(np.nan)}


class _RNN:
    """The layer with the mistake that a subclass names."""

    mistaken = ""
    store: ClassVar[dict[str, Any]]

    def __init__(self, w_ih: Array, w_hh: Array, b_ih: Array, b_hh: Array) -> None:
        self.w_ih, self.w_hh = w_ih, w_hh
        b_ih = 0 * b_ih if self.mistaken in ("input_bias_missing", "no_bias") else b_ih
        b_hh = 0 * b_hh if self.mistaken in ("hidden_bias_missing", "no_bias") else b_hh
        self.b = b_ih + b_hh
        self.own: dict[str, Any] = {}
        self.first: Array | None = None
        self.h = None

    @property
    def h(self) -> Any:
        return self._kept.get("h")

    @h.setter
    def h(self, value: Any) -> None:
        self._kept["h"] = value

    @property
    def _kept(self) -> dict[str, Any]:
        return self.store if self.mistaken == "shared" else self.own

    def reset(self, h0: Array | None = None) -> None:
        if self.mistaken == "not_reset" and h0 is None:
            return
        if self.mistaken == "h0_ignored":
            h0 = None
        if self.mistaken == "h0_kept" and h0 is None:
            h0 = self.first
        if self.mistaken == "old_batch" and h0 is None and self.h is not None:
            h0 = np.zeros_like(self.h)
        self.first = h0
        self.h = None if h0 is None else np.array(h0)

    def step(self, x: Array) -> Array:
        h_prev = np.zeros((len(x), len(self.b))) if self.h is None else self.h
        met = 0 * h_prev if self.mistaken == "no_recurrence" else h_prev
        w_hh = self.w_hh if self.mistaken == "w_hh_not_transposed" else self.w_hh.T
        a = x @ self.w_ih.T + met @ w_hh + self.b
        if self.mistaken == "no_tanh":
            h = a
        elif self.mistaken == "sigmoid_state":
            h = 0.5 + 0.5 * np.tanh(a / 2)
        elif self.mistaken == "rectified":
            h = np.maximum(a, 0)
        else:
            h = np.tanh(a)
        if self.mistaken == "aliased":  # one array for every state
            if self.h is None:
                self.h = h
            self.h[...] = h
        else:
            self.h = h
        return np.array(h_prev) if self.mistaken == "before_step" else self.h

    def read(self, x: Array) -> Array:
        before = self.h
        if self.mistaken == "read_from_zero":
            self.h = None
        if self.mistaken == "read_from_h0":
            self.h = self.first
        states = [self.step(x[:, t]) for t in range(x.shape[1])]
        if self.mistaken == "state_not_kept":
            self.h = before
        return np.stack(states, axis=1)
