"""A recurrence without tanh: step by step, and all steps at once in a few rounds; and its gradient.

Time is the first axis here, so that neighboring steps are neighboring stretches of memory.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Scan(NamedTuple):
    """The states of a linear recurrence, and what it took to compute them.

    Attributes
    ----------
    h
        h_1 … h_T, (T, …).
    rounds
        How many operations had to wait for one another.
    products
        How many multiplications were done in all, for each unit of the state.
    """

    h: Array
    rounds: int
    products: int


# region step-by-step
def step_by_step(a: Array, b: Array) -> Scan:
    """Compute h_t = a_t ⊙ h_{t−1} + b_t from h_0 = 0, one step after the other.

    Parameters
    ----------
    a, b
        What each step multiplies and adds, (T, …) each.
    """
    h = np.empty_like(b)  # (T, …)
    h[0] = b[0]
    for t in range(1, len(b)):
        h[t] = a[t] * h[t - 1] + b[t]
    return Scan(h, len(b), len(b) - 1)


# endregion step-by-step


# region doubling
def doubling_scan(a: Array, b: Array) -> Scan:
    """Compute the same states in about log₂ T rounds (Hillis and Steele 1986).

    Two steps in a row are again a step of the same form, with the factor a₂ a₁ and the summand
    a₂ b₁ + b₂. So in each round every step takes in what lies `reach` before it, all at once,
    and then knows twice as many steps.

    Parameters
    ----------
    a, b
        What each step multiplies and adds, (T, …) each; they stay as they are.
    """
    reach, rounds, products = 1, 0, 0
    while reach < len(b):
        from_before = a[reach:] * b[:-reach]  # (T − reach, …)
        b = np.concatenate([b[:reach], b[reach:] + from_before])
        a = np.concatenate([a[:reach], a[reach:] * a[:-reach]])
        products += 2 * (len(b) - reach)
        reach, rounds = 2 * reach, rounds + 1
    return Scan(b, rounds, products)


# endregion doubling


# region pairing
def pairing_scan(a: Array, b: Array) -> Scan:
    """Compute the same states in about 2 log₂ T rounds and 3 T products (Blelloch 1990).

    Each even step is joined with the odd one before it. That makes a sequence half as long, whose
    states are every second state of this one: they are found in the same way. The states in
    between are one step away from them.

    Parameters
    ----------
    a, b
        What each step multiplies and adds, (T, …) each; they stay as they are. If the factors are
        the same for a whole axis, that axis of `a` may have length 1.
    """
    if len(b) == 1:
        return Scan(b, 0, 0)
    pairs = len(b) // 2
    odd, even = slice(0, 2 * pairs, 2), slice(1, None, 2)  # steps 1, 3, 5 … and 2, 4, 6 …
    joined = pairing_scan(a[even] * a[odd], a[even] * b[odd] + b[even])
    h = np.empty_like(b)
    h[even] = joined.h
    h[0] = b[0]
    h[2::2] = a[2::2] * joined.h[: len(h[2::2])] + b[2::2]
    products = joined.products + 2 * pairs + len(h[2::2])
    return Scan(h, joined.rounds + 2, products)


# endregion pairing


# region matrices
def product_scan(A: Array) -> Array:
    """Return A_1, A_2 A_1, A_3 A_2 A_1 …, (T, N, N), by the same pairing.

    What each step multiplies with is a matrix here, and nothing is added: h_t is the t-th product
    times h_0. All that the scan needs is that products may be bracketed in any way.

    Parameters
    ----------
    A
        The matrices, (T, N, N); they stay as they are.
    """
    if len(A) == 1:
        return A
    pairs = len(A) // 2
    odd, even = slice(0, 2 * pairs, 2), slice(1, None, 2)
    joined = product_scan(A[even] @ A[odd])
    P = np.empty_like(A)
    P[even] = joined
    P[0] = A[0]
    P[2::2] = A[2::2] @ joined[: len(P[2::2])]
    return P


# endregion matrices


def summed_products(left: Array, right: Array) -> Array:
    """Return Σ left rightᵀ over all steps and sequences, (M, N), from (T, B, M) and (T, B, N).

    Of layers side by side, one sum for each: (S, M, N) from (T, S, B, M) and (T, S, B, N).
    """

    def rows(sequences: Array) -> Array:  # (T, S, B, N) -> (S, T · B, N)
        moved = np.moveaxis(sequences, 0, -3)
        return moved.reshape(*moved.shape[:-3], -1, sequences.shape[-1])

    total: Array = rows(left).mT @ rows(right)
    return total


def steps_first(sequences: Array) -> Array:
    """Turn (B, T, D) into (T, B, D): each step a stretch of memory, as a scan likes it."""
    return np.ascontiguousarray(np.moveaxis(sequences, -2, 0))


def steps_inside(columns: Array) -> Array:
    """Turn (T, B, D) back into (B, T, D), without copying."""
    return np.moveaxis(columns, 0, -2)


# region backward
def scan_backward(a: Array, h: Array, h_0: Array, dh: Array) -> tuple[Array, Array, Array]:
    """Return the gradients at a, b and h_0 of h_t = a_t ⊙ h_{t−1} + b_t.

    A state is used twice, as an output and by the next step. So what is asked of it in all, δ_t,
    is a linear recurrence itself, from the last step to the first:

    δ_t = dh_t + a_{t+1} ⊙ δ_{t+1}

    Then the gradient at b_t is δ_t, the one at a_t is δ_t ⊙ h_{t−1}, and h_0 gets a_1 ⊙ δ_1.
    The factors are conjugated, which changes nothing for real numbers. For complex ones a gradient
    is ∂L/∂Re + i ∂L/∂Im.

    Parameters
    ----------
    a, h, h_0
        Factors and states of the forward pass, (T, …) each, and the state before the first, (…).
    dh
        Gradient at each state as an output, (T, …).

    Returns
    -------
    da, db, dh_0
        Of the shapes of h, h and h_0.
    """
    ahead = np.conj(np.concatenate([a[1:], np.ones_like(a[:1])]))  # a_2 … a_T, and nothing later
    delta = pairing_scan(ahead[::-1], dh[::-1]).h[::-1]  # (T, …)
    before = np.concatenate([h_0[None], h[:-1]])  # h_0 … h_{T−1}
    return delta * np.conj(before), delta, np.conj(a[0]) * delta[0]


# endregion backward
