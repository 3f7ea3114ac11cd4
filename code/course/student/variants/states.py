"""Looking at states with one mistake in it: what each usual mistake computes."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from minimodel.nn.network import RecurrentNetwork
from numpy.typing import NDArray

Array = NDArray[Any]

COLLECT_MISTAKES: Final = (
    *("padding_kept", "words_for_states", "left_from_front", "left_from_one", "state_before"),
    "left_in_place",
)
PCA_MISTAKES: Final = (
    *("not_centered", "smallest_first", "standardized", "axes_scaled", "shares_unsquared"),
    *("shares_of_k", "shares_absolute", "rows_for_columns"),
)
PROJECT_MISTAKES: Final = ("mean_kept", "own_mean", "mean_projected_twice")
SEPARATION_MISTAKES: Final = (
    *("within", "ratio", "equal_weights", "unweighted", "mean_of_columns", "percent"),
    *("farthest", "first_axis"),
)


def collect(network: RecurrentNetwork, ids: Array, mistake: str = "") -> tuple[Array, ...]:
    """Collect states with a mistake; see `minimodel.exercises.states.collect`."""
    assert network.embedding is not None
    x = network.embedding.forward(ids)
    states, *_ = network.recurrent.forward(x)
    if mistake == "words_for_states":
        states = x
    if mistake == "state_before":
        states = np.concatenate([np.zeros_like(states[:, :1]), states[:, :-1]], axis=1)
    there = np.ones_like(ids) if mistake == "padding_kept" else ids
    sentence, place = np.nonzero(there)
    left = ids.shape[1] - 1 - place
    if mistake == "left_from_front":
        left = place - (ids == 0).sum(axis=1)[sentence]
    if mistake == "left_from_one":
        left = left + 1
    if mistake == "left_in_place":
        left = place
    return states[sentence, place], sentence, left


def pca(points: Array, k: int, mistake: str = "") -> tuple[Array, Array, Array]:
    """Find axes with a mistake; see `minimodel.exercises.states.pca`."""
    mean = points.mean(axis=0)
    centered = points if mistake == "not_centered" else points - mean
    if mistake == "standardized":
        centered = centered / points.std(axis=0)
    _, s, Vt = np.linalg.svd(centered, full_matrices=True)
    variances = np.zeros(points.shape[1])
    variances[: len(s)] = s**2 / len(points)
    shares = variances / variances.sum()
    if mistake == "smallest_first":
        return mean, Vt[::-1][:k], shares[::-1][:k]
    axes, shares = Vt[:k], shares[:k]
    if mistake == "axes_scaled":
        axes = axes * np.sqrt(variances[:k, None])
    if mistake == "shares_unsquared":
        shares = s[:k] / s.sum()
    if mistake == "shares_of_k":
        shares = shares / shares.sum()
    if mistake == "shares_absolute":
        shares = variances[:k]
    if mistake == "rows_for_columns":  # eigh returns vectors as columns
        _, vectors = np.linalg.eigh(centered.T @ centered / len(points))
        axes = vectors[::-1][:k]
    return mean, axes, shares


def project(points: Array, mean: Array, axes: Array, mistake: str = "") -> Array:
    """Project with a mistake; see `minimodel.exercises.states.project`."""
    if mistake == "mean_kept":
        return points @ axes.T
    if mistake == "own_mean":
        return (points - points.mean(axis=0)) @ axes.T
    if mistake == "mean_projected_twice":
        return (points - 2 * mean) @ axes.T
    return (points - mean) @ axes.T


def separation(points: Array, labels: Array, mistake: str = "") -> tuple[float, float]:
    """Measure with a mistake; see `minimodel.exercises.states.separation`."""
    mean = points.mean(axis=0)
    classes = np.unique(labels)
    centers = np.array([points[labels == each].mean(axis=0) for each in classes])
    sizes = np.array([np.sum(labels == each) for each in classes])
    between = (sizes[:, None] * (centers - mean) ** 2).sum(axis=0)  # by column
    total = ((points - mean) ** 2).sum(axis=0)
    share = between.sum() / total.sum()
    near = np.linalg.norm(points[:, None] - centers, axis=2)
    nearest = np.mean(classes[near.argmin(axis=1)] == labels)
    if mistake == "within":
        share = 1 - share
    if mistake == "ratio":
        share = share / (1 - share)
    if mistake == "equal_weights":
        share = ((centers - mean) ** 2).sum() / len(classes) / (total.sum() / len(points))
    if mistake == "unweighted":
        share = ((centers - mean) ** 2).sum() / total.sum()
    if mistake == "mean_of_columns":
        share = np.mean(between / total)
    if mistake == "percent":
        share, nearest = 100 * share, 100 * nearest
    if mistake == "farthest":
        nearest = np.mean(classes[near.argmax(axis=1)] == labels)
    if mistake == "first_axis":
        along = np.abs(points[:, None, 0] - centers[:, 0])
        nearest = np.mean(classes[along.argmin(axis=1)] == labels)
    return float(share), float(nearest)


def affinities_mistake(found: Array, right: Array, conditional: Array) -> str:
    """Name the mistake in joint probabilities, if it is a usual one.

    Parameters
    ----------
    found, right
        The student's and the right ones, (N, N).
    conditional
        p_{j|i}, each row adding up to 1.
    """

    def same(other: Array) -> bool:
        return bool(np.abs(found - other).max() <= 0.02 * np.abs(other).max())

    n = len(right)
    if same(conditional):
        return "conditional"
    if same(conditional / n):
        return "not_symmetric"
    if same(right * n) or same(right * 2 * n):
        return "not_joint"
    if np.diag(found).any():
        return "own_neighbor"
    if not np.allclose(found.sum(), 1, atol=0.01):
        return "sum_not_one"
    return "other_width"


def conditional(points: Array, perplexity: float) -> Array:
    """Return p_{j|i} with the perplexity that is asked for, by bisection, a row at a time."""
    rows = []
    for i, point in enumerate(points):
        squares = np.sum((points - point) ** 2, axis=1)
        squares[i] = np.inf  # no point is its own neighbor
        low, high = 1e-8, 1e8
        for _ in range(100):
            precision = np.sqrt(low * high)
            weights = np.exp(-(squares - squares.min()) * precision)
            row = weights / weights.sum()
            entropy = -np.sum(row[row > 0] * np.log(row[row > 0]))
            low, high = (precision, high) if entropy > np.log(perplexity) else (low, precision)
        rows.append(row)
    return np.array(rows)


def turned_round(P: Array, Y: Array) -> float:
    """Return Σ q ln(q / p) where it should be Σ p ln(p / q)."""
    near = 1 / (1 + np.sum((Y[:, None] - Y) ** 2, axis=2))
    np.fill_diagonal(near, 0)
    Q = near / near.sum()
    told = (P > 0) & (Q > 0)
    return float(np.sum(Q[told] * np.log(Q[told] / P[told])))
