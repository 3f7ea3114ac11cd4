"""Every hand-written gradient against a complex step through equations written a second time.

A complex step (Squire and Trapp 1998) needs functions that accept complex numbers: tanh, exp and
1 / (1 + e^−a) do. The models' own sigmoid does not, since it takes an absolute value; so the
equations here share no code with them.
"""

import pickle
from itertools import pairwise

import numpy as np
import pytest
from minimodel.labs.vanishing.sequences import synthetic_sequence
from minimodel.sequence_baselines.attention_readout import attention_gradients, attention_readout
from minimodel.sequence_baselines.bptt import (
    cross_entropy,
    gru_gradients,
    path_shares,
    rnn_gradients,
)
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN

V, D_EMBED, D_HIDDEN = 6, 3, 4
IDS = (2, 5, 5, 0, 2, 3, 5)
TARGET = 1
STEP = 1e-30
BOUND = 1e-11  # asked for: 1e-7

RNN_PARAMETERS = ("E", "W_xh", "W_hh", "W_ho", "b_h", "b_o")
GRU_PARAMETERS = ("E", "W_z", "W_r", "W", "W_ho", "b_z", "b_r", "b", "b_o")
CASES = [
    pytest.param(model, name, attention, id=f"{model}-{name}{'-attention' * attention}")
    for attention in (False, True)
    for model, names in (("rnn", RNN_PARAMETERS), ("gru", GRU_PARAMETERS))
    for name in names
]


def logistic(a):
    return 1 / (1 + np.exp(-a))


def next_state(p, x, h):
    """One step of either model; h is one state or a matrix with a state in each column."""
    Wx = (lambda W: (W @ x)[:, None]) if h.ndim == 2 else (lambda W: W @ x)
    column = (lambda b: b[:, None]) if h.ndim == 2 else (lambda b: b)
    if "W_hh" in p:
        return np.tanh(p["W_hh"] @ h + Wx(p["W_xh"]) + column(p["b_h"]))
    d = len(p["b"])
    z = logistic(p["W_z"][:, :d] @ h + Wx(p["W_z"][:, d:]) + column(p["b_z"]))
    r = logistic(p["W_r"][:, :d] @ h + Wx(p["W_r"][:, d:]) + column(p["b_r"]))
    candidate = np.tanh(p["W"][:, :d] @ (r * h) + Wx(p["W"][:, d:]) + column(p["b"]))
    return h + z * (candidate - h)


def loss_of(p, h):
    logits = p["W_ho"] @ h + (p["b_o"][:, None] if h.ndim == 2 else p["b_o"])
    return np.log(np.sum(np.exp(logits), axis=0)) - logits[TARGET]


def independent_loss(p, ids, attention, nudge=None):
    """The loss of a whole sequence; `nudge` = (t, vector) is added to h_t once it is computed."""
    h = np.zeros(p["W_ho"].shape[1], complex)
    states = []
    for t in range(len(ids) + 1):
        if t:
            h = next_state(p, p["E"][ids[t - 1]], h)
        if nudge and nudge[0] == t:
            h = h + nudge[1]
        if t:
            states.append(h)
    if not attention:
        return loss_of(p, h)
    scores = [sum(a * b for a, b in zip(s, h, strict=True)) / np.sqrt(len(h)) for s in states]
    weights = np.exp(scores) / np.sum(np.exp(scores))
    return loss_of(p, sum(w * s for w, s in zip(weights, states, strict=True)))


def small_model(kind):
    model = (VanillaRNN if kind == "rnn" else GRU)(V, D_EMBED, D_HIDDEN, sigma=0.7)
    rng = np.random.default_rng(3)
    for name, value in vars(model).items():
        if name.startswith("b"):
            value += rng.normal(size=value.shape)
    return model


def complex_parameters(model):
    return {name: value.astype(complex) for name, value in vars(model).items()}


def gradients_of(model, attention, ids=IDS, target=TARGET):
    if attention:
        return attention_gradients(model, ids, target)[0]
    return (rnn_gradients if isinstance(model, VanillaRNN) else gru_gradients)(model, ids, target)


