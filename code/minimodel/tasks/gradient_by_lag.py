"""dL/dW_hh taken apart by lag: how much of it comes from how far back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.nn.rnn import RNN

Array = NDArray[Any]


def weight_gradient_by_lag(layer: RNN, x: Array, d_outputs: Array) -> Array:
    """Split the gradient of W_hh into one summand for each lag.

    The loss at step t asks something of W_hh at every step k ≤ t. The summand of lag ℓ collects
    what is asked with t − k = ℓ:

    dL/dW_hh = Σ_ℓ G_ℓ,   G_ℓ = Σ_t da(t, t − ℓ) h_{t−ℓ−1}ᵀ

    where da(t, k) is the gradient of the loss at step t alone, at the argument of tanh at step k.

    Parameters
    ----------
    layer
        A vanilla layer.
    x
        Inputs, (B, T, D).
    d_outputs
        The gradient of each step's own loss at its output, (B, T, H).

    Returns
    -------
    array of shape (T, H, H)
        G_0 … G_{T−1}; they add up to what `RNN.backward` finds. The last one is zero, since it
        multiplies h_0 = 0.
    """
    W_hh = layer.params["W_hh"]
    outputs, _ = layer.forward(x)  # (B, T, H)
    slopes = 1 - outputs**2  # (B, T, H)
    before = np.concatenate([np.zeros_like(outputs[:, :1]), outputs[:, :-1]], axis=1)
    steps = x.shape[1]
    summands = []
    dh = d_outputs  # of every t at once; at lag ℓ entry i is ∂L_{i+ℓ}/∂h_i
    for lag in range(steps):
        da = dh * slopes[:, : steps - lag]  # (B, T − ℓ, H)
        summands.append(np.tensordot(da, before[:, : steps - lag], axes=([0, 1], [0, 1])))
        dh = (da @ W_hh)[:, 1:]  # a step further back; the first one has nothing before it
    return np.stack(summands)


@dataclass(frozen=True)
class GradientByLag:
    """The size of each lag's part of dL/dW_hh in one network.

    Attributes
    ----------
    norms
        ‖G_ℓ‖ for ℓ = 0 … T − 1, (T,).
    total
        ‖dL/dW_hh‖, of their sum.
    """

    norms: NDArray[np.float64]
    total: float

    def share_within(self, lag: int) -> float:
        """Return which share of Σ‖G_ℓ‖ the lags up to and including `lag` have."""
        return float(self.norms[: lag + 1].sum() / self.norms.sum())


def gradient_by_lag(
    *,
    seed: int = 0,
    steps: int = 50,
    d_in: int = 10,
    d_hidden: int = 32,
    batch: int = 16,
    recurrent_init: str = "uniform",
) -> GradientByLag:
    """Measure an untrained network with a loss at every step.

    Inputs are drawn from N(0, 1). Each step's loss is ½ ‖h_t − target_t‖² with targets drawn
    from N(0, 1), averaged over the batch.

    Parameters
    ----------
    seed
        Seed of the weights, inputs and targets.
    steps, d_in, d_hidden, batch
        T, entries of an input and of the state, sequences.
    recurrent_init
        As for `RNN`.
    """
    rng = np.random.default_rng(seed)
    layer = RNN(d_in, d_hidden, rng, recurrent_init=recurrent_init)
    x = rng.normal(size=(batch, steps, d_in))
    outputs, _ = layer.forward(x)
    d_outputs = (outputs - rng.normal(size=outputs.shape)) / batch  # (B, T, H)
    summands = weight_gradient_by_lag(layer, x, d_outputs)  # (T, H, H)
    return GradientByLag(
        norms=np.linalg.norm(summands, axis=(1, 2)),
        total=float(np.linalg.norm(summands.sum(axis=0))),
    )
