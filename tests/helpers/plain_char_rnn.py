"""The character RNN as the classic scripts write it: one time step after the other, in columns.

Slow, and near enough to the formulas to be trusted: the network of `char_rnn.train` is compared
with it. Inputs are one-hot columns (V, 1), states (H, 1), and what belongs to step t is found
under the key t.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Parameters = dict[str, Array]

SLOPES = {
    "tanh": lambda h: 1 - h**2,
    "relu": lambda h: (h > 0).astype(float),
    "sigmoid": lambda h: h * (1 - h),
}


def activate(z: Array, activation: str) -> Array:
    """The activation of each entry."""
    if activation == "tanh":
        return np.tanh(z)
    if activation == "relu":
        return np.maximum(z, 0)
    return 1 / (1 + np.exp(-z))


def loss_and_gradients(
    parameters: Parameters, ids: Array, h_prev: Array, activation: str = "tanh"
) -> tuple[float, Parameters, Array]:
    """The summed loss of a chunk of T + 1 ids, its gradients by name, and the last state (H,)."""
    W_xh, W_hh, W_hy = (parameters[name] for name in ("W_xh", "W_hh", "W_hy"))
    b_h, b_y = parameters["b_h"][:, None], parameters["b_y"][:, None]
    xs: dict[int, Array] = {}
    hs: dict[int, Array] = {-1: h_prev[:, None]}
    ps: dict[int, Array] = {}
    loss = 0.0
    steps = range(len(ids) - 1)
    for t in steps:
        xs[t] = np.zeros((len(b_y), 1))
        xs[t][ids[t]] = 1
        hs[t] = activate(W_xh @ xs[t] + W_hh @ hs[t - 1] + b_h, activation)
        y = W_hy @ hs[t] + b_y
        ps[t] = np.exp(y - y.max()) / np.sum(np.exp(y - y.max()))
        loss -= np.log(ps[t][ids[t + 1], 0])
    gradients = {name: np.zeros_like(value) for name, value in parameters.items()}
    dh_next = np.zeros_like(hs[0])
    for t in reversed(steps):
        dy = ps[t].copy()
        dy[ids[t + 1]] -= 1
        gradients["W_hy"] += dy @ hs[t].T
        gradients["b_y"] += dy[:, 0]
        dz = (W_hy.T @ dy + dh_next) * SLOPES[activation](hs[t])
        gradients["b_h"] += dz[:, 0]
        gradients["W_xh"] += dz @ xs[t].T
        gradients["W_hh"] += dz @ hs[t - 1].T
        dh_next = W_hh.T @ dz
    return float(loss), gradients, hs[len(ids) - 2][:, 0]


def clip_norm(gradients: Parameters, clip: float) -> None:
    """Shorten the gradients, in place, if together they are longer than `clip`."""
    total = np.sqrt(sum(np.sum(g**2) for g in gradients.values()))
    if total > clip:
        for gradient in gradients.values():
            gradient *= clip / total


def train_plainly(
    parameters: Parameters, ids: Array, steps: int, seq_len: int, lr: float, clip: float
) -> list[float]:
    """Train in place by truncated BPTT; the loss of each step, in nats per character."""
    losses, position, h = [], 0, np.zeros(len(parameters["b_h"]))
    for _ in range(steps):
        if position + seq_len + 1 > len(ids):
            position, h = 0, np.zeros_like(h)
        chunk = ids[position : position + seq_len + 1]
        loss, gradients, h = loss_and_gradients(parameters, chunk, h)
        clip_norm(gradients, clip)
        for name, parameter in parameters.items():
            parameter -= lr * gradients[name]
        losses.append(loss / seq_len)
        position += seq_len
    return losses
