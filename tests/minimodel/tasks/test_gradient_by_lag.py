"""dL/dW_hh by lag: the parts add up, and only the near ones count."""

import numpy as np
from minimodel.nn.rnn import RNN
from minimodel.tasks.gradient_by_lag import gradient_by_lag, weight_gradient_by_lag


def layer_and_data():
    rng = np.random.default_rng(0)
    return RNN(3, 4, rng), rng.normal(size=(2, 6, 3)), rng.normal(size=(2, 6, 4))


def test_the_parts_add_up_to_the_gradient():
    layer, x, d_outputs = layer_and_data()
    parts = weight_gradient_by_lag(layer, x, d_outputs)
    layer.forward(x)
    layer.backward(d_outputs)
    np.testing.assert_allclose(parts.sum(axis=0), layer.grads["W_hh"], rtol=1e-12)


def test_a_part_is_what_a_loss_asks_of_the_weights_that_many_steps_back():
    layer, x, d_outputs = layer_and_data()
    only_last = np.zeros_like(d_outputs)
    only_last[:, -1] = d_outputs[:, -1]
    parts = weight_gradient_by_lag(layer, x, only_last)
    outputs, _ = layer.forward(x)
    da = d_outputs[:, 5] * (1 - outputs[:, 5] ** 2)
    np.testing.assert_allclose(parts[0], da.T @ outputs[:, 4])
    da = (da @ layer.params["W_hh"]) * (1 - outputs[:, 4] ** 2)
    np.testing.assert_allclose(parts[1], da.T @ outputs[:, 3])
    assert not parts[5].any()  # multiplies h_0 = 0


def test_the_whole_gradient_looks_healthy_while_its_far_parts_have_vanished():
    for seed in range(3):
        measured = gradient_by_lag(seed=seed)
        assert measured.total > 10
        assert measured.norms[40] < 1e-6 * measured.norms[0]
        assert measured.share_within(5) > 0.95
        orthogonal = gradient_by_lag(seed=seed, recurrent_init="orthogonal")
        assert orthogonal.share_within(5) < 0.85
