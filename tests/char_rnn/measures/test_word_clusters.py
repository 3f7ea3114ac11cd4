"""Words are clustered by their mean states, and the clusters are scored by category."""

import numpy as np
import pytest
from char_rnn.figures import words as wfig
from char_rnn.measures.grammar import WORDS
from char_rnn.measures.letters import Reading, fresh_text
from char_rnn.measures.word_clusters import (
    CATEGORY_OF,
    KIND_OF,
    cluster_words,
    mean_states,
    purity,
    silhouettes,
)
from scipy.cluster.hierarchy import leaves_list


def test_a_words_state_is_the_one_after_the_space_that_ends_it():
    text = " ab c ab d"
    states = np.arange(len(text) - 1.0)[:, None]
    reading = Reading(text[:-1], text[1:], states, states, states[:, 0], "")
    found = mean_states(reading)
    assert {word: (count, float(mean[0])) for word, (count, mean) in found.items()} == {
        "ab": (2, (3 + 8) / 2),
        "c": (1, 5.0),
    }


def test_purity_is_the_share_of_the_commonest_category_in_each_cluster():
    assert purity([1, 1, 1, 2, 2], ["a", "a", "b", "b", "b"]) == pytest.approx(4 / 5)
    assert purity([1, 2, 3], ["a", "b", "a"]) == 1


def test_silhouettes_are_what_their_definition_says():
    rng = np.random.default_rng(0)
    points, groups = rng.normal(size=(9, 2)), list("aaabbbbcd")
    D = np.linalg.norm(points[:, None] - points[None], axis=2)
    expected = []
    for i, group in enumerate(groups):
        own = [D[i, j] for j, other in enumerate(groups) if other == group and j != i]
        others = {
            name: np.mean([D[i, j] for j, other in enumerate(groups) if other == name])
            for name in set(groups) - {group}
        }
        a, b = (np.mean(own), min(others.values())) if own else (0, 0)
        expected.append((b - a) / max(a, b) if own else 0)
    np.testing.assert_allclose(silhouettes(D, groups), expected)


def test_separate_categories_are_found_and_scored_as_such():
    centers = {
        name: 10 * np.eye(7)[i] for i, name in enumerate(dict.fromkeys(CATEGORY_OF.values()))
    }
    rng = np.random.default_rng(0)
    text = " " + " ".join(WORDS) + " x"
    states = rng.normal(0, 0.1, (len(text) - 1, 7))
    end = 0
    for word in WORDS:
        end += len(word) + 1
        states[end] += centers[CATEGORY_OF[word]]
    found = cluster_words(Reading(text[:-1], text[1:], states, states, states[:, 0], ""))
    assert found.purity == 1
    assert found.silhouettes.min() > 0.9
    assert found.kind_purity() < 1  # seven equally far corners make no three groups
    neighbors = [word for word, _ in found.nearest("boy", 5)]
    assert {CATEGORY_OF[word] for word in neighbors} == {"NOUN_HUMAN"}


def test_a_trained_network_groups_words_better_than_chance_and_spelling(analysis):
    found, before = analysis.clusters, analysis.untrained_clusters
    assert set(found.words) == set(WORDS)
    assert sorted(found.order.tolist()) == list(range(len(WORDS)))
    assert len(set(found.clusters.tolist())) == 7
    assert found.purity > found.purity_by_chance + 0.05
    kinds, by_chance = found.kind_purity(), found.kind_purity_by_chance()
    assert kinds > by_chance + 0.1
    assert kinds > before.kind_purity() + 0.1
    by_category = found.silhouette_by_category()
    assert found.best_separated() == max(by_category, key=by_category.get)


def test_unknown_words_have_no_neighbors(analysis):
    with pytest.raises(KeyError):
        analysis.clusters.nearest("zebra")


def test_the_order_of_the_words_is_that_of_the_tree(analysis):
    found = analysis.clusters
    np.testing.assert_array_equal(found.order, leaves_list(found.linkage))
    first = wfig.word_tree(found).axes[0]
    assert [t.get_text() for t in first.texts] == [
        found.words[i] for i in leaves_list(found.linkage)
    ]


def test_kinds_and_counts_and_distances(analysis):
    assert KIND_OF == {
        "NOUN_HUMAN": "animate",
        "NOUN_ANIMAL": "animate",
        "NOUN_FOOD": "inanimate",
        "NOUN_OBJECT": "inanimate",
        "VERB_INTRAN": "verb",
        "VERB_TRAN": "verb",
        "VERB_PERCEPT": "verb",
    }
    found, words = analysis.clusters, fresh_text().split(" ")[1:-1]
    assert found.counts.tolist() == [words.count(word) for word in found.words]
    assert found.distances[0, 1] == pytest.approx(np.linalg.norm(found.means[0] - found.means[1]))
