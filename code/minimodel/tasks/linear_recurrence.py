"""A recurrence without tanh: step by step, and all steps at once in a few rounds."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.functions import sigmoid

Array = NDArray[Any]


class Scan(NamedTuple):
    """The states h_1 … h_T, (T, H), and how many operations had to wait for one another."""

    h: Array
    rounds: int


# region step-by-step
def step_by_step(a: Array, b: Array) -> Scan:
    """Compute h_t = a_t ⊙ h_{t−1} + b_t from h_0 = 0, one step after the other.

    Parameters
    ----------
    a, b
        What each step multiplies and adds, (T, H) each.
    """
    h = np.zeros_like(b)  # (T, H)
    h[0] = b[0]
    for t in range(1, len(b)):
        h[t] = a[t] * h[t - 1] + b[t]
    return Scan(h, len(b))


# endregion step-by-step


# region scan
def parallel_scan(a: Array, b: Array) -> Scan:
    """Compute the same states in about log₂ T rounds (Hillis and Steele 1986).

    Two steps in a row are again a step of the same form, with the factor a₂ a₁ and the summand
    a₂ b₁ + b₂. So in each round every step takes in what lies `reach` before it, all at once,
    and then knows twice as many steps.

    Parameters
    ----------
    a, b
        What each step multiplies and adds, (T, H) each; they stay as they are.
    """
    reach, rounds = 1, 0
    while reach < len(b):
        from_before = a[reach:] * b[:-reach]  # (T − reach, H)
        b = np.concatenate([b[:reach], b[reach:] + from_before])
        a = np.concatenate([a[:reach], a[reach:] * a[:-reach]])
        reach, rounds = 2 * reach, rounds + 1
    return Scan(b, rounds)


# endregion scan


# region gates
def gates_from_inputs(x: Array, W_z: Array, W_n: Array, b_z: Array) -> tuple[Array, Array]:
    """Return a and b of a GRU whose gate and candidate see only the input (Feng et al. 2024).

    z_t = σ(W_z x_t + b_z), h̃_t = W_n x_t, h_t = (1 − z_t) ⊙ h_{t−1} + z_t ⊙ h̃_t

    Parameters
    ----------
    x
        Inputs, (T, D).
    W_z, W_n, b_z
        Weights (H, D) each, bias (H,).
    """
    z = sigmoid(x @ W_z.T + b_z)  # (T, H)
    return 1 - z, z * (x @ W_n.T)


# endregion gates
