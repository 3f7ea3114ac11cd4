"""Products of Jacobians between every two states of a reading: their norms and radii."""

from __future__ import annotations

from itertools import accumulate
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from char_rnn.train import CharRNN, Forward

KEPT: Final = 6  # singular values
SQUARINGS: Final = 10


def pairs(window: int) -> list[tuple[int, int]]:
    """List the pairs (from, to) of states 0 … `window`, by `from`, then by `to`."""
    return [(start, end) for start in range(window) for end in range(start + 1, window + 1)]


def jacobian_products(
    model: CharRNN, fwd: Forward, window: int
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Measure ∂h_to/∂h_from for all `pairs` of the first `window` steps of a tanh network.

    Returns
    -------
    (K, KEPT), (K,)
        The largest singular values, the first of which is the norm, and the spectral radius.
    """
    slopes = 1 - fwd.hs[1 : window + 1] ** 2
    jacobians = slopes[:, :, None] * model.W_hh  # (window, H, H): J_1 … J_window
    products = np.concatenate([_running(jacobians[start:]) for start in range(window)])  # (K, H, H)
    singular_values = np.linalg.svd(products, compute_uv=False)[:, :KEPT]
    return singular_values, spectral_radii(products)


def leading_share(model: CharRNN, fwd: Forward, window: int, leading: int = 2) -> float:
    """Return how much of ∂h_window/∂h_0 of a tanh network its first directions make up.

    Of a small change in h_0 that prefers no direction, it is the share of the squared change in
    h_window that lies along them.

    Returns
    -------
    float
        The sum of the `leading` largest squared singular values, over that of all squares.
    """
    jacobians = (1 - fwd.hs[1 : window + 1] ** 2)[:, :, None] * model.W_hh  # (window, H, H)
    squares = np.linalg.svd(_running(jacobians)[-1], compute_uv=False) ** 2
    return float(squares[:leading].sum() / squares.sum())


def _running(factors: NDArray[Any]) -> NDArray[Any]:
    """The products of the first one, two, … factors, the latest on the left, (n, H, H)."""
    return np.array(list(accumulate(factors, lambda product, factor: factor @ product)))


def spectral_radii(matrices: NDArray[Any]) -> NDArray[np.float64]:
    """Return the spectral radius of each matrix, (K, H, H), to about one percent.

    By Gelfand's formula, ρ(A) = lim ∥A^m∥^(1/m), with m = 1,024 by repeated squaring; many times
    faster than eigenvalues, and never below the true radius.
    """
    powers = np.array(matrices, float)
    logs = np.zeros(len(powers))
    for k in range(SQUARINGS + 1):
        norms = np.linalg.norm(powers, axis=(1, 2))  # kept at 1, lest a power overflow
        alive = norms > 0
        logs += (
            np.where(alive, np.log(norms, where=alive, out=np.zeros_like(norms)), -np.inf) / 2**k
        )
        powers /= np.where(alive, norms, 1)[:, None, None]
        powers = powers @ powers
    return np.exp(logs)
