"""The sigmoid against its formula, and far from zero."""

import math
import warnings

import numpy as np
from minimodel.mathematics.functions import sigmoid


def test_sigmoid_far_out_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        values = sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    assert values.tolist() == [0.0, 0.5, 1.0]


def test_sigmoid_against_its_formula_and_its_symmetry():
    x = np.linspace(-30, 30, 121)
    np.testing.assert_allclose(sigmoid(x), [1 / (1 + math.exp(-a)) for a in x], rtol=1e-14)
    np.testing.assert_allclose(sigmoid(-x), 1 - sigmoid(x), atol=1e-15)
    assert sigmoid(np.float32(-3)).dtype == np.float32
