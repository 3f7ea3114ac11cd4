"""What one step of a recurrence does to a small change of the state, and what many steps do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.functions import sigmoid
from minimodel.mathematics.matrices import tanh_jacobian
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN, check_token_ids


def gru_jacobian(model: GRU, x: NDArray[Any], h_previous: NDArray[Any]) -> NDArray[Any]:
    """Return ∂h_t/∂h_{t−1} of a GRU, the sum of its four paths, from x_t and h_{t−1}.

    Returns
    -------
    array of shape (d_hidden, d_hidden)
        Entry (i, j) is the derivative of entry i of h_t by entry j of h_{t−1}.
    """
    d_hidden = len(model.b)
    _, z, r, h_tilde = model.step(x, h_previous)
    U_z, U_r, U = (W[:, :d_hidden] for W in (model.W_z, model.W_r, model.W))  # what meets h
    slope = (z * (1 - h_tilde**2))[:, None]  # of h_t in the argument of the candidate's tanh
    highway = np.diag(1 - z)
    candidate = slope * U * r
    update = ((h_tilde - h_previous) * z * (1 - z))[:, None] * U_z
    reset = slope * U @ ((h_previous * r * (1 - r))[:, None] * U_r)
    return highway + candidate + update + reset


def jacobians(model: VanillaRNN | GRU, token_ids: Sequence[int]) -> NDArray[Any]:
    """Return ∂h_t/∂h_{t−1} for t = 1 … T, shape (T, d_hidden, d_hidden)."""
    ids = check_token_ids(token_ids, vocab_size=len(model.E))
    _, states = model.forward(ids)
    if isinstance(model, VanillaRNN):
        return tanh_jacobian(model.W_hh, states)
    previous = np.concatenate([np.zeros_like(states[:1]), states[:-1]])  # (T, d_hidden)
    return np.stack(
        [gru_jacobian(model, x, h) for x, h in zip(model.E[ids], previous, strict=True)]
    )


def products_by_lag(steps: NDArray[Any]) -> NDArray[Any]:
    """Return ∂h_T/∂h_{T−k} for every lag k = 0 … T, shape (T + 1, d_hidden, d_hidden).

    Parameters
    ----------
    steps
        As `jacobians` returns them.
    """
    products = [np.eye(steps.shape[1], dtype=steps.dtype)]
    for step in steps[::-1]:
        products.append(products[-1] @ step)
    return np.stack(products)


def jacobian_at_rest(model: VanillaRNN | GRU) -> NDArray[Any]:
    """Return the Jacobian at h = 0 and x = 0: W_hh, or what remains of the GRU's four paths.

    At rest the GRU's gates depend on their biases alone, z = σ(b_z) and r = σ(b_r), and the
    paths through them vanish, for they are multiplied by h or by h̃ − h. With zero biases
    (1 − z) I + z W diag(r) remains, with W the columns that meet h: I/2 + W/4.

    Raises
    ------
    ValueError
        If a bias of tanh is not zero: then h = 0 is not a state at rest.
    """
    bias = model.b_h if isinstance(model, VanillaRNN) else model.b
    if np.any(bias):
        raise ValueError("model: its state does not rest at 0; the bias of tanh must be zero")
    if isinstance(model, VanillaRNN):
        return model.W_hh
    z, r = sigmoid(model.b_z), sigmoid(model.b_r)
    return np.diag(1 - z) + z[:, None] * model.W[:, : len(model.b)] * r
