"""What a recurrent matrix does, step after step, and a random one that keeps every length."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def tanh_jacobian(W_hh: NDArray[Any], h: NDArray[Any]) -> NDArray[Any]:
    """Return ∂h_t/∂h_{t−1} = diag(1 − h_t²) W_hh of h_t = tanh(W_hh h_{t−1} + …).

    Parameters
    ----------
    W_hh
        Shape (d_hidden, d_hidden).
    h
        The states h_t that were reached, (…, d_hidden).

    Returns
    -------
    array of shape (…, d_hidden, d_hidden)
        Entry (i, j) is the derivative of entry i of h_t by entry j of h_{t−1}. The backward
        pass multiplies by its transpose.
    """
    return (1 - h**2)[..., :, None] * W_hh


def spectral_radius(matrix: NDArray[Any]) -> float:
    """Return the largest |λ|: how fast powers of the matrix grow or shrink in the long run."""
    return float(np.abs(np.linalg.eigvals(matrix)).max())


def largest_singular_value(matrix: NDArray[Any]) -> float:
    """Return the most that one multiplication by the matrix can stretch a vector."""
    return float(np.linalg.norm(matrix, ord=2))


def random_orthogonal(size: int, seed: int | np.random.Generator) -> NDArray[np.float64]:
    """Return a random orthogonal matrix: all its singular values are 1, all its |λ| too.

    Q of a QR decomposition of normal draws, with the signs that make every orthogonal matrix
    equally likely (Mezzadri 2007).
    """
    Q, R = np.linalg.qr(np.random.default_rng(seed).normal(size=(size, size)))
    return Q * np.sign(np.diagonal(R, axis1=-2, axis2=-1))[..., None, :]
