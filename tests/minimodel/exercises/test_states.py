"""Seeing hidden states: every function against closed forms, and what a trained network shows."""

from __future__ import annotations

import numpy as np
import pytest
from gradient_check import numerical_gradient, relative_error
from minimodel.exercises.states import (
    affinities,
    collect,
    divergence,
    look,
    neighbor_map,
    pca,
    project,
    separation,
    tsne,
)
from minimodel.nn.lstm import LSTM
from minimodel.nn.network import RecurrentNetwork
from minimodel.tasks.sentiment import SentimentRun, train_sentiment

RNG = np.random.default_rng(0)


@pytest.fixture(scope="module")
def run() -> SentimentRun:
    return train_sentiment(lang="es", seed=2, training=300, held_out=80)


def test_each_word_has_the_state_that_its_beginning_leads_to() -> None:
    network = RecurrentNetwork(LSTM(3, 4, 0), 2, 1, vocab_size=7, last_only=True)
    ids = np.array([[0, 0, 2, 5], [1, 6, 3, 4]])
    states, sentence, left = collect(network, ids)
    assert sentence.tolist() == [0, 0, 1, 1, 1, 1]
    assert left.tolist() == [1, 0, 3, 2, 1, 0]
    for row, words, state in zip(sentence, left, states, strict=True):
        _, h_n, _ = network.forward(ids[[row], : ids.shape[1] - words])
        np.testing.assert_allclose(state, h_n[0, 0], rtol=1e-12)


class TestAxes:
    def test_along_a_line_the_first_axis_holds_everything(self) -> None:
        line = np.array([3.0, 4.0, 0.0]) / 5
        points = RNG.normal(size=(30, 1)) * line + [10, -20, 30]
        mean, axes, shares = pca(points, 2)
        np.testing.assert_allclose(mean, points.mean(axis=0))
        np.testing.assert_allclose(np.abs(axes[0] @ line), 1, rtol=1e-12)
        np.testing.assert_allclose(shares, [1, 0], atol=1e-12)

    def test_axes_are_at_right_angles_and_no_direction_beats_the_first(self) -> None:
        points = RNG.normal(size=(50, 6)) @ RNG.normal(size=(6, 6))
        mean, axes, shares = pca(points, 6)
        np.testing.assert_allclose(axes @ axes.T, np.eye(6), atol=1e-12)
        assert shares.sum() == pytest.approx(1)
        assert (np.diff(shares) < 0).all()
        along = project(points, mean, axes).var(axis=0)
        np.testing.assert_allclose(along / along.sum(), shares, rtol=1e-9)
        directions = RNG.normal(size=(200, 6))
        directions /= np.linalg.norm(directions, axis=1, keepdims=True)
        assert ((points - mean) @ directions.T).var(axis=0).max() <= along[0]

    def test_coordinates_begin_at_the_mean_that_is_given(self) -> None:
        found = project(np.array([[2.0, 5.0]]), np.array([1.0, 1.0]), np.array([[0.0, 1.0]]))
        assert found.tolist() == [[4.0]]


class TestSeparation:
    def test_its_ends(self) -> None:
        labels = np.array([0, 0, 1, 1])
        corners = np.array([[0.0, 0], [0, 0], [1, 1], [1, 1]])
        assert separation(corners, labels) == (1.0, 1.0)
        between, _ = separation(np.array([[-1.0, 0], [1, 0], [0, -1], [0, 1]]), labels)
        assert between == 0

    def test_a_class_counts_by_how_many_it_has(self) -> None:
        points = np.array([[0.0], [0], [3], [3], [6]])  # means 0 and 4, in all 2.4
        between, nearest = separation(points, np.array([3, 3, 7, 7, 7]))
        total = 2 * 2.4**2 + 2 * 0.6**2 + 3.6**2
        assert between == pytest.approx((2 * 2.4**2 + 3 * 1.6**2) / total)
        assert nearest == 1.0
        _, nearest = separation(np.array([[0.0], [5], [4], [6]]), np.array([0, 0, 1, 1]))
        assert nearest == 0.75  # means 2.5 and 5: the second point lies on the other one's


class TestNeighbors:
    def test_each_point_has_as_many_neighbors_as_asked(self) -> None:
        points = RNG.normal(size=(25, 4)) * 3 + 100
        P = affinities(points, 6.0)
        np.testing.assert_allclose(P, P.T)
        assert P.sum() == pytest.approx(1)
        assert not np.diag(P).any()
        far = np.linalg.norm(points[:, None] - points, axis=2)
        nearest = (far + np.diag([np.inf] * 25)).argmin(axis=1)
        each = np.arange(25)
        assert (P[each, nearest] > 10 * P[each, far.argmax(axis=1)]).all()

    def test_equal_distances_give_equal_affinities(self) -> None:
        P = affinities(np.eye(5) * 7, 3.9)
        off = P[~np.eye(5, dtype=bool)]
        np.testing.assert_allclose(off, 1 / 20, rtol=1e-6)

    def test_the_gradient_is_the_derivative_of_the_divergence(self) -> None:
        P = affinities(RNG.normal(size=(7, 3)), 3.0)
        Y = RNG.normal(size=(7, 2))
        _, gradient = divergence(P, Y)
        measured = numerical_gradient(lambda: divergence(P, Y)[0], Y)
        assert relative_error(gradient, measured) < 1e-8

    def test_groups_stay_together_on_the_map(self) -> None:
        centers = np.array([[0, 0, 0], [9, 0, 0], [0, 9, 0]])
        labels = np.repeat([0, 1, 2], 12)
        points = centers[labels] + RNG.normal(size=(36, 3))
        placed = tsne(points, 6.0, seed=1)
        far = np.linalg.norm(placed[:, None] - placed, axis=2) + np.diag([np.inf] * 36)
        assert (labels[far.argmin(axis=1)] == labels).all()
        assert placed.mean(axis=0) == pytest.approx([0, 0], abs=1e-9)


class TestTrained:
    def test_classes_part_after_the_last_word_only_and_only_by_training(
        self, run: SentimentRun
    ) -> None:
        seen = look(run)
        assert seen.separation(0)[1] > 0.9
        assert seen.separation(1)[1] < 0.85
        assert look(run, trained=False).separation(0)[1] < 0.7

    def test_states_belong_to_the_held_out_sentences(self, run: SentimentRun) -> None:
        seen = look(run)
        assert len(seen.texts) == len(seen.labels) == 80
        assert len(seen.found.states) == sum(len(text.split()) for text in seen.texts)
        states, labels = seen.at(0)
        assert len(states) == 80
        assert labels.tolist() == seen.labels.tolist()

    def test_a_map_has_a_place_for_each_sentence(self, run: SentimentRun) -> None:
        placed = neighbor_map.function(run, lang="es", seed=0)
        assert placed.shape == (80, 2)
        assert np.isfinite(placed).all()