def relative_error(mine, expected):
    return np.linalg.norm(mine - expected) / np.linalg.norm(expected)


@pytest.mark.parametrize(("kind", "name", "attention"), CASES)
def test_every_parameter(kind, name, attention):
    model = small_model(kind)
    p = complex_parameters(model)
    expected = np.empty(p[name].shape)
    for index in np.ndindex(expected.shape):
        p[name][index] += 1j * STEP
        expected[index] = independent_loss(p, IDS, attention).imag / STEP
        p[name][index] -= 1j * STEP
    gradients = gradients_of(model, attention)
    assert gradients.loss == pytest.approx(independent_loss(p, IDS, attention).real, rel=1e-13)
    assert gradients.parameters.keys() == vars(model).keys()
    assert np.linalg.norm(expected) > 1e-4
    assert relative_error(gradients.parameters[name], expected) < BOUND


@pytest.mark.parametrize("attention", [False, True])
@pytest.mark.parametrize("kind", ["rnn", "gru"])
@pytest.mark.parametrize("t", range(len(IDS) + 1))
def test_every_state(kind, attention, t):
    model = small_model(kind)
    p = complex_parameters(model)
    expected = [
        independent_loss(p, IDS, attention, (t, 1j * STEP * unit)).imag / STEP
        for unit in np.eye(D_HIDDEN)
    ]
    gradients = gradients_of(model, attention)
    assert gradients.dh.shape == (len(IDS) + 1, D_HIDDEN)
    assert relative_error(gradients.dh[t], expected) < BOUND


@pytest.mark.parametrize("kind", ["rnn", "gru"])
def test_every_state_at_the_labs_size_down_to_the_smallest(kind):
    """Fifty steps, where g_0 is some twelve orders below g_50."""
    sequence = synthetic_sequence("A")
    model = (VanillaRNN if kind == "rnn" else GRU)(444, 16, 32)
    p = complex_parameters(model)
    dh = gradients_of(model, False, sequence.ids, sequence.target).dh
    states = [np.zeros(32), *model.forward(sequence.ids)[1]]
    for t, state in enumerate(states):
        h = state[:, None] + 1j * STEP * np.eye(32)  # a nudge of each entry, side by side
        for token in sequence.ids[t:]:
            h = next_state(p, p["E"][token], h)
        logits = p["W_ho"] @ h + p["b_o"][:, None]
        loss = np.log(np.sum(np.exp(logits), axis=0)) - logits[sequence.target]
        assert relative_error(dh[t], loss.imag / STEP) < BOUND


@pytest.mark.parametrize("kind", ["rnn", "gru"])
def test_against_central_differences_of_the_models_own_forward(kind):
    model = small_model(kind)
    gradients = gradients_of(model, attention=False)
    step = 1e-5
    for name, value in vars(model).items():
        expected = np.empty(value.shape)
        for index in np.ndindex(value.shape):
            losses = []
            for sign in (1, -1):
                value[index] += sign * step
                losses.append(cross_entropy(model.forward(IDS)[0], TARGET)[0])
                value[index] -= sign * step
            expected[index] = (losses[0] - losses[1]) / (2 * step)
        assert relative_error(gradients.parameters[name], expected) < 1e-7, name


