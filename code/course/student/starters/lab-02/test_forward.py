"""{{shapes_what_both}}"""

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))  # {{so_pytest_finds}}
V, D_EMBED, D_HIDDEN = 11, 3, 5
MODELS = {"VanillaRNN": "rnn_forward", "GRU": "gru_forward"}
WEIGHTS = {
    "VanillaRNN": {
        "E": (V, D_EMBED),
        "W_xh": (D_HIDDEN, D_EMBED),
        "W_hh": (D_HIDDEN, D_HIDDEN),
        "W_ho": (V, D_HIDDEN),
        "b_h": (D_HIDDEN,),
        "b_o": (V,),
    },
    "GRU": {
        "E": (V, D_EMBED),
        "W_z": (D_HIDDEN, D_HIDDEN + D_EMBED),
        "W_r": (D_HIDDEN, D_HIDDEN + D_EMBED),
        "W": (D_HIDDEN, D_HIDDEN + D_EMBED),
        "W_ho": (V, D_HIDDEN),
        "b_z": (D_HIDDEN,),
        "b_r": (D_HIDDEN,),
        "b": (D_HIDDEN,),
        "b_o": (V,),
    },
}


@pytest.fixture(params=MODELS)
def model(request):
    """{{each_two_models}}"""
    return getattr(importlib.import_module(MODELS[request.param]), request.param)(
        V, D_EMBED, D_HIDDEN
    )


def test_parameters(model):
    """{{every_parameter_there}}"""
    for name, shape in WEIGHTS[type(model).__name__].items():
        assert np.shape(getattr(model, name)) == shape, name


def test_forward(model):
    """{{logits_one_row}}"""
    final_logits, all_hidden_states = model.forward([1, 4, 4, 10])
    assert np.shape(final_logits) == (V,)
    assert np.shape(all_hidden_states) == (4, D_HIDDEN)


def test_one_token(model):
    """{{sequence_may_be}}"""
    assert np.shape(model.forward([0])[1]) == (1, D_HIDDEN)
