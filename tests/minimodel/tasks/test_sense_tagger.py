"""Who can tell the senses apart: only a network that has come past the clue."""

from __future__ import annotations

import numpy as np
import pytest
from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.tasks.sense_tagger import READERS, SenseTagger, train_tagger
from minimodel.tasks.word_senses import as_ids, batch_arrays, sentence, sentences

RIVER = sentence("bank", "we saw", "of", "river", "after")
CITY = sentence("bank", "we saw", "of", "city", "after")


@pytest.mark.parametrize("seed", [0, 1])
def test_one_direction_guesses_where_the_clue_has_not_come_yet(seed: int) -> None:
    runs = {reader: train_tagger(reader=reader, seed=seed) for reader in READERS}
    assert runs["ahead"].right["before"] >= 0.95
    assert runs["ahead"].right["after"] == 0.5
    assert runs["back"].right["before"] == 0.5
    assert runs["back"].right["after"] >= 0.95
    assert min(runs["both"].right.values()) >= 0.95


def test_a_wider_forward_network_has_more_parameters_than_both_ways_and_still_guesses() -> None:
    wide = train_tagger(reader="ahead", d_hidden=64)
    both = train_tagger(reader="both", d_hidden=32)
    assert wide.model().parameter_count() > both.model().parameter_count()
    assert wide.right["after"] == 0.5


def test_the_trained_network_comes_back_whole() -> None:
    run = train_tagger(reader="both", epochs=1)
    model = run.model()
    for name, value in run.parameters.items():
        np.testing.assert_array_equal(model.params[name], value)


def test_twins_get_the_same_answer_forward_and_different_ones_both_ways() -> None:
    ahead, both = (train_tagger(reader=reader).model() for reader in ("ahead", "both"))
    assert ahead.probabilities(RIVER) == ahead.probabilities(CITY)
    assert both.probabilities(RIVER)["orilla"] > 0.9
    assert both.probabilities(CITY)["banco"] > 0.9


def test_dependence_is_a_triangle_one_way_and_full_both_ways() -> None:
    maps = {reader: SenseTagger(reader, 8, 0).dependence(RIVER) for reader in READERS}
    steps = len(RIVER)
    expected = {"ahead": np.tri(steps), "back": np.tri(steps).T, "both": np.ones((steps, steps))}
    for reader, found in maps.items():
        np.testing.assert_array_equal(found > 0, expected[reader] > 0)


@pytest.mark.parametrize("reader", READERS)
def test_dependence_is_the_norm_of_the_jacobian(reader: str) -> None:
    model = SenseTagger(reader, 5, 1)
    found = model.dependence(RIVER)
    ids = as_ids(RIVER)[None]
    rows = model.network.embedding.E
    t, k, step = 3, 4, 1e-6  # the word after "bank": nothing to the one that reads ahead
    jacobian = []
    word = ids[0, k]
    for entry in range(rows.shape[1]):
        logits = []
        for sign in (1, -1):
            rows[word, entry] += sign * step
            logits.append(model.forward(ids)[0, t])
            rows[word, entry] -= sign * step
        jacobian.append((logits[0] - logits[1]) / (2 * step))
    assert np.linalg.norm(jacobian) == pytest.approx(found[t, k], rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("reader", READERS)
def test_every_gradient_of_the_tagger(reader: str) -> None:
    model = SenseTagger(reader, 3, 2)
    ids, senses, mask = batch_arrays(sentences()[::200])

    def loss() -> float:
        return softmax_cross_entropy(model.forward(ids), senses, mask)[0]

    model.zero_grads()
    model.backward(softmax_cross_entropy(model.forward(ids), senses, mask)[1])
    rng = np.random.default_rng(0)
    for name, value in model.params.items():
        direction = rng.normal(size=value.shape)
        kept = value.copy()
        ends = []
        for sign in (1, -1):
            value[...] = kept + sign * 1e-5 * direction
            ends.append(loss())
        value[...] = kept
        slope = (ends[0] - ends[1]) / 2e-5
        assert slope == pytest.approx(np.sum(model.grads[name] * direction), rel=1e-7), name


def test_an_unknown_reader_is_refused() -> None:
    with pytest.raises(ValueError, match="reader: 'sideways' is not one of ahead, back, both"):
        SenseTagger("sideways", 4, 0)
