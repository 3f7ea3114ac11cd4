"""An RNN as a class that keeps its state, and the numbers of PyTorch's RNN to compare it with."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.texts.files import read_text

Array = NDArray[Any]


# region class
class RNN:
    """A vanilla recurrent layer, h_t = tanh(W_ih x_t + b_ih + W_hh h_{t−1} + b_hh).

    Parameters
    ----------
    w_ih, w_hh, b_ih, b_hh
        PyTorch's parameters, of shapes (H, D), (H, H), (H,) and (H,).

    Attributes
    ----------
    h
        The state after the last step, (B, H); None if nothing was read since a `reset` to zero.
    """

    def __init__(self, w_ih: Array, w_hh: Array, b_ih: Array, b_hh: Array) -> None:
        self.w_ih, self.w_hh = np.asarray(w_ih), np.asarray(w_hh)
        self.b = np.asarray(b_ih) + np.asarray(b_hh)
        self.h: Array | None = None

    def reset(self, h0: Array | None = None) -> None:
        """Start again from h0 (B, H), or from zeros."""
        self.h = None if h0 is None else np.array(h0)

    def step(self, x: Array) -> Array:
        """Read one input of each sequence, (B, D); return the new state (B, H)."""
        h_prev = np.zeros((len(x), len(self.b))) if self.h is None else self.h
        self.h = np.tanh(x @ self.w_ih.T + h_prev @ self.w_hh.T + self.b)
        return self.h

    def read(self, x: Array) -> Array:
        """Read sequences (B, T, D) from the state on; return the states (B, T, H)."""
        return np.stack([self.step(x[:, t]) for t in range(x.shape[1])], axis=1)


# endregion class


@cache
def vectors() -> dict[str, dict[str, Array]]:
    """Return the parameters, inputs and results of PyTorch's RNN, by case and name.

    They come from rnn_class_vectors.json, which tests/minimodel/exercises/make_rnn_class_vectors.py
    made.
    """
    source = files("minimodel.exercises").joinpath("rnn_class_vectors.json")
    cases = json.loads(read_text(source))["cases"]
    return {
        case: {name: np.array(value) for name, value in values.items()}
        for case, values in cases.items()
    }
