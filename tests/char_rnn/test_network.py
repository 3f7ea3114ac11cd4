"""The network of train.py: forward and backward pass, update, what is recorded, text."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from char_rnn import train as program
from char_rnn.train import (
    ACTIVATIONS,
    EMBEDDING_SIZE,
    INITS,
    CharRNN,
    backward,
    capture_jacobian,
    compute_val_loss,
    eigen,
    forward,
    generate,
    get_lr,
    init_parameters,
    sigmoid,
    softmax,
    update_parameters,
)
from char_rnn.training.flags import BadInput
from complex_step import complex_step_gradient, relative_error
from numpy.typing import NDArray
from plain_char_rnn import loss_and_gradients

V, H, T = 5, 7, 6
NAMES = ("W_xh", "W_hh", "W_hy", "b_h", "b_y")
CHAR2IDX = {char: i for i, char in enumerate("abcde")}
IDX2CHAR = dict(enumerate("abcde"))


def network(init: str = "orthogonal", *, embedding: bool = False, seed: int = 3) -> CharRNN:
    """A small network whose biases are not zero, so that nothing hides behind zeros."""
    model = CharRNN(V, H, EMBEDDING_SIZE if embedding else None)
    init_parameters(model, init, seed)
    rng = np.random.default_rng(seed + 1)
    model.b_h, model.b_y = rng.normal(size=H) / 5, rng.normal(size=V) / 5
    return model


@pytest.fixture
def chunk() -> NDArray[np.int64]:
    return np.random.default_rng(5).integers(0, V, T + 1)


@pytest.fixture
def h_prev() -> NDArray[np.float64]:
    return np.random.default_rng(6).uniform(-0.8, 0.8, H)


def with_complex(model: CharRNN, name: str, value: NDArray[np.complex128]) -> CharRNN:
    """A copy of `model` in complex numbers, with one parameter replaced."""
    copy = CharRNN(V, H, EMBEDDING_SIZE if model.has_embedding else None)
    for key in (*NAMES, "E"):
        setattr(copy, key, getattr(model, key).astype(complex))
    setattr(copy, name, value)
    return copy


def cases() -> Iterator[tuple[str, str, str, bool]]:
    for activation in ACTIVATIONS:
        for init in INITS:
            for name in NAMES:
                yield activation, init, name, False
        for name in (*NAMES, "E"):
            yield activation, "orthogonal", name, True


@pytest.mark.parametrize(("activation", "init", "name", "embedding"), list(cases()))
def test_gradients_agree_with_the_complex_step(
    activation: str,
    init: str,
    name: str,
    embedding: bool,
    chunk: NDArray[np.int64],
    h_prev: NDArray[np.float64],
) -> None:
    model = network(init, embedding=embedding)
    fwd = forward(model, chunk, h_prev, activation)
    gradient = getattr(backward(model, fwd, 0, activation), f"d{name}")

    def summed_loss(value: NDArray[np.complex128]) -> complex:
        return forward(with_complex(model, name, value), chunk, h_prev, activation).loss

    expected = complex_step_gradient(summed_loss, getattr(model, name))
    assert gradient.shape == expected.shape
    assert relative_error(gradient, expected) < 1e-10


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("init", INITS)
def test_the_chunk_at_once_is_the_chunk_step_by_step(
    activation: str, init: str, chunk: NDArray[np.int64], h_prev: NDArray[np.float64]
) -> None:
    model = network(init)
    fwd = forward(model, chunk, h_prev, activation)
    bwd = backward(model, fwd, 0, activation)
    loss, gradients, h_last = loss_and_gradients(model.parameters(), chunk, h_prev, activation)
    assert fwd.loss == pytest.approx(loss, rel=1e-12)
    np.testing.assert_allclose(fwd.hs[-1], h_last, atol=1e-12)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(getattr(bwd, f"d{name}"), gradient, rtol=1e-10, atol=1e-12)


def test_the_forward_pass_returns_what_it_says(
    chunk: NDArray[np.int64], h_prev: NDArray[np.float64]
) -> None:
    fwd = forward(network(), chunk, h_prev)
    assert fwd.hs.shape == (T + 1, H)
    np.testing.assert_array_equal(fwd.hs[0], h_prev)
    assert fwd.ps.shape == (T, V)
    np.testing.assert_allclose(fwd.ps.sum(axis=1), 1)
    np.testing.assert_array_equal(fwd.inputs, chunk[:-1])
    np.testing.assert_array_equal(fwd.targets, chunk[1:])
    nats = -np.log(fwd.ps[range(T), chunk[1:]])
    assert fwd.loss == pytest.approx(nats.sum())
    assert fwd.nats_per_character == pytest.approx(nats.mean())


def test_gradients_at_the_states_agree_with_the_complex_step(
    chunk: NDArray[np.int64], h_prev: NDArray[np.float64]
) -> None:
    model = network()
    fwd = forward(model, chunk, h_prev)
    norms = backward(model, fwd, 1e-3).per_step_grad_norm
    assert norms.shape == (T,)
    for t in range(T):

        def loss_from_here(h: NDArray[np.complex128], t: int = t) -> complex:
            p = softmax(model.W_hy @ h + model.b_y)
            loss: complex = -np.log(p[chunk[t + 1]])
            if t + 1 < T:
                rest = with_complex(model, "b_h", model.b_h.astype(complex))
                loss += forward(rest, chunk[t + 1 :], h).loss
            return loss

        expected = np.linalg.norm(complex_step_gradient(loss_from_here, fwd.hs[t + 1]))
        assert norms[t] == pytest.approx(expected, rel=1e-10)


def test_clipping_shortens_all_gradients_by_one_factor(
    chunk: NDArray[np.int64], h_prev: NDArray[np.float64]
) -> None:
    model = network()
    fwd = forward(model, chunk, h_prev)
    free, clipped = backward(model, fwd, 0), backward(model, fwd, 0.5)
    total = np.sqrt(sum(np.sum(getattr(free, f"d{name}") ** 2) for name in NAMES))
    assert total > 0.5
    assert not free.clipped
    assert free.clip_ratio == 1
    assert clipped.clipped
    assert clipped.clip_ratio == pytest.approx(0.5 / total)
    assert clipped.total_grad_norm == free.total_grad_norm == pytest.approx(total)
    assert clipped.grad_norms == pytest.approx(free.grad_norms)
    for name in NAMES:
        long, short = getattr(free, f"d{name}"), getattr(clipped, f"d{name}")
        np.testing.assert_allclose(short, long * clipped.clip_ratio)
        assert free.grad_norms[name] == pytest.approx(np.linalg.norm(long))
    assert not backward(model, fwd, 2 * total).clipped


def test_frozen_recurrent_weights_have_no_gradient(
    chunk: NDArray[np.int64], h_prev: NDArray[np.float64]
) -> None:
    model = network()
    fwd = forward(model, chunk, h_prev)
    free, frozen = backward(model, fwd, 0), backward(model, fwd, 0, freeze_whh=True)
    assert not frozen.dW_hh.any()
    assert frozen.total_grad_norm < free.total_grad_norm
    np.testing.assert_array_equal(frozen.dW_xh, free.dW_xh)


def test_an_update_follows_the_gradient_and_its_momentum(
    chunk: NDArray[np.int64], h_prev: NDArray[np.float64]
) -> None:
    model = network()
    before = model.W_hh.copy()
    bwd = backward(model, forward(model, chunk, h_prev))
    velocity = np.zeros(model.count_parameters())
    update_parameters(model, bwd, velocity, lr=0.1, momentum=0.0)
    np.testing.assert_allclose(model.W_hh, before - 0.1 * bwd.dW_hh)
    update_parameters(model, bwd, velocity, lr=0.1, momentum=0.9)
    update_parameters(model, bwd, velocity, lr=0.1, momentum=0.9)
    np.testing.assert_allclose(model.W_hh, before - 0.1 * bwd.dW_hh * (1 + 1 + 1.9))


def test_the_learning_rate_decays_in_stairs() -> None:
    rates = [get_lr(0.8, step, 0.5, 10) for step in (1, 10, 11, 20, 21)]
    assert rates == pytest.approx([0.8, 0.8, 0.4, 0.4, 0.2])
    assert get_lr(0.8, 10_000, 0.5, 0) == 0.8


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_jacobians_are_the_derivatives_of_the_states(
    activation: str, chunk: NDArray[np.int64], h_prev: NDArray[np.float64]
) -> None:
    model = network()
    fwd = forward(model, chunk, h_prev, activation)
    seen = capture_jacobian(model, fwd, 1, 5, activation)
    assert seen["jacobians"].shape == seen["products"].shape == (4, H, H)
    for k in range(4):
        for product, start in ((seen["jacobians"][k], 1 + k), (seen["products"][k], 1)):
            rows = []
            for unit in range(H):

                def state(
                    h: NDArray[np.complex128],
                    start: int = start,
                    unit: int = unit,
                    end: int = k + 3,
                ) -> complex:
                    copy = with_complex(model, "b_h", model.b_h.astype(complex))
                    value: complex = forward(copy, chunk[start:end], h, activation).hs[-1, unit]
                    return value

                rows.append(complex_step_gradient(state, fwd.hs[start]))
            np.testing.assert_allclose(product, np.stack(rows), atol=1e-10)
    products = seen["products"]
    assert seen["product_norms"] == pytest.approx([np.linalg.norm(p, 2) for p in products])
    assert seen["norms"] == pytest.approx([np.linalg.norm(j, 2) for j in seen["jacobians"]])
    radius = np.abs(np.linalg.eigvals(products[-1])).max()
    assert seen["spectral_radius"] == pytest.approx(radius)
    largest_first = np.linalg.svd(products[-1], compute_uv=False)
    np.testing.assert_allclose(seen["singular_values"][-1], largest_first, atol=1e-12)


def test_eigenvalues_come_largest_first() -> None:
    values, radius = eigen(np.diag([0.5, -2.0, 1.0]))
    np.testing.assert_allclose(values, [-2, 1, 0.5])
    assert radius == 2


def test_validation_carries_the_state_through_the_whole_text() -> None:
    model = network()
    ids = np.random.default_rng(1).integers(0, V, 2_500)
    whole = forward(model, ids, np.zeros(H)).nats_per_character
    assert compute_val_loss(model, ids) == pytest.approx(whole, rel=1e-12)


class TestText:
    def write(self, seed_char: str = "a", length: int = 30, **options: object) -> str:
        rng = np.random.default_rng(0)
        given = {"rng": rng} | options
        return generate(network(), seed_char, length, CHAR2IDX, IDX2CHAR, **given)  # type: ignore[arg-type]

    def test_it_is_as_long_as_asked_and_the_draws_decide_it(self) -> None:
        assert len(self.write(length=30)) == 30
        assert self.write() == self.write()
        assert self.write() != self.write(rng=np.random.default_rng(1))

    @pytest.mark.parametrize("temperature", [0.3, 1.0, 3.0])
    def test_characters_are_drawn_from_the_tempered_softmax(self, temperature: float) -> None:
        model = network()
        h = np.tanh(model.W_xh[:, 0] + model.b_h)
        expected = softmax((model.W_hy @ h + model.b_y) / temperature)
        rng = np.random.default_rng(2)
        text = "".join(self.write(length=1, temperature=temperature, rng=rng) for _ in range(4_000))
        share = [text.count(char) / 4_000 for char in "abcde"]
        np.testing.assert_allclose(share, expected, atol=0.03)

    def test_each_character_is_read_before_the_next_is_drawn(self) -> None:
        text = self.write(length=8, temperature=1e-6)
        model, h, last = network(), np.zeros(H), 0
        for char in text:
            fwd = forward(model, np.array([last, 0]), h)
            h, last = fwd.hs[-1], int(fwd.ps[0].argmax())
            assert char == IDX2CHAR[last]

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({"temperature": 0.0}, "--temperature 0.0: must be above 0"),
            ({"temperature": -1.0}, "--temperature -1.0: must be above 0"),
            ({"seed_char": "z"}, "'z' is not in the vocabulary"),
            ({"seed_char": ""}, "seed_char: '' must be one character"),
            ({"activation": "softplus"}, "--activation softplus: must be one of tanh, relu"),
        ],
    )
    def test_what_cannot_be_is_refused(self, options: dict[str, object], said: str) -> None:
        with pytest.raises(BadInput, match=said):
            self.write(**options)  # type: ignore[arg-type]


@pytest.mark.filterwarnings("error")
def test_extreme_scores_overflow_nowhere() -> None:
    np.testing.assert_allclose(softmax(np.array([1e4, 0, -1e4])), [1, 0, 0])
    np.testing.assert_allclose(sigmoid(np.array([-1e4, 0, 1e4])), [0, 0.5, 1])


def test_saturation_counts_both_ends_and_not_the_carried_in_state():
    model = CharRNN(3, 4)
    model.b_h[:] = [5, -5, 5, 0]  # three of four units at an end, one of them the lower one
    fwd = forward(model, np.array([0, 1, 2]), np.zeros(4))
    bwd = backward(model, fwd)
    assert program.capture_step(model, fwd, bwd, 1, "")["saturation"] == 0.75
