"""See the hidden states: where a trained network's states lie, in a plane found by hand."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from minimodel.nn.network import RecurrentNetwork
from minimodel.running.long_computations import long_computation
from minimodel.tasks.models import recurrent_layer
from minimodel.tasks.sentiment import SentimentRun, encode, train_sentiment, vocabulary

Array = NDArray[Any]

SEEDS: Final = (0, 1, 2, 3, 4)
PERPLEXITY: Final = 20.0


# region collected
class States(NamedTuple):
    """A row for each word of each sentence.

    Attributes
    ----------
    states
        What the network's state is after the word, (N, H).
    sentence
        The number of the sentence, (N,).
    left
        How many words of it are still to come, (N,): 0 after the last one.
    """

    states: Array
    sentence: Array
    left: Array


def collect(network: RecurrentNetwork, ids: Array) -> States:
    """Return the state after every word of sentences (B, T), with zeros in front of short ones."""
    assert network.embedding is not None
    states, *_ = network.recurrent.forward(network.embedding.forward(ids))  # (B, T, H)
    sentence, place = np.nonzero(ids)  # where there is a word, row by row
    return States(states[sentence, place], sentence, ids.shape[1] - 1 - place)


# endregion collected


# region axes
class Axes(NamedTuple):
    """The directions along which points differ most.

    Attributes
    ----------
    mean
        Of the points, (D,).
    axes
        Unit vectors at right angles to each other, the direction of the largest variance first,
        (k, D).
    shares
        Share of the whole variance along each, (k,).
    """

    mean: Array
    axes: Array
    shares: Array


def pca(points: Array, k: int) -> Axes:
    """Find the first k principal axes of points (N, D)."""
    mean = points.mean(axis=0)
    centered = points - mean
    covariance = centered.T @ centered / len(points)  # (D, D)
    variances, vectors = np.linalg.eigh(covariance)  # the smallest first, vectors as columns
    largest = np.argsort(variances)[::-1][:k]
    return Axes(mean, vectors[:, largest].T, variances[largest] / variances.sum())


def project(points: Array, mean: Array, axes: Array) -> Array:
    """Return the coordinates of points (N, D) along axes (k, D), seen from the mean: (N, k)."""
    return (points - mean) @ axes.T


# endregion axes


# region separated
def separation(points: Array, labels: Array) -> tuple[float, float]:
    """Say how well classes lie apart.

    Parameters
    ----------
    points, labels
        (N, D), and the class of each.

    Returns
    -------
    between
        The share of the variance that lies between the means of the classes: 0 if they coincide,
        1 if all points of a class do.
    nearest
        The share of the points that are nearer to the mean of their own class than to another's.
    """
    mean = points.mean(axis=0)
    classes = np.unique(labels)
    centers = np.array([points[labels == each].mean(axis=0) for each in classes])
    sizes = np.array([np.sum(labels == each) for each in classes])
    between = np.sum(sizes[:, None] * (centers - mean) ** 2) / np.sum((points - mean) ** 2)
    distances = np.linalg.norm(points[:, None] - centers, axis=2)  # (N, classes)
    nearest = np.mean(classes[distances.argmin(axis=1)] == labels)
    return float(between), float(nearest)


# endregion separated


# region neighbors
def affinities(points: Array, perplexity: float) -> Array:
    """Return the joint probabilities of t-SNE, (N, N): large for neighbors, in all 1.

    p_{j|i} is a normal density around point i at point j, so wide that its perplexity, e to its
    entropy, is the one that is asked for. p_ij = (p_{j|i} + p_{i|j}) / 2N
    (van der Maaten and Hinton 2008).
    """
    squares = np.sum((points[:, None] - points) ** 2, axis=2)  # (N, N)
    typical = squares.mean()
    np.fill_diagonal(squares, np.inf)  # no point is its own neighbor
    low, high = np.zeros(len(points)), np.full(len(points), np.inf)
    precision = np.full(len(points), 1 / typical)  # 1 / 2σ² of each
    for _ in range(60):  # halve, or double while there is no upper end
        conditional = _conditional(squares, precision)
        entropy = -np.sum(conditional * np.log(np.maximum(conditional, 1e-300)), axis=1)
        wide = entropy > np.log(perplexity)
        low, high = np.where(wide, precision, low), np.where(wide, high, precision)
        precision = np.where(np.isinf(high), 2 * low, (low + np.where(np.isinf(high), 0, high)) / 2)
    conditional = _conditional(squares, precision)
    return (conditional + conditional.T) / (2 * len(points))


def _conditional(squares: Array, precision: Array) -> Array:
    nearest = squares.min(axis=1, keepdims=True)  # so that not all weights round to 0
    weights = np.exp(-(squares - nearest) * precision[:, None])
    return weights / weights.sum(axis=1, keepdims=True)


# endregion neighbors


# region map
def divergence(P: Array, Y: Array) -> tuple[float, Array]:
    """Return how badly a map Y (N, 2) keeps the neighbors P, and its gradient (N, 2).

    KL = Σ p_ij ln(p_ij / q_ij), q_ij ∝ 1 / (1 + |y_i − y_j|²)
    ∂KL/∂y_i = 4 Σ_j (p_ij − q_ij) (y_i − y_j) / (1 + |y_i − y_j|²)
    """
    offsets = Y[:, None] - Y  # (N, N, 2)
    near = 1 / (1 + np.sum(offsets**2, axis=2))
    np.fill_diagonal(near, 0)
    Q = near / near.sum()
    told = P > 0
    loss = float(np.sum(P[told] * np.log(P[told] / Q[told])))
    return loss, 4 * np.einsum("ij,ijk->ik", (P - Q) * near, offsets)


def tsne(points: Array, perplexity: float, seed: int, steps: int = 300) -> Array:
    """Go down the divergence from a small random map, with momentum; return the map (N, 2)."""
    P = affinities(points, perplexity)
    Y = np.random.default_rng(seed).normal(0, 1e-2, (len(points), 2))
    velocity = np.zeros_like(Y)
    for step in range(steps):
        early = step < steps // 4  # neighbors pull harder at first, so that groups can form
        _, gradient = divergence(4 * P if early else P, Y)
        velocity = (0.5 if early else 0.8) * velocity - 0.5 * len(points) * gradient
        Y = Y + velocity
    return Y - Y.mean(axis=0)


# endregion map


class Look(NamedTuple):
    """What the page shows of one network.

    Attributes
    ----------
    texts, labels
        The held-out sentences and what they say.
    found
        Their states.
    """

    texts: list[str]
    labels: Array
    found: States

    def at(self, left: int) -> tuple[Array, Array]:
        """Return the states with so many words still to come, (n, H), and their labels, (n,)."""
        chosen = self.found.left == left
        return self.found.states[chosen], self.labels[self.found.sentence[chosen]]

    def separation(self, left: int) -> tuple[float, float]:
        """Return the separation there, in the plane of these states' first two axes."""
        states, labels = self.at(left)
        mean, axes, _ = pca(states, 2)
        return separation(project(states, mean, axes), labels)


def look(run: SentimentRun, *, trained: bool = True) -> Look:
    """Collect the states of a run's network on its held-out sentences.

    Parameters
    ----------
    run
        What training left behind.
    trained
        Whether to take its weights, or random ones, as they are before any training.
    """
    texts = [review.text for review, _ in run.held_out]
    network = run.classifier() if trained else untrained(run.lang, run.seed)
    states = collect(network, encode(texts, vocabulary(run.lang)))
    return Look(texts, np.array([review.label for review, _ in run.held_out]), states)


def untrained(lang: str, seed: int) -> RecurrentNetwork:
    """Return a network of the same sizes as those of `train_sentiment`, with random weights."""
    rng = np.random.default_rng(seed)
    layer = recurrent_layer("lstm", 8, 24, rng)
    return RecurrentNetwork(layer, 2, rng, vocab_size=len(vocabulary(lang)), last_only=True)


@long_computation("states: a map of neighbors", first=train_sentiment)
def neighbor_map(run: SentimentRun, *, lang: str, seed: int) -> Array:
    """Return the t-SNE map (N, 2) of the last states of the network that was trained so."""
    states, _ = look(run).at(0)
    return tsne(states.astype(float), PERPLEXITY, seed)
