"""{{what_is_tested}}"""

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))  # {{so_pytest_finds}}
sys.modules.pop("rnn_class", None)
RNN = importlib.import_module("rnn_class").RNN

B, T, D, H = 2, 5, 3, 4
rng = np.random.default_rng(0)
X = rng.normal(size=(B, T, D))


@pytest.fixture
def rnn():
    """{{random_weights}}"""
    sizes = ((H, D), (H, H), (H,), (H,))
    return RNN(*(np.random.default_rng(1).normal(size=size) for size in sizes))


def test_step(rnn):
    """{{a_step_keeps}}"""
    assert np.shape(rnn.step(X[:, 0])) == (B, H)
    assert np.shape(rnn.h) == (B, H)


def test_read(rnn):
    """{{a_state_each}}"""
    outputs = rnn.read(X)
    assert np.shape(outputs) == (B, T, H)
    assert np.array_equal(outputs[:, -1], rnn.h)


def test_parts(rnn):
    """{{parts}}"""
    whole = rnn.read(X)
    rnn.reset()
    parts = np.concatenate([rnn.read(X[:, :2]), rnn.read(X[:, 2:])], axis=1)
    assert np.allclose(parts, whole)
