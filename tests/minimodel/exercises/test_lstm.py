"""The LSTM exercise against complex steps of a loss written here, and against the layer."""

import numpy as np
import pytest
from complex_step import complex_step_gradient
from minimodel.exercises.lstm import (
    BACKWARD,
    BASELINE,
    FORWARD,
    TARGET,
    lstm_backward,
    lstm_forward,
    remember_first,
)
from minimodel.nn.lstm import LSTM
from minimodel.nn.packed import Packed


def case(seed, lengths):
    """Random sizes, weights and states, and what the loss asks of every state."""
    rng = np.random.default_rng(seed)
    D, H = rng.integers(1, 4, 2).tolist()
    B, T = len(lengths), max(lengths)
    given = {
        "x": rng.normal(size=(B, T, D)),
        "mask": (np.arange(T) < np.array(lengths)[:, None]).astype(float),
        "w_x": rng.normal(size=(D, 4 * H)),
        "w_h": rng.normal(size=(H, 4 * H)),
        "b": rng.normal(size=4 * H),
        "h0": rng.normal(size=(B, H)),
        "c0": rng.normal(size=(B, H)),
    }
    return given, rng.normal(size=(B, T, H))


def loss(x, mask, w_x, w_h, b, h0, c0, d_out, nudges=None):
    """The sum of d_out times the states, sequence by sequence; carries complex numbers.

    `nudges` are added, by name, to what is computed at a step (B, T, ·).
    """
    nudged = {} if nudges is None else nudges
    total, H = 0, len(w_h)
    for row in range(len(x)):
        h, c = h0[row], c0[row]
        for t in range(x.shape[1]):
            add = {name: value[row, t] for name, value in nudged.items()}
            if mask[row, t]:
                a = w_x.T @ x[row, t] + w_h.T @ h + b + add.get("da", 0)
                i = 1 / (1 + np.exp(-a[:H])) + add.get("di", 0)
                f = 1 / (1 + np.exp(-a[H : 2 * H])) + add.get("df", 0)
                g = np.tanh(a[2 * H : 3 * H]) + add.get("dg", 0)
                o = 1 / (1 + np.exp(-a[3 * H :])) + add.get("do", 0)
                c = f * c + i * g + add.get("dc", 0)
                h = o * np.tanh(c)
            else:
                c = c + add.get("dc", 0)
            h = h + add.get("dh", 0)
            total = total + np.sum(d_out[row, t] * h)
    return total


@pytest.mark.parametrize(("seed", "lengths"), [(0, [4]), (1, [5, 2, 1]), (2, [0, 3]), (3, [6, 6])])
def test_every_gradient_equals_the_complex_step(seed, lengths):
    given, d_out = case(seed, lengths)
    cache = lstm_forward(**given)
    np.testing.assert_allclose(np.sum(d_out * cache["h"]), loss(**given, d_out=d_out), rtol=1e-12)
    found = lstm_backward(d_out, cache)
    assert tuple(found) == BACKWARD
    for name in BACKWARD:
        if name.removeprefix("d") in given:
            at = given[name.removeprefix("d")]

            def moved(value, name=name):
                return loss(**{**given, name.removeprefix("d"): value}, d_out=d_out)
        else:
            at = np.zeros_like(found[name])

            def moved(value, name=name):
                return loss(**given, d_out=d_out, nudges={name: value})

        expected = complex_step_gradient(moved, at)
        np.testing.assert_allclose(found[name], expected, atol=1e-12, err_msg=name)


def test_a_state_stands_still_in_the_padding_whatever_is_there():
    given, d_out = case(5, [5, 2])
    plain = lstm_forward(**given)
    assert np.ptp(plain["h"][1, 1:], axis=0).max() == 0 == np.ptp(plain["c"][1, 1:], axis=0).max()
    odd = {**given, "x": np.where(given["mask"][..., None] > 0, given["x"], np.nan)}
    cache = lstm_forward(**{**odd, "mask": given["mask"].astype(bool)})
    np.testing.assert_array_equal(cache["h"], plain["h"])
    mine, theirs = lstm_backward(d_out, cache), lstm_backward(d_out, plain)
    for name in BACKWARD:
        np.testing.assert_array_equal(mine[name], theirs[name])
    assert not theirs["dx"][1, 2:].any()


def test_a_padded_batch_is_what_the_packed_layer_computes():
    """That layer agrees with PyTorch's. Its outputs are zero in the padding."""
    lengths = np.array([4, 2, 3])
    given, d_out = case(7, lengths.tolist())
    layer = LSTM(given["x"].shape[2], len(given["w_h"]), 0)
    for name, key in (("w_x", "W_xh"), ("w_h", "W_hh"), ("b", "b_h")):
        layer.params[key][...] = given[name].T
    packed = Packed(layer)
    packed.lengths = lengths
    cache = lstm_forward(**given)
    on = given["mask"][..., None]
    outputs, h_n, c_n = packed.forward(given["x"], given["h0"][None], given["c0"][None])
    np.testing.assert_allclose(outputs, cache["h"] * on, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(h_n[0], cache["h"][:, -1], rtol=1e-12)
    np.testing.assert_allclose(c_n[0], cache["c"][:, -1], rtol=1e-12)
    found = lstm_backward(d_out, cache)
    # What is asked of the copies in the padding is asked of the last state.
    dx, dh0, dc0 = packed.backward(d_out * on, (d_out * (1 - on)).sum(axis=1)[None])
    for mine, theirs in (
        *((found["dx"], dx), (found["dh0"], dh0[0]), (found["dc0"], dc0[0])),
        *((found["dw_x"].T, layer.grads["W_xh"]), (found["dw_h"].T, layer.grads["W_hh"])),
        (found["db"], layer.grads["b_h"]),
    ):
        np.testing.assert_allclose(mine, theirs, rtol=1e-10, atol=1e-13)


def test_nothing_given_is_changed():
    given, d_out = case(8, [3, 1])
    for value in (*given.values(), d_out):
        value.setflags(write=False)
    assert set(lstm_forward(**given)) >= set(FORWARD)
    lstm_backward(d_out, lstm_forward(**given))


def test_it_learns_to_keep_the_first_number():
    assert remember_first(seed=0, steps=1) > 0.05 > TARGET > remember_first(seed=0)
    assert pytest.approx(np.random.default_rng(0).random(10**5).var(), rel=0.01) == BASELINE
