"""What a network of train.py holds: its parameters, how they start, where they lie in a vector."""

from __future__ import annotations

import numpy as np
import pytest
from char_rnn.train import (
    ACTIVATIONS,
    EMBEDDING_SIZE,
    INITS,
    PARAMETERS,
    CharRNN,
    eigen,
    init_parameters,
)
from char_rnn.training import config
from char_rnn.training.flags import BadInput

V, H = 5, 7


def test_the_default_network_has_7256_parameters() -> None:
    model = CharRNN(24, 64)
    assert model.count_parameters() == 7_256
    shapes = {name: value.shape for name, value in model.parameters().items()}
    assert shapes == {
        "W_xh": (64, 24),
        "W_hh": (64, 64),
        "W_hy": (24, 64),
        "b_h": (64,),
        "b_y": (24,),
    }


def test_an_embedding_is_16_wide_and_counts() -> None:
    model = CharRNN(24, 64, EMBEDDING_SIZE)
    assert model.W_xh.shape == (64, 16)
    assert model.count_parameters() == 24 * 16 + 64 * 16 + 64 * 64 + 24 * 64 + 64 + 24


def test_orthogonal_weights_keep_lengths() -> None:
    model = CharRNN(24, 64)
    init_parameters(model, "orthogonal", seed=1)
    np.testing.assert_allclose(model.W_hh @ model.W_hh.T, np.eye(64), atol=1e-12)
    assert eigen(model.W_hh)[1] == pytest.approx(1, abs=1e-12)


def test_the_other_initializations_have_the_prescribed_spread() -> None:
    model = CharRNN(24, 64)
    init_parameters(model, "xavier", seed=1)
    for weights in (model.W_hh, model.W_xh, model.W_hy):
        bound = np.sqrt(6 / sum(weights.shape))
        assert 0.95 * bound < np.abs(weights).max() <= bound
        assert weights.std() == pytest.approx(bound / np.sqrt(3), rel=0.06)
    init_parameters(model, "random", seed=1)
    assert model.W_hh.std() == pytest.approx(0.01, rel=0.05)
    assert not model.b_h.any()
    assert not model.b_y.any()


def test_the_seed_decides_the_weights() -> None:
    first, second, third = (CharRNN(V, H) for _ in range(3))
    for model, seed in ((first, 1), (second, 1), (third, 2)):
        init_parameters(model, seed=seed)
    np.testing.assert_array_equal(first.W_hh, second.W_hh)
    assert not np.array_equal(first.W_hh, third.W_hh)


def test_the_flags_offer_what_the_tables_have() -> None:
    assert (tuple(INITS), tuple(ACTIVATIONS)) == (config.INITS, config.ACTIVATIONS)


def test_an_unknown_initialization_is_refused() -> None:
    with pytest.raises(BadInput, match="--init zeros: must be one of orthogonal, xavier, random"):
        init_parameters(CharRNN(V, H), "zeros")


@pytest.mark.parametrize("embedding_size", [None, EMBEDDING_SIZE])
def test_a_vector_is_cut_into_parts_of_the_shapes_of_the_parameters(
    embedding_size: int | None,
) -> None:
    model = CharRNN(V, H, embedding_size)
    parameters = model.parameters()
    assert list(parameters) == list(PARAMETERS[: len(parameters)])
    vector = np.arange(model.count_parameters(), dtype=float)
    parts = model.split(vector)
    assert list(parts) == list(parameters)
    for name, part in parts.items():
        assert part.shape == parameters[name].shape
    np.testing.assert_array_equal(np.concatenate([part.ravel() for part in parts.values()]), vector)


def test_an_embedding_starts_with_unit_variance():
    model = CharRNN(200, 4, 16)
    init_parameters(model, seed=1)
    assert model.E.std() == pytest.approx(1, rel=0.05)
