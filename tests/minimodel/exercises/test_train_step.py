"""One training step against complex steps of a loss that is written here, independently."""

from itertools import pairwise

import numpy as np
import pytest
from minimodel.exercises.train_step import INTERMEDIATES, Step, train_step, training_step

PARAMETERS = ("w_emb", "w_h", "w_out")
STEP = 1e-30  # of the complex step: no subtraction, hence no cancellation


def case(seed, T=None, V=None):
    """Random sizes and values; tokens repeat as often as V is small."""
    rng = np.random.default_rng(seed)
    T = T or int(rng.integers(2, 9))
    V = V or int(rng.integers(2, 7))
    d_emb, d_h = (int(size) for size in rng.integers(1, 6, 2))
    return {
        "tokens": rng.integers(0, V, T),
        "w_emb": rng.normal(size=(V, d_emb)),
        "w_h": rng.normal(size=(d_emb + d_h, d_h)),
        "w_out": rng.normal(size=(d_h, V)),
        "h0": rng.normal(size=d_h),
        "lr": float(rng.uniform(0.01, 1)),
    }


def loss(tokens, w_emb, w_h, w_out, h0, lr=None, nudges=None):
    """The exercise's loss, for complex arguments; `nudges` are added to the states."""
    total, h = 0, h0
    for t, (token, target) in enumerate(pairwise(tokens)):
        h = np.tanh(w_emb[token] @ w_h[: w_emb.shape[1]] + h @ w_h[w_emb.shape[1] :])
        if nudges is not None:
            h = h + nudges[t]
        logits = h @ w_out
        total = total + np.log(np.sum(np.exp(logits))) - logits[target]
    return total / (len(tokens) - 1)


def complex_step(function, at):
    """The gradient of a real function at an array, entry by entry."""
    gradient = np.zeros(at.shape)
    for place in np.ndindex(at.shape):
        moved = at.astype(complex)
        moved[place] += 1j * STEP
        gradient[place] = function(moved).imag / STEP
    return gradient


def assert_equal_gradients(mine, theirs):
    scale = max(np.abs(theirs).max(), 1e-3)
    np.testing.assert_allclose(mine, theirs, rtol=0, atol=1e-12 * scale)


@pytest.mark.parametrize("seed", range(40))
def test_every_gradient_equals_the_complex_step(seed):
    given = case(seed)
    step = training_step(**given)
    np.testing.assert_allclose(step.loss, loss(**given), rtol=1e-13)
    for name in PARAMETERS:
        expected = complex_step(lambda w, name=name: loss(**(given | {name: w})), given[name])
        assert_equal_gradients(getattr(step, f"d{name}"), expected)
        np.testing.assert_allclose(
            getattr(step, f"new_{name}"), given[name] - given["lr"] * expected, atol=1e-12
        )
    nudges = np.zeros_like(step.h)
    assert_equal_gradients(step.dh, complex_step(lambda n: loss(**given, nudges=n), nudges))


@pytest.mark.parametrize("seed", range(10))
def test_gradients_inside_a_step_follow_from_the_parameters(seed):
    """With every token read once, dx is dw_emb's rows; with one hidden step, dpre is in dw_h."""
    given = case(seed, T=4, V=6)
    given["tokens"] = np.random.default_rng(seed).permutation(6)[:4]
    step = training_step(**given)
    np.testing.assert_array_equal(step.dx, step.dw_emb[given["tokens"][:-1]])
    np.testing.assert_allclose(step.dpre, step.dh * (1 - step.h**2), rtol=1e-15)
    short = case(seed, T=2)
    concat = np.concatenate([short["w_emb"][short["tokens"][0]], short["h0"]])
    step = training_step(**short)
    np.testing.assert_allclose(step.dw_h, np.outer(concat, step.dpre[0]), rtol=1e-15)


def test_the_answer_is_the_flattened_readout_and_every_intermediate():
    given = case(3)
    answer, named = train_step(**given)
    assert tuple(named) == INTERMEDIATES == Step._fields
    np.testing.assert_array_equal(answer, named["new_w_out"].ravel())
    assert answer.shape == (given["w_out"].size,)


def test_repeated_tokens_accumulate():
    given = case(1, T=4, V=3) | {"tokens": np.array([2, 2, 2, 0])}
    step = training_step(**given)
    np.testing.assert_allclose(step.dw_emb[2], step.dx.sum(axis=0), rtol=1e-14)
    np.testing.assert_array_equal(step.dw_emb[:2], 0)


def test_no_learning_rate_no_change():
    given = case(4) | {"lr": 0.0}
    answer, named = train_step(**given)
    np.testing.assert_array_equal(answer, given["w_out"].ravel())
    np.testing.assert_array_equal(named["new_w_emb"], given["w_emb"])


def test_floats_as_ids_and_arguments_that_cannot_be_written():
    given = case(5)
    expected, _ = train_step(**given)
    frozen = {name: np.array(value, dtype=float) for name, value in given.items()}
    for value in frozen.values():
        value.setflags(write=False)
    np.testing.assert_array_equal(train_step(**frozen)[0], expected)


@pytest.mark.filterwarnings("error")
def test_large_logits_stay_finite():
    given = case(6, T=6, V=4)
    given["w_out"] *= 1e3 / np.abs(training_step(**given).logits).max()
    step = training_step(**given)
    assert np.abs(step.logits).max() == pytest.approx(1e3)
    assert all(np.isfinite(value).all() for value in step)
    np.testing.assert_allclose(step.probs.sum(axis=1), 1, rtol=1e-12)


def test_a_small_step_lowers_the_loss():
    given = case(7, T=6) | {"lr": 1e-3}
    step = training_step(**given)
    new = {name: getattr(step, f"new_{name}") for name in PARAMETERS}
    assert loss(**(given | new)) < step.loss


@pytest.mark.parametrize(
    ("tokens", "said"),
    [([1], "at least two ids"), ([[0, 1]], "at least two ids"), ([0, 9], "9 is not between 0 and")],
)
def test_bad_tokens_are_named(tokens, said):
    with pytest.raises(ValueError, match=f"tokens: .*{said}"):
        training_step(**(case(8) | {"tokens": tokens}))
