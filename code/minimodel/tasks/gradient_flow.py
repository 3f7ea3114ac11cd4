"""How strongly a state depends on what was read long before: products of Jacobians, by hand."""

from __future__ import annotations

from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.matrices import largest_singular_value, spectral_radius, tanh_jacobian
from minimodel.nn.rnn import RNN

Array = NDArray[Any]

SIZE: Final = 100  # units of a random network
STEPS: Final = 100  # that an error is sent back


def read_noise(
    seed: int, steps: int = 50, d_in: int = 10, d_hidden: int = 32
) -> tuple[RNN, Array, Array]:
    """Let an untrained vanilla RNN read one sequence drawn from N(0, 1).

    Returns
    -------
    layer
        After its `forward`, so that `backward` can follow.
    x : array of shape (steps, d_in)
    h : array of shape (steps + 1, d_hidden)
        h_0 … h_T, h_0 all zeros.
    """
    rng = np.random.default_rng(seed)
    layer = RNN(d_in, d_hidden, rng)
    x = rng.normal(size=(steps, d_in))
    outputs, _ = layer.forward(x[None])
    return layer, x, np.concatenate([np.zeros((1, d_hidden)), outputs[0]])


def first_input_reach(layer: RNN, h: Array) -> NDArray[np.float64]:
    """Return the norms of ∂h_t/∂x_1 for t = 1 … T, (T,).

    ∂h_t/∂x_1 = J_t J_{t−1} … J_2 diag(1 − h_1²) W_xh, of which each step multiplies one factor
    more from the left. The norm is Frobenius's, the root of the sum of all squares.
    """
    dh_dx = (1 - h[1] ** 2)[:, None] * layer.params["W_xh"]  # (H, D)
    norms = [np.linalg.norm(dh_dx)]
    for J in tanh_jacobian(layer.params["W_hh"], h[2:]):
        dh_dx = J @ dh_dx
        norms.append(np.linalg.norm(dh_dx))
    return np.array(norms)


def weight_terms(layer: RNN, h: Array, dh_last: Array) -> Array:
    """Return what each step adds to ∂L/∂W_hh if the loss looks at h_T only, (T, H, H).

    The term of step t is da_t h_{t−1}ᵀ with da_t = (1 − h_t²) ⊙ (J_T … J_{t+1})ᵀ ∂L/∂h_T.

    Parameters
    ----------
    layer
        The layer that produced the states.
    h
        h_0 … h_T, (T + 1, H).
    dh_last
        ∂L/∂h_T, (H,).
    """
    terms = np.empty((len(h) - 1, h.shape[1], h.shape[1]))
    dh = dh_last
    for t in range(len(h) - 1, 0, -1):
        da = (1 - h[t] ** 2) * dh
        terms[t - 1] = np.outer(da, h[t - 1])
        dh = layer.params["W_hh"].T @ da
    return terms


class RandomMatrix(NamedTuple):
    """A random W_hh, what two numbers say of it, and what it does to an error sent back.

    Attributes
    ----------
    scale
        Its entries are drawn from N(0, scale² / SIZE).
    radius, singular_value
        Its spectral radius and its largest singular value.
    norms
        ‖(Wᵀ)ᵏ g‖ for k = 0 … STEPS, with a random g of length 1.
    norms_with_slopes
        The same with the slopes of tanh, 1 − h_t², between the multiplications: what the error
        meets in a network that reads N(0, 1) while it has this W_hh.
    """

    scale: float
    radius: float
    singular_value: float
    norms: NDArray[np.float64]
    norms_with_slopes: NDArray[np.float64]


def send_back(scale: float, seed: int = 0) -> RandomMatrix:
    """Draw a matrix and multiply an error by its transpose, once for each step back.

    Parameters
    ----------
    scale
        See `RandomMatrix`.
    seed
        Of the matrix, the error and what each unit reads at each step beside the other units.
    """
    W, g, slopes = _network_and_error(scale, seed, SIZE, STEPS, noise=1.0)
    return RandomMatrix(
        scale,
        spectral_radius(W),
        largest_singular_value(W),
        _norms(W, g, np.ones((STEPS, SIZE))),
        _norms(W, g, slopes),
    )


@cache  # whatever the language of the page that asks
def orders_gained(
    scale: float,
    noise: float,
    *,
    seeds: int = 10,
    size: int = SIZE,
    steps: int = STEPS,
    after: int = 0,
) -> NDArray[np.float64]:
    """Return log₁₀ of how much longer an error is after all steps back through tanh, (seeds,).

    The networks have read for `after` steps before these begin.

    Divided by the steps, and for many of them, this is the largest Lyapunov exponent: positive in
    a chaotic network. Without noise and for very many units it turns positive where the scale
    passes 1 (Sompolinsky, Crisanti and Sommers 1988).
    """
    networks = [
        _network_and_error(scale, seed, size, after + steps, noise) for seed in range(seeds)
    ]
    gained = np.log10([_norms(W, g, slopes[after:])[-1] for W, g, slopes in networks])
    gained.setflags(write=False)
    return gained


def _network_and_error(
    scale: float, seed: int, size: int, steps: int, noise: float
) -> tuple[Array, Array, Array]:
    """Return W_hh, an error of length 1, and the slopes of tanh at h_1 … h_T."""
    rng = np.random.default_rng(seed)
    W = scale / np.sqrt(size) * rng.normal(size=(size, size))
    g = rng.normal(size=size)
    g /= np.linalg.norm(g)
    h = np.zeros((steps + 1, size))
    # Without noise a state of zeros would stay where it is.
    h[0] = 0 if noise else rng.normal(size=size)
    for t in range(1, steps + 1):
        h[t] = np.tanh(W @ h[t - 1] + noise * rng.normal(size=size))
    return W, g, 1 - h[1:] ** 2


def _norms(W: Array, g: Array, slopes: Array) -> NDArray[np.float64]:
    norms = [np.linalg.norm(g)]
    for slope in slopes[::-1]:
        g = W.T @ (slope * g)
        norms.append(np.linalg.norm(g))
    return np.array(norms)
