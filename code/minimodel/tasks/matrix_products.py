"""Products of many matrices: why a gradient that passes through many steps vanishes or explodes."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

SCALES: Final = (0.5, 1.0, 1.5)
LIMITS: Final = (
    1e-20,
    1e20,
)  # of the figure: beyond them the product is as good as zero or infinite


def random_product_norms(
    scale: float, seed: int, *, size: int = 100, steps: int = 100, repeated: bool = False
) -> NDArray[np.float64]:
    """Multiply random matrices; return the size of the product after 0 … `steps` factors.

    The entries of a factor are drawn from N(0, scale² / size). Its spectral radius is then about
    `scale` and its largest singular value about 2 · scale, for large matrices; on average it
    multiplies the length of a vector by `scale`.

    Parameters
    ----------
    scale
        As above.
    seed
        Seed of the draws.
    size
        H, rows and columns of a matrix.
    steps
        How many factors.
    repeated
        Whether all factors are the same matrix, as W_hh is, or each one is drawn anew.

    Returns
    -------
    array of shape (steps + 1,)
        Frobenius norm of the product divided by √H: 1 for the identity, which comes first.
    """
    rng = np.random.default_rng(seed)
    product = np.eye(size)
    norms = [1.0]
    factor = None
    for _ in range(steps):
        if factor is None or not repeated:
            factor = rng.normal(0, scale / np.sqrt(size), (size, size))
        product = factor @ product
        norms.append(float(np.linalg.norm(product) / np.sqrt(size)))
    return np.array(norms)


def power_norms(matrix: NDArray[Any], steps: int) -> NDArray[np.float64]:
    """Return the largest singular value of matrix⁰, matrix¹, … matrix^steps, (steps + 1,)."""
    power = np.eye(len(matrix))
    norms = [1.0]
    for _ in range(steps):
        power = matrix @ power
        norms.append(float(np.linalg.norm(power, ord=2)))
    return np.array(norms)
