"""The cliff: where it is, and that its slope is the loss's derivative."""

import numpy as np
from minimodel.tasks.cliff import BIAS, START, STEPS, TARGET, edge, surface


def loss_of(w):
    h = START
    for _ in range(STEPS):
        h = np.tanh(w * h + BIAS)
    return (h - TARGET) ** 2


def test_slopes_are_those_of_a_complex_step():
    weights = np.array([0.7, 1.1, 1.3, edge(), 1.6, 2.0])
    near = surface(weights)
    for w, loss, slope in zip(*near, strict=True):
        assert np.isclose(loss, loss_of(w), rtol=1e-6)
        assert np.isclose(slope, loss_of(w + 1e-30j).imag / 1e-30, rtol=1e-6)


def test_it_is_steep_at_its_edge_alone():
    at = edge()
    before, on, behind = surface(np.array([at - 0.01, at, at + 0.01]))[2]
    assert abs(on) > 1e4
    assert max(abs(before), abs(behind)) < 5
    losses = surface(np.array([at - 1e-4, at + 1e-4])).losses
    assert losses[0] - losses[1] > 2
