"""The class of the exercise beside PyTorch's numbers, and what it does with its state."""

import numpy as np
import pytest
from minimodel.exercises.rnn_class import RNN, vectors

PARAMETERS = ("w_ih", "w_hh", "b_ih", "b_hh")


def made(case):
    return RNN(*(vectors()[case][name] for name in PARAMETERS))


@pytest.mark.parametrize("case", vectors())
def test_the_states_are_those_of_pytorch(case):
    values, rnn = vectors()[case], made(case)
    np.testing.assert_allclose(rnn.read(values["x"]), values["outputs_from_zero"], rtol=1e-12)
    np.testing.assert_allclose(rnn.h, values["h_from_zero"], rtol=1e-12)
    rnn.reset(values["h0"])
    np.testing.assert_allclose(rnn.read(values["x"]), values["outputs"], rtol=1e-12)
    np.testing.assert_allclose(rnn.h, values["h"], rtol=1e-12)


def test_the_state_goes_on_until_it_is_reset():
    values, rnn = vectors()["ordinary"], made("ordinary")
    x = values["x"]
    parts = np.concatenate([rnn.read(x[:, :2]), rnn.step(x[:, 2])[:, None], rnn.read(x[:, 3:])], 1)
    np.testing.assert_allclose(parts, values["outputs_from_zero"], rtol=1e-12)
    rnn.reset()
    np.testing.assert_allclose(rnn.read(x[1:]), values["outputs_from_zero"][1:], rtol=1e-12)


def test_what_is_given_and_what_was_returned_stay_as_they_are():
    values, rnn = vectors()["ordinary"], made("ordinary")
    h0 = values["h0"].copy()
    rnn.reset(h0)
    first = rnn.step(values["x"][:, 0])
    kept = first.copy()
    rnn.read(values["x"])
    np.testing.assert_array_equal(first, kept)
    np.testing.assert_array_equal(h0, values["h0"])
