"""{{what_is_tested}}"""

import importlib
import sys
from pathlib import Path

import numpy as np

from minimodel.nn.lstm import LSTM
from minimodel.nn.network import RecurrentNetwork

sys.path.insert(0, str(Path(__file__).parent))  # {{so_pytest_finds}}
sys.modules.pop("hidden_states", None)
mine = importlib.import_module("hidden_states")

POINTS = np.random.default_rng(0).normal(size=(20, 4))


def test_a_row_for_each_word():
    """{{five_words}}"""
    network = RecurrentNetwork(LSTM(2, 3, 0), 2, 0, vocab_size=5, last_only=True)
    states, sentence, left = mine.collect(network, np.array([[0, 1, 2], [4, 3, 1]]))
    assert np.shape(states) == (5, 3)
    assert np.shape(sentence) == np.shape(left) == (5,)


def test_axes():
    """{{axes_have_shapes}}"""
    mean, axes, shares = mine.pca(POINTS, 2)
    assert np.shape(mean) == (4,)
    assert np.shape(axes) == (2, 4)
    assert np.shape(shares) == (2,)
    assert np.shape(mine.project(POINTS, mean, axes)) == (20, 2)


def test_two_numbers():
    """{{numbers_between}}"""
    between, nearest = mine.separation(POINTS, np.arange(20) % 2)
    assert 0 <= between <= 1
    assert 0 <= nearest <= 1
