"""All steps at once give what one step after the other gives, in few rounds; and the gradient."""

from __future__ import annotations

import numpy as np
import pytest
from complex_step import complex_step_gradient
from minimodel.nn.scan import (
    doubling_scan,
    pairing_scan,
    product_scan,
    scan_backward,
    step_by_step,
)


@pytest.mark.parametrize(
    ("steps", "doubling", "pairing"),
    [(1, 0, 0), (2, 1, 2), (7, 3, 4), (8, 3, 6), (9, 4, 6), (1000, 10, 18)],
)
def test_three_ways_agree_for_any_length(steps: int, doubling: int, pairing: int) -> None:
    rng = np.random.default_rng(steps)
    a, b = rng.uniform(0, 1, (steps, 5)), rng.normal(size=(steps, 5))
    kept = a.copy(), b.copy()
    slow, doubled, paired = step_by_step(a, b), doubling_scan(a, b), pairing_scan(a, b)
    np.testing.assert_allclose(doubled.h, slow.h, rtol=0, atol=1e-12)
    np.testing.assert_allclose(paired.h, slow.h, rtol=0, atol=1e-12)
    assert (slow.rounds, doubled.rounds, paired.rounds) == (steps, doubling, pairing)
    np.testing.assert_array_equal((a, b), kept)


def test_pairing_does_three_products_a_step_and_doubling_many_more() -> None:
    a = b = np.ones((1024, 1))
    assert step_by_step(a, b).products == 1023
    assert 2.9 * 1024 < pairing_scan(a, b).products < 3 * 1024
    assert doubling_scan(a, b).products == 2 * sum(1024 - 2**k for k in range(10))


def test_states_are_those_of_the_closed_form() -> None:
    a, b = np.full((6, 1), 0.5), np.ones((6, 1))
    expected = 2 - 0.5 ** np.arange(6)  # 1 + 1/2 + 1/4 + …
    for scan in (step_by_step, doubling_scan, pairing_scan):
        np.testing.assert_allclose(scan(a, b).h[:, 0], expected)


def test_factors_may_be_complex_and_shared_by_a_batch() -> None:
    rng = np.random.default_rng(0)
    a = 0.99 * np.exp(1j * rng.uniform(0, 6, (50, 1, 3)))
    b = rng.normal(size=(50, 4, 3)) + 1j * rng.normal(size=(50, 4, 3))
    expected = step_by_step(np.broadcast_to(a, b.shape), b).h
    np.testing.assert_allclose(pairing_scan(a, b).h, expected, rtol=0, atol=1e-12)


def test_gradient_is_that_of_the_complex_step() -> None:
    rng = np.random.default_rng(1)
    a, b, weights = rng.normal(size=(3, 9, 2))
    h_0 = rng.normal(size=2)

    def states(a, b, h_0):
        first = np.concatenate([(a[0] * h_0 + b[0])[None], b[1:].astype(a.dtype)])
        return step_by_step(a, first).h

    gradients = scan_backward(a, states(a, b, h_0), h_0, weights)
    arguments = [a, b, h_0]
    for index, gradient in enumerate(gradients):

        def loss(moved, index=index):
            given = [value.astype(complex) for value in arguments]
            given[index] = moved
            return (weights * states(*given)).sum()

        expected = complex_step_gradient(loss, arguments[index])
        np.testing.assert_allclose(gradient, expected, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("steps", [1, 2, 5, 64, 99])
def test_products_of_matrices_stand_in_their_order(steps: int) -> None:
    A = np.random.default_rng(steps).normal(size=(steps, 3, 3)) * 0.7
    expected = np.eye(3)
    for product, matrix in zip(product_scan(A), A, strict=True):
        expected = matrix @ expected
        np.testing.assert_allclose(product, expected, atol=1e-12)
