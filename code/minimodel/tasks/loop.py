"""What every training run of the tasks repeats: clip, step, start over; and thinned-out curves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from minimodel.mathematics.clipping import shorten
from minimodel.mathematics.optimizers import SGD, Adam
from minimodel.nn.module import Module


def update(module: Module, optimizer: SGD | Adam, max_norm: float) -> Any:
    """Clip the module's gradients, take one step with them and set them to zero.

    Returns
    -------
    float, or an array of shape (S,) for S networks side by side
        The gradients' joint norm before clipping.
    """
    norm = shorten(module.grads, max_norm, len(module.side_by_side))
    optimizer.step(module.grads)
    module.zero_grads()
    return norm


def block_means(values: Sequence[float], size: int) -> tuple[float, ...]:
    """Return the mean of each `size` values in a row: a curve with fewer points and less noise.

    Raises
    ------
    ValueError
        If `size` does not divide the number of values.
    """
    if len(values) % size:
        raise ValueError(f"size: {size} does not divide the {len(values)} values; choose another")
    return tuple(sum(values[i : i + size]) / size for i in range(0, len(values), size))
