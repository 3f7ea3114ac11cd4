"""{{shapes_both_backward}}"""

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN

sys.path.insert(0, str(Path(__file__).parent))  # {{so_pytest_finds}}
V, D_EMBED, D_HIDDEN = 11, 3, 5
MODELS = {"rnn_gradients": VanillaRNN, "gru_gradients": GRU}


@pytest.mark.parametrize("name", MODELS)
def test_a_row_for_each_state(name):
    """{{from_first_to_last}}"""
    function = getattr(importlib.import_module("bptt_norm"), name)
    dh = np.asarray(function(MODELS[name](V, D_EMBED, D_HIDDEN), [1, 4, 4, 10], 2))
    assert dh.shape == (5, D_HIDDEN)
    assert dh.dtype == np.float64
