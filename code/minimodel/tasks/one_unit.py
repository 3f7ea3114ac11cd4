"""A network of one unit on a short sequence, forward and backward, one operation at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Operation:
    """One number that is computed.

    Attributes
    ----------
    name
        Forward ``a``, ``h``, ``y``, ``L``; backward ``dy``, ``dv``, ``dh``, ``da``, ``dw``,
        ``du``, the last two with a step for its term and without one for the sum.
    step
        t, from 1, or 0 where it belongs to no step.
    value
        The number.
    """

    name: str
    step: int
    value: float

    @property
    def key(self) -> str:
        """Name and step: ``da_2``, ``dw``."""
        return f"{self.name}_{self.step}" if self.step else self.name


def operations(w: float, u: float, v: float, x: Sequence[float], target: float) -> list[Operation]:
    """Read x, compare the answer with the target, and go back.

    h_t = tanh(a_t), a_t = w h_{t−1} + u x_t, h_0 = 0; y = v h_T; L = ½ (y − target)².

    Parameters
    ----------
    w, u, v
        The recurrent weight, the input's and the readout's.
    x
        x_1 … x_T.

    Returns
    -------
    list of Operation
        In the order in which they can be carried out: what one needs stands before it.

    Raises
    ------
    ValueError
        If nothing is read.
    """
    if not x:
        raise ValueError("x: it is empty; give at least one number to read")
    done: list[Operation] = []

    def do(name: str, step: int, value: float) -> float:
        done.append(Operation(name, step, float(value)))
        return float(value)

    T, h = len(x), [0.0]
    for t in range(1, T + 1):
        h.append(do("h", t, np.tanh(do("a", t, w * h[t - 1] + u * x[t - 1]))))
    y = do("y", 0, v * h[T])
    do("L", 0, (y - target) ** 2 / 2)

    dy = do("dy", 0, y - target)
    do("dv", 0, dy * h[T])
    dh = do("dh", T, dy * v)
    dw = du = 0.0
    for t in range(T, 0, -1):
        da = do("da", t, dh * (1 - h[t] ** 2))
        dw += do("dw", t, da * h[t - 1])
        du += do("du", t, da * x[t - 1])
        if t > 1:
            dh = do("dh", t - 1, da * w)
    do("dw", 0, dw)
    do("du", 0, du)
    return done
