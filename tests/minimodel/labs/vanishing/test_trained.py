"""What training does to the gradient of the vanilla RNN."""

import dataclasses

import numpy as np
import pytest
from minimodel.labs.vanishing.measurement import gradient_norms, orders_lost, vanilla_rnn
from minimodel.labs.vanishing.trained import blank_norms, compare_training
from minimodel.mathematics.matrices import spectral_radius
from minimodel.sequence_baselines.language_model import train_rnn


@pytest.fixture(scope="module")
def run():
    return train_rnn(epochs=10)


def test_the_trained_networks_gradient_reaches_the_first_word_of_a_line(run):
    lines = compare_training(run).lines
    assert all(g.shape == (9,) and g[-1] == 1 for g in lines.values())
    assert 0.1 < lines["after"][0] < 3
    assert lines["before"][0] > 1.5
    assert lines["lab"][0] < 0.02


def test_over_fifty_tokens_it_does_not_vanish_though_the_radius_predicts_growth(run):
    sequence = compare_training(run).sequence
    assert abs(orders_lost(sequence["after"])) < 4
    assert 50 * np.log10(spectral_radius(run.model().W_hh)) > 12
    np.testing.assert_array_equal(sequence["lab"], gradient_norms(vanilla_rnn()))


def test_the_loss_stands_at_the_third_verb(run):
    line = run.held_out[0]
    g = blank_norms(run.model(), line)
    words = line.split()
    later = " ".join([*words[:8], *reversed(words[8:])])
    np.testing.assert_array_equal(blank_norms(run.model(), later), g)
    other = " ".join([*words[:7], words[0], *words[8:]])
    assert not np.allclose(blank_norms(run.model(), other), g)


def test_lines_must_be_held_out(run):
    with pytest.raises(ValueError, match="run: it held no lines out"):
        compare_training(dataclasses.replace(run, held_out=()))
