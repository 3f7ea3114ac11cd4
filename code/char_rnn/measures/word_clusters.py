"""Which words the network treats alike: mean states per word, clustered, scored by category.

Elman (1990) averaged the hidden state of each word over all its occurrences and clustered the
means. His network read whole words; this one reads letters, and its state for a word is the one
after the space that ends it. Every word is then over, the last input is the same for all, and the
next thing to predict is what comes after such a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage, optimal_leaf_ordering
from scipy.cluster.hierarchy import leaves_list as leaf_order
from scipy.spatial.distance import pdist, squareform

from char_rnn.generate_corpus import WORD_CATEGORIES
from char_rnn.measures.letters import SPACE, Reading

CATEGORY_OF: Final = {word: name for name, words in WORD_CATEGORIES.items() for word in words}
# What Elman's words fell into first: verbs, and nouns, these into animate and inanimate.
KIND_OF: Final = {
    name: "verb"
    if name.startswith("VERB")
    else "animate"
    if name in ("NOUN_HUMAN", "NOUN_ANIMAL")
    else "inanimate"
    for name in WORD_CATEGORIES
}
SHUFFLES: Final = 200


class TooFewWordsError(ValueError):
    """A text has not the words that a clustering needs."""


@dataclass(frozen=True)
class WordClusters:
    """Words, the distances between their mean states, and how well these tell categories.

    Attributes
    ----------
    words, categories
        The n words and the true category of each.
    counts
        How often each was read, (n,).
    means
        Mean state per word, (n, H).
    distances
        Euclidean, (n, n).
    linkage
        The hierarchy in the format of scipy, by Ward's criterion, (n − 1, 4).
    order
        The words' indices as the dendrogram lists them, (n,).
    clusters
        The cluster of each word when the hierarchy is cut into as many as there are
        categories, (n,).
    purity
        Share of the words whose category is the commonest of their cluster.
    silhouettes
        Of each word, given the true categories: from −1, nearer to another category than to its
        own, to 1 (Rousseeuw 1987), (n,).
    """

    words: tuple[str, ...]
    categories: tuple[str, ...]
    counts: NDArray[np.int64]
    means: NDArray[np.float64]
    distances: NDArray[np.float64]
    linkage: NDArray[np.float64]
    order: NDArray[np.int64]
    clusters: NDArray[np.int64]
    purity: float
    silhouettes: NDArray[np.float64]

    def cut(self, number: int) -> NDArray[np.int64]:
        """Return the cluster of each word when the hierarchy is cut into `number`, (n,)."""
        return np.asarray(fcluster(self.linkage, number, "maxclust"))

    @property
    def purity_by_chance(self) -> float:
        """The purity if the categories were dealt out at random: the mean over shuffles."""
        return purity_by_chance(self.clusters, self.categories)

    def kind_purity(self) -> float:
        """Return the purity of three clusters, by verb, animate and inanimate."""
        return purity(*self._kinds())

    def kind_purity_by_chance(self) -> float:
        """Return the same if the kinds were dealt out at random: the mean over shuffles."""
        return purity_by_chance(*self._kinds())

    def _kinds(self) -> tuple[NDArray[np.int64], list[str]]:
        """The cluster and the kind of each word."""
        kinds = [KIND_OF.get(category, category) for category in self.categories]
        return self.cut(len(set(kinds))), kinds

    @property
    def silhouette(self) -> float:
        """Mean over all words."""
        return float(self.silhouettes.mean())

    def silhouette_by_category(self) -> dict[str, float]:
        """Return the mean over each category's words, the best separated category first."""
        groups = np.array(self.categories)
        means = {str(c): float(self.silhouettes[groups == c].mean()) for c in np.unique(groups)}
        return dict(sorted(means.items(), key=lambda item: -item[1]))

    def best_separated(self) -> str:
        """Return the category with the largest mean silhouette."""
        return next(iter(self.silhouette_by_category()))

    def nearest(self, word: str, count: int = 5) -> list[tuple[str, float]]:
        """Return the words whose mean states are nearest to that of `word`, with distances.

        Raises
        ------
        KeyError
            If the word is not among `words`.
        """
        if word not in self.words:
            raise KeyError(word)
        row = self.distances[self.words.index(word)]
        others = [i for i in np.argsort(row, kind="stable") if self.words[i] != word]
        return [(self.words[i], float(row[i])) for i in others[:count]]


