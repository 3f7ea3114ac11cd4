"""A linear readout finds what a state remembers, and nothing that it does not."""

import numpy as np
import pytest
from char_rnn.measures.letters import Reading
from char_rnn.measures.memory_probe import MemoryProbe, memory_probe


def test_a_state_that_holds_three_characters_gives_back_exactly_three():
    rng = np.random.default_rng(0)
    text = "".join(rng.choice(list("abcd"), 2000))
    onehot = np.eye(4)[["abcd".index(char) for char in text]]
    states = np.hstack([np.roll(onehot, k, axis=0) for k in range(3)])
    reading = Reading(text, text, states, onehot, states[:, 0], text)
    found = memory_probe(reading, farthest=6)
    assert (found.accuracy[:3] == 1).all()
    assert (found.accuracy[3:] < 0.35).all()
    assert found.from_input[0] == 1
    assert (found.from_input[1:] < 0.35).all()
    assert found.reach() == 2


def test_memory_fades_with_distance_and_training_sheds_some_of_it(analysis):
    trained, untrained = analysis.probe, analysis.untrained_probe
    assert (np.diff(trained.accuracy) < 0.02).all()
    assert trained.accuracy[1] > 0.9
    assert trained.accuracy[5] > trained.from_input[5] + 0.1
    assert trained.accuracy[-1] < trained.accuracy[0] / 2
    assert (trained.from_input[1:] >= trained.majority[1:] - 0.03).all()
    assert 3 < trained.reach() <= untrained.reach()
    assert untrained.accuracy[8] > trained.accuracy[8] + 0.1


def test_a_state_of_noise_has_no_reach():
    rng = np.random.default_rng(1)
    text = "".join(rng.choice(list("ab"), 1000))
    states = rng.normal(size=(1000, 3))
    found = memory_probe(Reading(text, text, states, states, states[:, 0], text), farthest=3)
    assert found.reach() == -1


def test_a_short_text_cannot_be_probed():
    states = np.zeros((20, 2))
    with pytest.raises(ValueError, match="too few"):
        memory_probe(Reading("ab" * 10, "ba" * 10, states, states, states[:, 0], ""))


def test_a_probe_is_tested_on_positions_that_it_did_not_see():
    rng = np.random.default_rng(3)
    text = "".join(rng.choice(list("ab"), 400))
    states = rng.normal(size=(400, 300))  # enough numbers to learn 300 positions by heart
    found = memory_probe(Reading(text, text, states, states, states[:, 0], text), farthest=3)
    assert found.accuracy.max() < 0.7


def test_the_commonest_character_is_that_of_the_fitted_positions():
    text = "a" * 200 + "b" * 60
    x = np.zeros((260, 1))
    assert memory_probe(Reading(text, text, x, x, x[:, 0], text), farthest=3).majority.max() == 0


def test_reach_ends_where_the_state_first_fails_and_is_measured_against_the_input():
    k, low = np.arange(5), np.full(5, 0.1)
    probe = MemoryProbe(k, np.array([1, 0.9, 0.9, 0.2, 0.9]), np.full(5, 0.5), low)
    assert probe.reach() == 2
    assert MemoryProbe(k, np.full(5, 0.52), np.full(5, 0.5), low).reach() == -1
