"""{{what_is_tested}}"""

import importlib
import sys
from pathlib import Path

import numpy as np
from minimodel.exercises.date_texts import draw_pairs, read_ids, write_ids

sys.path.insert(0, str(Path(__file__).parent))  # {{so_pytest_finds}}
sys.modules.pop("dates", None)
dates = importlib.import_module("dates")

B, T, S, H = 2, 3, 4, 5


def states():
    rng = np.random.default_rng(0)
    return rng.normal(size=(B, T, H)), rng.normal(size=(B, S, H))


def test_attend():
    """{{attend_has_shapes}}"""
    s, h = states()
    context, weights = dates.attend(s, h, np.ones((B, S), bool))
    assert np.shape(context) == (B, T, H)
    assert np.shape(weights) == (B, T, S)


def test_attend_backward():
    """{{attend_backward_has_shapes}}"""
    s, h = states()
    ds, dh = dates.attend_backward(np.ones((B, T, H)), s, h, np.full((B, T, S), 1 / S))
    assert np.shape(ds) == (B, T, H)
    assert np.shape(dh) == (B, S, H)


def test_gradients():
    """{{gradient_shapes}}"""
    texts, right = draw_pairs(3, (1950, 2049), "en", np.random.default_rng(0))
    network = dates.make_network(0)
    loss, gradients = dates.loss_and_gradients(network, read_ids(texts), write_ids(right))
    assert np.size(loss) == 1
    params = network if isinstance(network, dict) else network.params
    for name, gradient in gradients.items():
        assert np.shape(gradient) == np.shape(params[name]), name


def test_convert():
    """{{one_date_each}}"""
    texts, _ = draw_pairs(3, (1950, 2049), "es", np.random.default_rng(0))
    written = dates.convert(dates.make_network(0), texts)
    assert len(written) == 3
    assert all(isinstance(each, str) for each in written)
