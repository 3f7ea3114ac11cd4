"""{{shapes_everything_train_step}}"""

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))  # {{so_pytest_finds}}
sys.modules.pop("train_step", None)
train_step = importlib.import_module("train_step").train_step

T, V, D_EMB, D_H = 6, 7, 3, 4
N = T - 1
SHAPES = {
    "x": (N, D_EMB),
    "h": (N, D_H),
    "logits": (N, V),
    "probs": (N, V),
    "loss": (),
    "dlogits": (N, V),
    "dw_out": (D_H, V),
    "dh": (N, D_H),
    "dpre": (N, D_H),
    "dw_h": (D_EMB + D_H, D_H),
    "dx": (N, D_EMB),
    "dw_emb": (V, D_EMB),
    "new_w_emb": (V, D_EMB),
    "new_w_h": (D_EMB + D_H, D_H),
    "new_w_out": (D_H, V),
}


@pytest.fixture
def returned():
    """{{what_train_step_returns}}"""
    rng = np.random.default_rng(0)
    return train_step(
        tokens=np.array([3, 0, 5, 1, 4, 2]),
        w_emb=rng.normal(size=(V, D_EMB)),
        w_h=rng.normal(size=(D_EMB + D_H, D_H)),
        w_out=rng.normal(size=(D_H, V)),
        h0=rng.normal(size=D_H),
        lr=0.1,
    )


def test_the_answer_is_flat(returned):
    """{{updated_readout_one}}"""
    answer = returned[0] if isinstance(returned, tuple) else returned
    assert np.shape(answer) == (D_H * V,)


@pytest.mark.parametrize("name", SHAPES)
def test_shape(returned, name):
    """{{every_intermediate_returned}}"""
    intermediates = returned[1] if isinstance(returned, tuple) else {}
    if name not in intermediates:
        pytest.skip(f"{name} {{not_returned}}")
    assert np.shape(intermediates[name]) == SHAPES[name]
