"""{{what_is_tested}}"""

import importlib
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))  # {{so_pytest_finds}}
sys.modules.pop("name_classifier", None)
mine = importlib.import_module("name_classifier")

NAMES = ["Ana", "José", "Li"]
ALPHABET = "aejilnosé"


def test_ids():
    """{{ids_have_shape}}"""
    ids, lengths = mine.encode(NAMES, ALPHABET)
    assert np.shape(ids) == (3, 4)
    assert list(lengths) == [3, 4, 2]


def test_confusion():
    """{{three_pairs}}"""
    counts = np.asarray(mine.confusion(np.array([0, 1, 1]), np.array([0, 0, 1]), 4))
    assert counts.shape == (4, 4)
    assert counts.sum() == 3


def test_gradients():
    """{{gradient_shapes}}"""
    network = mine.make_network(len(ALPHABET) + 2, 4, 0)
    ids, lengths = mine.encode(NAMES, ALPHABET)
    loss, gradients = mine.loss_and_gradients(network, ids, lengths, np.array([0, 1, 3]))
    assert np.size(loss) == 1
    params = network if isinstance(network, dict) else network.params
    for name, gradient in gradients.items():
        assert np.shape(gradient) == np.shape(params[name]), name