def test_each_path_of_the_gru_is_the_one_that_its_name_says():
    """Freeze everything but one path, and differentiate what is left."""
    model = small_model("gru")
    gradients = gru_gradients(model, IDS, TARGET)
    p, d = complex_parameters(model), D_HIDDEN
    states = [np.zeros(d), *model.forward(IDS)[1]]
    for t, (h, token) in enumerate(zip(states[:-1], IDS, strict=True), start=1):
        x = p["E"][token]
        nudged = h[:, None] + 1j * STEP * np.eye(d)
        fixed = np.repeat(h[:, None], d, axis=1) + 0j

        def step(copy, inner, update, reset, x=x):
            z = logistic(p["W_z"][:, :d] @ update + (p["W_z"][:, d:] @ x + p["b_z"])[:, None])
            r = logistic(p["W_r"][:, :d] @ reset + (p["W_r"][:, d:] @ x + p["b_r"])[:, None])
            a = p["W"][:, :d] @ (r * inner) + (p["W"][:, d:] @ x + p["b"])[:, None]
            return (1 - z) * copy + z * np.tanh(a)

        for path in range(4):
            arguments = [nudged if place == path else fixed for place in range(4)]
            jacobian = step(*arguments).imag / STEP
            expected = jacobian.T @ gradients.dh[t]
            difference = np.linalg.norm(gradients.paths[t - 1, path] - expected)
            assert difference <= BOUND * np.linalg.norm(expected)
            assert expected.any() == (t > 1 or path < 3)  # at h_0 = 0 there is nothing to reset


def test_paths_add_up_to_the_gradient_and_their_shares_to_one():
    gradients = gru_gradients(small_model("gru"), IDS, TARGET)
    np.testing.assert_allclose(gradients.paths.sum(axis=1), gradients.dh[:-1], rtol=1e-13)
    np.testing.assert_allclose(path_shares(gradients).sum(axis=1), 1)


def test_the_embedding_gradient_sums_over_a_tokens_places():
    gradients = rnn_gradients(small_model("rnn"), IDS, TARGET)
    for token in range(V):
        places = [place for place, other in enumerate(IDS) if other == token]
        np.testing.assert_allclose(
            gradients.parameters["E"][token], gradients.dx[places].sum(axis=0), atol=1e-16
        )


def test_direct_part_of_attention_reaches_every_state_but_the_initial_one():
    model = small_model("rnn")
    gradients, direct = attention_gradients(model, IDS, TARGET)
    assert not direct[0].any()
    assert (np.linalg.norm(direct[1:], axis=1) > 0).all()
    _, states = model.forward(IDS)
    through_later = gradients.dh - direct
    for t, (now, later) in enumerate(pairwise(gradients.dh)):
        expected = model.W_hh.T @ (later * (1 - states[t] ** 2))
        np.testing.assert_allclose(through_later[t], expected, atol=1e-15)
        assert now.any()


def test_attention_weights_against_their_formula():
    model = small_model("gru")
    _, states = model.forward(IDS)
    read = attention_readout(model, states)
    scores = [float(np.dot(state, states[-1])) / 2 for state in states]  # √4 = 2
    expected = np.exp(scores) / np.exp(scores).sum()
    np.testing.assert_allclose(read.weights, expected, rtol=1e-13)
    mean = sum(w * s for w, s in zip(expected, states, strict=True))
    np.testing.assert_allclose(read.context, mean)
    np.testing.assert_allclose(read.logits, model.W_ho @ read.context + model.b_o)


@pytest.mark.parametrize("attention", [False, True])
@pytest.mark.parametrize("kind", ["rnn", "gru"])
def test_gradients_leave_the_model_alone(kind, attention):
    model = small_model(kind)
    before = pickle.dumps(vars(model))
    gradients_of(model, attention)
    assert pickle.dumps(vars(model)) == before


@pytest.mark.parametrize("model_class", [VanillaRNN, GRU])
def test_everything_has_the_models_dtype(model_class):
    model = model_class(V, D_EMBED, D_HIDDEN, dtype=np.float32)
    gradients = gradients_of(model, attention=False)
    assert gradients.dh.dtype == gradients.dx.dtype == np.float32
    assert {value.dtype for value in gradients.parameters.values()} == {np.dtype(np.float32)}


def test_cross_entropy_of_large_logits():
    loss, dy = cross_entropy(np.array([1000.0, 0.0]), 1)
    assert loss == pytest.approx(1000)
    np.testing.assert_allclose(dy, [1, -1])


@pytest.mark.parametrize("target", [-1, V])
def test_a_target_outside_the_vocabulary_is_named(target):
    with pytest.raises(ValueError, match=f"target: {target} is not between 0 and {V - 1}"):
        rnn_gradients(small_model("rnn"), IDS, target)
