"""The layers, Adam and clipping against what PyTorch computes.

The vectors come from make_reference_vectors.py and, for the recurrences that a scan computes, from
make_scan_vectors.py.
"""

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from minimodel.mathematics.clipping import clip_by_global_norm
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.bidirectional import Bidirectional
from minimodel.nn.gru import GRU
from minimodel.nn.lru import LRU
from minimodel.nn.lstm import LSTM
from minimodel.nn.min_gru import MinGRU
from minimodel.nn.rnn import RNN
from minimodel.nn.selective import SelectiveSSM
from minimodel.nn.stacked import Stacked

VECTORS = json.loads(Path(__file__).with_name("reference_vectors.json").read_text(encoding="utf-8"))
KINDS = {"rnn": RNN, "gru": GRU, "lstm": LSTM}
SCANNED = json.loads(Path(__file__).with_name("scan_vectors.json").read_text(encoding="utf-8"))
SCANNED_KINDS = {
    "min_gru": MinGRU,
    "min_gru_signed": partial(MinGRU, factors="signed"),
    "lru": LRU,
    "selective": SelectiveSSM,
}
close = partial(np.testing.assert_allclose, rtol=1e-12, atol=1e-13)


def torch_names(layer):
    """Our layers of one direction, each with the ending that PyTorch gives its parameters."""
    if isinstance(layer, Stacked):
        return [(part, f"l{index}") for index, part in enumerate(layer.layers)]
    if isinstance(layer, Bidirectional):
        return [(layer.ahead, "l0"), (layer.back, "l0_reverse")]
    return [(layer, "l0")]


def load(layer, case):
    """Copy PyTorch's parameters into a layer; its two biases are one of ours, except b_hn."""
    for part, ending in torch_names(layer):
        W_ih, W_hh, b_ih, b_hh = (
            np.array(case["parameters"][f"{name}_{ending}"])
            for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        )
        part.params["W_xh"][...] = W_ih
        part.params["W_hh"][...] = W_hh
        part.params["b_h"][...] = b_ih + b_hh
        if isinstance(part, GRU):
            H = part.d_hidden
            part.params["b_h"][2 * H :] = b_ih[2 * H :]
            part.params["b_hn"][...] = b_hh[2 * H :]


def gradients_expected(part, case, ending):
    """PyTorch's gradients under our names; both of its biases have the same gradient."""
    W_ih, W_hh, b_ih, b_hh = (
        np.array(case["d_parameters"][f"{name}_{ending}"])
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    )
    expected = {"W_xh": W_ih, "W_hh": W_hh, "b_h": b_ih}
    if isinstance(part, GRU):
        expected["b_hn"] = b_hh[2 * part.d_hidden :]
    return expected


@pytest.mark.parametrize("name", VECTORS["recurrent"])
def test_forward_and_backward_are_those_of_pytorch(name):
    case = VECTORS["recurrent"][name]
    kind, _, form = name.partition("-")
    x, *states = map(np.array, case["inputs"])
    d_in, d_hidden = x.shape[-1], states[0].shape[-1]
    layer = {
        "": lambda: KINDS[kind](d_in, d_hidden, 0),
        "stacked": lambda: Stacked(KINDS[kind], d_in, d_hidden, 2, 0),
        "bidirectional": lambda: Bidirectional(KINDS[kind], d_in, d_hidden, 0),
    }[form]()
    load(layer, case)

    for actual, expected in zip(layer.forward(x, *states), case["results"], strict=True):
        close(actual, expected)
    d_inputs = layer.backward(*map(np.array, case["weights"]))
    for actual, expected in zip(d_inputs, case["d_inputs"], strict=True):
        close(actual, expected)
    for part, ending in torch_names(layer):
        expected = gradients_expected(part, case, ending)
        assert expected.keys() == part.grads.keys()
        for key, gradient in expected.items():
            close(part.grads[key], gradient, err_msg=f"{key}_{ending}")


@pytest.mark.parametrize("name", SCANNED["recurrent"])
def test_a_scan_computes_what_a_loop_of_pytorch_does(name):
    case = SCANNED["recurrent"][name]
    x, state = map(np.array, case["inputs"])
    layer = SCANNED_KINDS[name](x.shape[-1], state.shape[-1], 0)
    assert layer.params.keys() == case["parameters"].keys()
    for key, value in case["parameters"].items():
        layer.params[key][...] = value
    for actual, expected in zip(layer.forward(x, state), case["results"], strict=True):
        close(actual, expected)
    d_inputs = layer.backward(*map(np.array, case["weights"]))
    for actual, expected in zip(d_inputs, case["d_inputs"], strict=True):
        close(actual, expected)
    for key, gradient in case["d_parameters"].items():
        close(layer.grads[key], gradient, err_msg=key)


def test_steps_of_adam():
    case = VECTORS["adam"]
    params = {"w": np.array(case["start"])}
    adam = Adam(params, case["learning_rate"])
    for gradient, expected in zip(case["gradients"], case["values"], strict=True):
        adam.step({"w": np.array(gradient)})
        close(params["w"], expected)


def test_clipping():
    case = VECTORS["clipping"]
    grads = {str(index): np.array(gradient) for index, gradient in enumerate(case["gradients"])}
    norms = clip_by_global_norm(grads, max_norm=1.0)
    assert norms.before == pytest.approx(case["norm"], rel=1e-12)
    assert norms.after == pytest.approx(1, rel=1e-12)
    for gradient, expected in zip(grads.values(), case["clipped"], strict=True):
        # PyTorch divides by norm + 1e-6.
        np.testing.assert_allclose(gradient, expected, rtol=1e-6)
