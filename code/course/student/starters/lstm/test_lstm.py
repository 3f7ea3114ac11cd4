"""{{shapes_of_everything}}"""

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))  # {{so_pytest_finds}}
sys.modules.pop("lstm", None)
lstm = importlib.import_module("lstm")

B, T, D, H = 3, 5, 2, 4
FORWARD = dict.fromkeys(("i", "f", "g", "o", "c", "h"), (B, T, H))
BACKWARD = dict.fromkeys(("dh", "do", "dc", "di", "df", "dg"), (B, T, H)) | {
    "da": (B, T, 4 * H),
    "dx": (B, T, D),
    "dw_x": (D, 4 * H),
    "dw_h": (H, 4 * H),
    "db": (4 * H,),
    "dh0": (B, H),
    "dc0": (B, H),
}


@pytest.fixture
def cache():
    """{{a_padded_batch}}"""
    rng = np.random.default_rng(0)
    return lstm.lstm_forward(
        x=rng.normal(size=(B, T, D)),
        mask=(np.arange(T) < np.array([[5], [2], [4]])).astype(float),
        w_x=rng.normal(size=(D, 4 * H)),
        w_h=rng.normal(size=(H, 4 * H)),
        b=rng.normal(size=4 * H),
        h0=rng.normal(size=(B, H)),
        c0=rng.normal(size=(B, H)),
    )


@pytest.mark.parametrize("name", FORWARD)
def test_forward(cache, name):
    """{{every_result_has_its_shape}}"""
    assert np.shape(cache[name]) == FORWARD[name]


@pytest.mark.parametrize("name", BACKWARD)
def test_backward(cache, name):
    """{{every_gradient_has_its_shape}}"""
    gradients = lstm.lstm_backward(np.ones((B, T, H)), cache)
    assert np.shape(gradients[name]) == BACKWARD[name]
