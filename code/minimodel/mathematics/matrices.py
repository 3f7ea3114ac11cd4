"""What a square matrix does when it is applied again and again, and one that keeps every length."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


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
    return Q * np.sign(np.diag(R))
