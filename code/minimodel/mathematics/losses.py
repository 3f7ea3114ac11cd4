"""Losses of a batch and their gradients: softmax with cross-entropy, and the squared error."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.shapes import check_shape

Array = NDArray[Any]


def softmax_cross_entropy(
    logits: Array, targets: Array, mask: Array | None = None, side_by_side: tuple[int, ...] = ()
) -> tuple[Any, Array]:
    """Mean of −log softmax(logits)[target], in nats a prediction, and its gradient.

    Parameters
    ----------
    logits
        One score per class, (…, V).
    targets
        The right classes, integers of shape (…).
    mask
        Which predictions count, booleans of shape (…), at least one of them true: False for the
        padding behind a short sequence. All count if it is not given.
    side_by_side
        Sizes of the axes in front that stand for networks, each of which has a loss of its own.

    Returns
    -------
    loss
        The mean over the predictions that count, of the shape `side_by_side`.
    dlogits
        (softmax(logits) − one-hot(target)) / count, (…, V); zero where masked.

    Raises
    ------
    ValueError
        If a shape does not fit, or no prediction counts.
    """
    check_shape("targets", targets, logits.shape[:-1])
    V = logits.shape[-1]
    counted = np.ones(logits.shape[:-1], bool) if mask is None else np.asarray(mask, bool)
    check_shape("mask", counted, logits.shape[:-1])
    axes = tuple(range(len(side_by_side), counted.ndim))
    count = counted.sum(axis=axes, keepdims=True)  # of each network
    if not count.all():
        raise ValueError("mask: no prediction counts; give at least one True")
    shifted = logits - logits.max(axis=-1, keepdims=True)  # (…, V)
    e = np.exp(shifted)
    total = e.sum(axis=-1, keepdims=True)
    # Where the targets' scores stand among all, in the order in which memory holds them.
    at_target = V * np.arange(counted.size).reshape(counted.shape) + targets
    losses = np.log(total)[..., 0] - shifted.reshape(-1)[at_target]  # (…)
    dlogits = e / total
    dlogits.reshape(-1)[at_target] -= 1
    dlogits *= (counted / count.astype(dlogits.dtype))[..., None]
    total_loss = np.where(counted, losses, 0).sum(axis=axes, keepdims=True)
    mean = (total_loss / count).reshape(side_by_side)
    return (mean if side_by_side else float(mean)), dlogits


def mean_squared_error(
    predictions: Array, targets: Array, side_by_side: tuple[int, ...] = ()
) -> tuple[Any, Array]:
    """Mean of (prediction − target)² over all entries, and its gradient.

    Parameters
    ----------
    predictions, targets
        Of the same shape.
    side_by_side
        Sizes of the axes in front that stand for networks, each of which has a loss of its own.

    Returns
    -------
    loss
        The mean, of the shape `side_by_side`.
    d_predictions
        2 (prediction − target) / count, of the same shape.

    Raises
    ------
    ValueError
        If the shapes differ.
    """
    check_shape("targets", targets, predictions.shape)
    difference = predictions - targets
    axes = tuple(range(len(side_by_side), difference.ndim))
    losses = np.mean(difference**2, axis=axes)
    return losses, 2 * difference / (difference.size // losses.size)
