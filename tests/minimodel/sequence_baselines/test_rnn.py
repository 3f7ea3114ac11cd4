"""Both recurrences against the same equations written entry by entry."""

import math

import numpy as np
import pytest
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN

IDS = [3, 0, 6, 6, 1]
V, D_EMBED, D_HIDDEN = 7, 3, 4
MODELS = pytest.mark.parametrize("model_class", [VanillaRNN, GRU])


def dot(row, vector):
    return sum(float(a) * float(b) for a, b in zip(row, vector, strict=True))


def logistic(a):
    return 1 / (1 + math.exp(-a))


def with_random_biases(model):
    rng = np.random.default_rng(5)
    for name in vars(model):
        if name.startswith("b"):
            setattr(model, name, rng.normal(size=getattr(model, name).shape))
    return model


def test_vanilla_rnn_entry_by_entry():
    model = with_random_biases(VanillaRNN(V, D_EMBED, D_HIDDEN, sigma=0.7))
    logits, states = model.forward(IDS)
    h = [0.0] * D_HIDDEN
    for t, token in enumerate(IDS):
        h = [
            math.tanh(dot(model.W_hh[i], h) + dot(model.W_xh[i], model.E[token]) + model.b_h[i])
            for i in range(D_HIDDEN)
        ]
        assert states[t] == pytest.approx(h, abs=1e-14)
    expected = [dot(model.W_ho[k], h) + model.b_o[k] for k in range(V)]
    assert logits == pytest.approx(expected, abs=1e-14)


def test_gru_entry_by_entry():
    model = with_random_biases(GRU(V, D_EMBED, D_HIDDEN, sigma=0.7))
    logits, states = model.forward(IDS)
    update_gates, reset_gates = model.gates(IDS)
    h = [0.0] * D_HIDDEN
    units = range(D_HIDDEN)
    for t, token in enumerate(IDS):
        x = list(model.E[token])
        z = [logistic(dot(model.W_z[i], h + x) + model.b_z[i]) for i in units]
        r = [logistic(dot(model.W_r[i], h + x) + model.b_r[i]) for i in units]
        reset = [r[i] * h[i] for i in units]
        candidate = [math.tanh(dot(model.W[i], reset + x) + model.b[i]) for i in units]
        h = [(1 - z[i]) * h[i] + z[i] * candidate[i] for i in units]
        assert states[t] == pytest.approx(h, abs=1e-14)
        assert update_gates[t] == pytest.approx(z, abs=1e-14)
        assert reset_gates[t] == pytest.approx(r, abs=1e-14)
    expected = [dot(model.W_ho[k], h) + model.b_o[k] for k in range(V)]
    assert logits == pytest.approx(expected, abs=1e-14)


def test_weights_are_drawn_in_the_documented_order():
    rng = np.random.default_rng(42)
    model = VanillaRNN(V, D_EMBED, D_HIDDEN)
    for name in ("E", "W_xh", "W_hh", "W_ho"):
        weights = getattr(model, name)
        np.testing.assert_array_equal(weights, rng.normal(0, 0.1, weights.shape))
    rng = np.random.default_rng(42)
    gru = GRU(V, D_EMBED, D_HIDDEN)
    for name in ("E", "W_z", "W_r", "W", "W_ho"):
        weights = getattr(gru, name)
        np.testing.assert_array_equal(weights, rng.normal(0, 0.1, weights.shape))


def test_shapes_are_those_of_the_equations():
    shapes = {name: value.shape for name, value in vars(GRU(V, D_EMBED, D_HIDDEN)).items()}
    wide = (D_HIDDEN, D_HIDDEN + D_EMBED)
    assert shapes["W_z"] == shapes["W_r"] == shapes["W"] == wide
    assert shapes["E"] == (V, D_EMBED)
    assert shapes["W_ho"] == (V, D_HIDDEN)


@MODELS
def test_biases_start_at_zero(model_class):
    model = model_class(V, D_EMBED, D_HIDDEN)
    biases = [value for name, value in vars(model).items() if name.startswith("b")]
    assert len(biases) >= 2
    assert not any(bias.any() for bias in biases)


@MODELS
def test_a_state_does_not_depend_on_later_tokens(model_class):
    model = model_class(V, D_EMBED, D_HIDDEN)
    np.testing.assert_array_equal(model.forward(IDS)[1][:3], model.forward(IDS[:3])[1])


@MODELS
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_everything_has_the_dtype(model_class, dtype):
    model = model_class(V, D_EMBED, D_HIDDEN, dtype=dtype)
    assert {value.dtype for value in vars(model).values()} == {np.dtype(dtype)}
    logits, states = model.forward(IDS)
    assert logits.dtype == states.dtype == dtype


@MODELS
def test_float64_by_default_and_float32_close_to_it(model_class):
    double = model_class(V, D_EMBED, D_HIDDEN).forward(IDS)[1]
    single = model_class(V, D_EMBED, D_HIDDEN, dtype=np.float32).forward(IDS)[1]
    assert double.dtype == np.float64
    np.testing.assert_allclose(single, double, atol=1e-6)
    assert (single != double).any()


@MODELS
@pytest.mark.parametrize(
    ("ids", "error", "message"),
    [
        ([], ValueError, "empty"),
        ([0, V], ValueError, f"{V} is not between 0 and {V - 1}"),
        ([-1], ValueError, "-1 is not between"),
        ([0.5, 1.0], TypeError, "expected integers"),
        (["he"], TypeError, "expected integers"),
        ([[1, 2], [3, 4]], ValueError, "one sequence"),
    ],
)
def test_bad_ids_are_named_in_one_line(model_class, ids, error, message):
    with pytest.raises(error, match=message) as caught:
        model_class(V, D_EMBED, D_HIDDEN).forward(ids)
    assert str(caught.value).startswith("token_ids: ")
    assert "\n" not in str(caught.value)
