"""What one should notice about the layers that a scan computes, beside their gradients."""

from __future__ import annotations

import numpy as np
import pytest
from minimodel.nn.lru import LRU
from minimodel.nn.min_gru import MinGRU
from minimodel.nn.residual import ResidualBlock
from minimodel.nn.selective import SelectiveSSM, softplus

X = np.random.default_rng(0).normal(size=(2, 11, 4))


@pytest.mark.parametrize("kind", [MinGRU, LRU, SelectiveSSM])
def test_a_state_that_is_carried_on_makes_one_sequence_of_two(kind) -> None:
    layer = kind(4, 8, rng=0)
    whole, last = layer.forward(X)
    first, state = layer.forward(X[:, :5])
    second, end = layer.forward(X[:, 5:], state)
    np.testing.assert_allclose(np.concatenate([first, second], axis=1), whole, atol=1e-12)
    np.testing.assert_allclose(end, last, atol=1e-12)


@pytest.mark.parametrize("kind", [MinGRU, LRU, SelectiveSSM])
def test_parameters_and_results_keep_the_type(kind) -> None:
    layer = kind(4, 8, rng=0, dtype=np.float32)
    outputs, state = layer.forward(X.astype(np.float32))
    layer.backward(np.ones_like(outputs))
    arrays = [outputs, state, *layer.params.values(), *layer.grads.values()]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}


def test_a_minimal_gru_weighs_the_old_state_and_the_candidate() -> None:
    layer = MinGRU(4, 2, rng=0, gate_bias=np.log(3))
    layer.params["W_xh"][:2] = 0  # the gate's rows
    h_0 = np.ones((1, 2, 2))
    outputs, _ = layer.forward(X[:, :1], h_0)
    candidate = X[:, 0] @ layer.params["W_xh"][2:].T
    np.testing.assert_allclose(outputs[:, 0], 0.75 + 0.25 * candidate)


def test_signed_factors_turn_the_state_over() -> None:
    layer = MinGRU(4, 2, rng=0, gate_bias=-50, factors="signed")
    layer.params["W_xh"][...] = 0
    outputs, _ = layer.forward(X[:, :3], np.ones((1, 2, 2)))
    np.testing.assert_allclose(outputs[0, :, 0], [-1, 1, -1])
    with pytest.raises(ValueError, match="factors"):
        MinGRU(4, 2, rng=0, factors="any")


def test_an_lru_starts_on_its_ring_with_states_of_one_size() -> None:
    layer = LRU(1, 4000, rng=0, r_min=0.8, r_max=0.95)
    size = np.abs(layer.factors())
    assert 0.8 < size.min() < 0.81 and 0.94 < size.max() < 0.95
    # Evenly over the area: half of the units lie outside of the circle that halves it.
    assert np.mean(size > np.sqrt((0.8**2 + 0.95**2) / 2)) == pytest.approx(0.5, abs=0.03)
    x = np.random.default_rng(1).normal(size=(20, 200, 1))
    units = layer.forward(x)[1].reshape(20, 2, -1)
    squares = (units**2).sum(axis=1).mean(axis=0)  # E|h|² for each unit
    by_input = squares / (layer.params["B_re"] ** 2 + layer.params["B_im"] ** 2)[:, 0]
    inner, outer = by_input[size < 0.85].mean(), by_input[size > 0.92].mean()
    assert inner == pytest.approx(1, abs=0.15) and outer == pytest.approx(1, abs=0.15)
    with pytest.raises(ValueError, match="even"):
        LRU(4, 7, rng=0)


def test_a_short_step_keeps_and_a_long_one_forgets() -> None:
    layer = SelectiveSSM(4, 8, rng=0)
    layer.params["W_delta"][...] = 0
    state = np.ones((1, 2, 8))
    for b_delta, kept in ((-20, 1), (20, 0)):
        layer.params["b_delta"][...] = b_delta
        layer.params["W_B"][...] = 0
        np.testing.assert_allclose(layer.forward(X, state)[1], kept, atol=1e-6)
    lengths = softplus(SelectiveSSM(2000, 2000, rng=0).params["b_delta"])
    assert lengths.min() > 0.001 and lengths.max() < 0.1
    assert np.median(lengths) == pytest.approx(0.01, rel=0.15)
    np.testing.assert_allclose(softplus(np.array([-800.0, 0, 800])), [0, np.log(2), 800])
    with pytest.raises(ValueError, match="multiple"):
        SelectiveSSM(4, 6, rng=0)


def test_a_block_with_nothing_to_add_lets_its_input_through() -> None:
    block = ResidualBlock(MinGRU, 4, 6, rng=0, d_between=5)
    outputs, state = block.forward(X)
    assert outputs.shape == X.shape and state.shape == (1, 2, 6)
    assert not np.allclose(outputs, X)
    for value in block.narrow.params.values():
        value[...] = 0
    np.testing.assert_array_equal(block.forward(X)[0], X)
