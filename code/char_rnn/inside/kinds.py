"""Whether words fall into the three kinds that the grammar's categories make up."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.cluster.hierarchy import fcluster

from char_rnn.word_clusters import SHUFFLES, WordClusters, purity

# Both kinds of nouns that can act, both that cannot, all verbs.
KIND_OF: Final = {
    "NOUN_HUMAN": "animate",
    "NOUN_ANIMAL": "animate",
    "NOUN_FOOD": "inanimate",
    "NOUN_OBJECT": "inanimate",
    "VERB_INTRAN": "verb",
    "VERB_TRAN": "verb",
    "VERB_PERCEPT": "verb",
}


def kind_purity(found: WordClusters) -> float:
    """Return the purity of the tree's cut into three groups, by kind."""
    return purity(_groups(found), _kinds(found))


def kind_purity_by_chance(found: WordClusters, seed: int = 0) -> float:
    """Return the mean of the same if the kinds were dealt out at random."""
    groups, kinds, rng = _groups(found), _kinds(found), np.random.default_rng(seed)
    return float(np.mean([purity(groups, rng.permutation(kinds)) for _ in range(SHUFFLES)]))


def _groups(found: WordClusters) -> list[int]:
    return [int(group) for group in fcluster(found.linkage, 3, "maxclust")]


def _kinds(found: WordClusters) -> list[str]:
    return [KIND_OF[category] for category in found.categories]