def mean_states(reading: Reading) -> dict[str, tuple[int, NDArray[np.float64]]]:
    """Return, for each word of a reading, how often it was read and its mean state, (H,).

    A word counts if the text has it whole, with a space on either side.
    """
    ends = [t for t, char in enumerate(reading.inputs) if char == SPACE]
    found: dict[str, list[int]] = {}
    for start, end in pairwise(ends):
        found.setdefault(reading.inputs[start + 1 : end], []).append(end)
    return {word: (len(at), reading.states[at].mean(axis=0)) for word, at in found.items()}


def cluster_words(reading: Reading) -> WordClusters:
    """Cluster the words of a reading that have a category.

    Raises
    ------
    TooFewWordsError
        If there are fewer than three such words, or all are of one category.
    """
    means = mean_states(reading)
    words = tuple(word for word in CATEGORY_OF if word in means)
    categories = tuple(CATEGORY_OF[word] for word in words)
    number = len(set(categories))
    if len(words) < 3 or number < 2:
        raise TooFewWordsError(f"reading: {len(words)} words of {number} categories are too few")
    states = np.array([means[word][1] for word in words])  # (n, H)
    pairs = pdist(states)
    hierarchy = optimal_leaf_ordering(linkage(pairs, "ward"), pairs)
    clusters = fcluster(hierarchy, number, "maxclust")
    distances = squareform(pairs)
    return WordClusters(
        words,
        categories,
        np.array([means[word][0] for word in words]),
        states,
        distances,
        hierarchy,
        leaf_order(hierarchy),
        clusters,
        purity(clusters, categories),
        silhouettes(distances, categories),
    )


def purity(clusters: Sequence[Any] | NDArray[Any], groups: Sequence[str] | NDArray[Any]) -> float:
    """Return the share of items whose group is the commonest of their cluster."""
    (number, c), (sort, g) = _numbered(clusters), _numbered(groups)
    return _purity(c * sort + g, (number, sort))


def purity_by_chance(clusters: NDArray[np.int64], groups: Sequence[str], seed: int = 0) -> float:
    """Return the mean purity of the same clusters with the groups dealt out at random."""
    rng = np.random.default_rng(seed)
    (number, c), (sort, g) = _numbered(clusters), _numbered(groups)
    dealt = (c * sort + rng.permutation(g) for _ in range(SHUFFLES))
    return float(np.mean([_purity(pairs, (number, sort)) for pairs in dealt]))


def _numbered(names: Sequence[Any] | NDArray[Any]) -> tuple[int, NDArray[np.int64]]:
    """How many different names there are, and the number of each item's name, from 0."""
    different, numbers = np.unique(names, return_inverse=True)
    return len(different), numbers


def _purity(pairs: NDArray[np.int64], shape: tuple[int, int]) -> float:
    """The purity of items whose cluster and group are given as one number."""
    counts = np.bincount(pairs, minlength=shape[0] * shape[1]).reshape(shape)
    return float(counts.max(axis=1).sum() / counts.sum())


def silhouettes(distances: NDArray[np.float64], groups: Sequence[str]) -> NDArray[np.float64]:
    """Return (b − a) / max(a, b) for each item (Rousseeuw 1987), (n,).

    a is its mean distance to the others of its group, b that to the nearest other group. An item
    that is alone in its group has 0.
    """
    names, g = np.unique(groups, return_inverse=True)
    member = g[:, None] == np.arange(len(names))  # (n, G)
    sizes = member.sum(axis=0)
    sums = distances @ member  # (n, G)
    own = sums[member] / np.maximum(sizes[g] - 1, 1)
    other = np.where(member, np.inf, sums / sizes).min(axis=1)
    return np.where(sizes[g] > 1, (other - own) / np.maximum(own, other), 0.0)


def as_json(found: WordClusters) -> dict[str, Any]:
    """Return the numbers as JSON can hold them."""
    return {
        "words": [found.words[i] for i in found.order],
        "categories": [found.categories[i] for i in found.order],
        "clusters": [int(found.clusters[i]) for i in found.order],
        "purity": found.purity,
        "purity_by_chance": found.purity_by_chance,
        "kind_purity": found.kind_purity(),
        "kind_purity_by_chance": found.kind_purity_by_chance(),
        "silhouette": found.silhouette,
        "silhouette_by_category": found.silhouette_by_category(),
        "best_separated": found.best_separated(),
    }
