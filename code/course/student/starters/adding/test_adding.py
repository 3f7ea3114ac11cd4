"""{{what_is_tested}}"""

import importlib
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))  # {{so_pytest_finds}}
sys.modules.pop("adding", None)
adding = importlib.import_module("adding")

BATCH, LENGTH = 4, 7


def batch():
    return adding.adding_batch(BATCH, LENGTH, np.random.default_rng(0))


def test_a_batch():
    """{{batch_has_shapes}}"""
    x, targets = batch()
    assert np.shape(x) == (BATCH, LENGTH, 2)
    assert np.shape(targets) == (BATCH, 1)


def test_two_marks():
    """{{two_marks}}"""
    x, _ = batch()
    assert x[..., 1].sum(axis=1).tolist() == [2] * BATCH


def test_answers():
    """{{one_answer}}"""
    x, _ = batch()
    assert np.size(adding.predict(adding.make_network(0), x)) == BATCH


def test_gradients():
    """{{gradient_shapes}}"""
    network = adding.make_network(0)
    loss, gradients = adding.loss_and_gradients(network, *batch())
    assert np.size(loss) == 1
    params = network if isinstance(network, dict) else network.params
    for name, gradient in gradients.items():
        assert np.shape(gradient) == np.shape(params[name]), name
