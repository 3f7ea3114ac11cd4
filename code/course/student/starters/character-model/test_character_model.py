"""{{what_is_tested}}"""

import importlib
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))  # {{so_pytest_finds}}
sys.modules.pop("character_model", None)
mine = importlib.import_module("character_model")

VOCABULARY = "\n abc"
TEXT = "ab ca\nbacb"


def test_clipping():
    """{{norm_is_kept}}"""
    clipped = mine.clip({"W": np.full((2, 2), 3.0), "b": np.full(2, 4.0)}, 1.0)
    assert np.isclose(sum((g**2).sum() for g in clipped.values()), 1)


def test_costs():
    """{{one_cost}}"""
    assert np.shape(mine.costs(mine.make_model(VOCABULARY, 0), TEXT)) == (len(TEXT) - 1,)


def test_gradients():
    """{{gradient_shapes}}"""
    model = mine.make_model(VOCABULARY, 0)
    ids = np.array([[2, 3, 1, 4], [0, 2, 2, 3]])
    loss, gradients = mine.loss_and_gradients(model, ids[:, :-1], ids[:, 1:])
    assert np.size(loss) == 1
    params = model if isinstance(model, dict) else model.params
    for name, gradient in gradients.items():
        assert np.shape(gradient) == np.shape(params[name]), name


def test_writing():
    """{{text_length}}"""
    assert len(mine.write(mine.make_model(VOCABULARY, 0), "ab", 7, 1.0, 0)) == 7
