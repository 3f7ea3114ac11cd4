"""Optimizers: plain gradient descent, and Adam."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Parameters = Mapping[str, NDArray[Any]]


class SGD:
    """Gradient descent: θ ← θ − η dL/dθ.

    Parameters
    ----------
    params
        The parameters, changed in place.
    learning_rate
        η.
    """

    def __init__(self, params: Parameters, learning_rate: float) -> None:
        self.params = params
        self.learning_rate = learning_rate

    def step(self, grads: Parameters) -> None:
        """Move every parameter, by the gradients of the same names."""
        for name, value in self.params.items():
            value -= self.learning_rate * grads[name]


class Adam:
    """Adam (Kingma and Ba 2015, Algorithm 1).

    m ← β₁ m + (1 − β₁) g              mean of the gradient
    v ← β₂ v + (1 − β₂) g²             mean of its square
    θ ← θ − η m̂ / (√v̂ + ε)             with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ)

    Parameters
    ----------
    params
        The parameters, changed in place.
    learning_rate
        η.
    beta_1, beta_2, epsilon
        As above; the defaults are the paper's.
    """

    def __init__(
        self,
        params: Parameters,
        learning_rate: float,
        *,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
    ) -> None:
        self.params = params
        self.learning_rate = learning_rate
        self.beta_1, self.beta_2, self.epsilon = beta_1, beta_2, epsilon
        self.steps = 0
        # All parameters as one vector: small ones cost NumPy more to be called than to compute.
        self.m = np.zeros_like(self._joined(params))
        self.v = np.zeros_like(self.m)

    def step(self, grads: Parameters) -> None:
        """Move every parameter, by the gradients of the same names."""
        self.steps += 1
        correction_1 = 1 - self.beta_1**self.steps
        correction_2 = 1 - self.beta_2**self.steps
        gradient = self._joined(grads)
        self.m += (1 - self.beta_1) * (gradient - self.m)
        self.v += (1 - self.beta_2) * (gradient**2 - self.v)
        v_hat = self.v / correction_2
        change = self.learning_rate / correction_1 * self.m / (np.sqrt(v_hat) + self.epsilon)
        start = 0
        for value in self.params.values():
            value -= change[start : start + value.size].reshape(value.shape)
            start += value.size

    def _joined(self, parts: Parameters) -> NDArray[Any]:
        return np.concatenate([parts[name].ravel() for name in self.params])
