"""Backpropagation through time by hand: a vanilla RNN and a GRU, with a loss at the last step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.sequence_baselines.rnn import GRU, VanillaRNN, check_token_ids

PATHS: Final = ("highway", "candidate", "update", "reset")


@dataclass(frozen=True)
class Gradients:
    """The loss, and its derivative with respect to everything that it depends on.

    Attributes
    ----------
    loss
        Cross-entropy, in nats.
    parameters
        The gradient of each parameter, by the model's name for it, of that parameter's shape.
    dh
        Row t is ∂L/∂h_t, shape (T + 1, d_hidden); row 0 belongs to the initial state.
    dx
        Row t − 1 is ∂L/∂x_t, the embedding read at step t, shape (T, d_embed).
    paths
        For the GRU, the four parts of ∂L/∂h_{t−1} that come from h_t, in the order of `PATHS`,
        shape (T, 4, d_hidden); row t − 1 belongs to the step from h_t back to h_{t−1}. Empty for
        the vanilla RNN, which has one path only.
    """

    loss: float
    parameters: dict[str, NDArray[Any]]
    dh: NDArray[Any]
    dx: NDArray[Any]
    paths: NDArray[Any] = field(default_factory=lambda: np.empty((0, 4, 0)))


def rnn_gradients(model: VanillaRNN, token_ids: Sequence[int], target: int) -> Gradients:
    """Read a sequence, predict `target` after its last token, and differentiate the loss.

    Parameters
    ----------
    model
        The network; its parameters are read, not changed.
    token_ids
        T ids of the vocabulary.
    target
        Id of the token that should come next.

    Raises
    ------
    TypeError, ValueError
        If an id is not one of the vocabulary.
    """
    logits, states = model.forward(token_ids)  # (V,), (T, d_hidden)
    loss, dy = cross_entropy(logits, target)
    dh = np.zeros((len(states) + 1, len(model.b_h)), states.dtype)  # row t: ∂L/∂h_t
    dh[-1] = model.W_ho.T @ dy  # the loss sees the last state only
    readout = {"W_ho": np.outer(dy, states[-1]), "b_o": dy}
    return rnn_backward(model, token_ids, states, loss, dh, readout)


def gru_gradients(model: GRU, token_ids: Sequence[int], target: int) -> Gradients:
    """Do as `rnn_gradients` does, for a GRU."""
    logits, states = model.forward(token_ids)  # (V,), (T, d_hidden)
    loss, dy = cross_entropy(logits, target)
    dh = np.zeros((len(states) + 1, len(model.b)), states.dtype)  # row t: ∂L/∂h_t
    dh[-1] = model.W_ho.T @ dy  # the loss sees the last state only
    readout = {"W_ho": np.outer(dy, states[-1]), "b_o": dy}
    return gru_backward(model, token_ids, states, loss, dh, readout)


def cross_entropy(logits: NDArray[Any], target: int) -> tuple[float, NDArray[Any]]:
    """Return −log softmax(logits)[target] in nats, and its gradient at the logits (V,).

    Raises
    ------
    ValueError
        If `target` is not between 0 and V − 1.
    """
    if not 0 <= target < len(logits):
        raise ValueError(f"target: {target} is not between 0 and {len(logits) - 1}")
    shifted = logits - logits.max()  # the same softmax, without overflow
    p = np.exp(shifted) / np.exp(shifted).sum()  # (V,)
    dy = p.copy()
    dy[target] -= 1
    return float(np.log(np.exp(shifted).sum()) - shifted[target]), dy


def rnn_backward(
    model: VanillaRNN,
    token_ids: Sequence[int],
    states: NDArray[Any],
    loss: float,
    dh: NDArray[Any],
    readout: dict[str, NDArray[Any]],
) -> Gradients:
    """Carry the gradient back through h_t = tanh(W_hh h_{t−1} + W_xh x_t + b_h).

    Parameters
    ----------
    states
        ``all_hidden_states`` of `model` after `token_ids`, (T, d_hidden).
    loss, readout
        The loss and the gradients of the readout's parameters, which are passed on.
    dh
        What the readout asks of each state directly, (T + 1, d_hidden), from h_0 on. Completed
        in place: what later states ask is added.
    """
    ids = check_token_ids(token_ids, vocab_size=len(model.E))
    x = model.E[ids]  # (T, d_embed)
    h = np.concatenate([np.zeros_like(states[:1]), states])  # (T + 1, d_hidden): row t is h_t
    dx = np.empty_like(x)
    dE, dW_xh = np.zeros_like(model.E), np.zeros_like(model.W_xh)
    dW_hh, db_h = np.zeros_like(model.W_hh), np.zeros_like(model.b_h)
    for t in reversed(range(1, len(ids) + 1)):
        da = dh[t] * (1 - h[t] ** 2)  # (d_hidden,): at the argument of tanh
        dW_hh += np.outer(da, h[t - 1])
        dW_xh += np.outer(da, x[t - 1])
        db_h += da
        dx[t - 1] = model.W_xh.T @ da
        dE[ids[t - 1]] += dx[t - 1]  # a token that occurs again adds to the same row
        dh[t - 1] += model.W_hh.T @ da
    recurrence = {"E": dE, "W_xh": dW_xh, "W_hh": dW_hh, "b_h": db_h}
    return Gradients(loss, recurrence | readout, dh, dx)


def gru_backward(
    model: GRU,
    token_ids: Sequence[int],
    states: NDArray[Any],
    loss: float,
    dh: NDArray[Any],
    readout: dict[str, NDArray[Any]],
) -> Gradients:
    """Carry the gradient back through the GRU, along all four paths from h_t to h_{t−1}.

    h_{t−1} enters h_t = (1 − z) ⊙ h_{t−1} + z ⊙ h̃ by itself (the highway), inside the candidate
    h̃, and through each gate: the update gate z and the reset gate r.

    Parameters
    ----------
    states, loss, dh, readout
        As for `rnn_backward`.
    """
    ids = check_token_ids(token_ids, vocab_size=len(model.E))
    d_hidden = len(model.b)
    x = model.E[ids]  # (T, d_embed)
    h = np.concatenate([np.zeros_like(states[:1]), states])  # (T + 1, d_hidden): row t is h_t
    dx = np.empty_like(x)
    paths = np.empty((len(ids), len(PATHS), d_hidden), states.dtype)
    dE = np.zeros_like(model.E)
    dW_z, dW_r, dW = (np.zeros_like(W) for W in (model.W_z, model.W_r, model.W))
    db_z, db_r, db = (np.zeros_like(b) for b in (model.b_z, model.b_r, model.b))
    for t in reversed(range(1, len(ids) + 1)):
        hx = np.concatenate([h[t - 1], x[t - 1]])  # (d_hidden + d_embed,)
        _, z, r, h_tilde = model.step(x[t - 1], h[t - 1])  # (d_hidden,) each

        # Candidate: h̃ = tanh(W [r ⊙ h; x] + b)
        da = dh[t] * z * (1 - h_tilde**2)
        d_rh, dx_candidate = np.split(model.W.T @ da, [d_hidden])  # (d_hidden,), (d_embed,)
        # Update gate: h_t has slope h̃ − h_{t−1} in z, and the sigmoid slope z (1 − z)
        da_z = dh[t] * (h_tilde - h[t - 1]) * z * (1 - z)
        dh_update, dx_update = np.split(model.W_z.T @ da_z, [d_hidden])
        # Reset gate: r multiplies h_{t−1} inside the candidate
        da_r = d_rh * h[t - 1] * r * (1 - r)
        dh_reset, dx_reset = np.split(model.W_r.T @ da_r, [d_hidden])

        paths[t - 1] = (1 - z) * dh[t], r * d_rh, dh_update, dh_reset
        dh[t - 1] += paths[t - 1].sum(axis=0)

        dW += np.outer(da, np.concatenate([r * h[t - 1], x[t - 1]]))
        dW_z += np.outer(da_z, hx)
        dW_r += np.outer(da_r, hx)
        db, db_z, db_r = db + da, db_z + da_z, db_r + da_r
        dx[t - 1] = dx_candidate + dx_update + dx_reset
        dE[ids[t - 1]] += dx[t - 1]
    weights = {"E": dE, "W_z": dW_z, "W_r": dW_r, "W": dW}
    biases = {"b_z": db_z, "b_r": db_r, "b": db}
    return Gradients(loss, weights | biases | readout, dh, dx, paths)


def path_shares(gradients: Gradients) -> NDArray[Any]:
    """Return what part of each step's gradient every path of the GRU carries, shape (T, 4).

    A share is the length of the path's vector along the sum of the four, divided by the length
    of that sum. The four shares of a step add up to one; a path that works against the others
    has a negative share.
    """
    total = gradients.paths.sum(axis=1)  # (T, d_hidden)
    along = np.einsum("tpd,td->tp", gradients.paths, total)
    return along / np.sum(total**2, axis=1, keepdims=True)
