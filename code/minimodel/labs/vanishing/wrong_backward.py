"""The backward pass of both models with one mistake in it: what each usual mistake computes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.functions import softmax
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN

RNN_MISTAKES: Final = (
    *("no_dtanh", "transposed_W_hh", "dtanh_before", "dtanh_h", "no_onehot", "ascent"),
    *("off_by_one", "reversed", "readout_each_step", "dtanh_at_end", "slope_after", "dz_for_dh"),
    "single",
)
GRU_MISTAKES: Final = (
    *("highway_only", "no_highway", "no_update", "no_reset", "no_candidate", "no_gates"),
    *("swapped_convention", "no_r_factor", "no_dsigmoid", "no_dtanh", "update_sign"),
    *("transposed", "no_z_factor", "no_onehot", "ascent", "off_by_one", "reversed"),
    *("last_columns", "step_from_new", "no_h_factor", "single"),
)


def backward(
    model: VanillaRNN | GRU, token_ids: Sequence[int], target: int, mistake: str = ""
) -> NDArray[Any]:
    """Return ∂L/∂h_t for t = 0 … T, shape (T + 1, d_hidden).

    Parameters
    ----------
    model
        The network.
    token_ids, target
        What it reads, and the token asked for at the end.
    mistake
        One of `RNN_MISTAKES` or `GRU_MISTAKES`, or nothing.
    """
    logits, states = model.forward(token_ids)
    dy = _readout_gradient(logits, target, mistake)
    h = np.concatenate([np.zeros_like(states[:1]), states])
    x = model.E[list(token_ids)]
    dh = np.zeros_like(h)
    dh[-1] = model.W_ho.T @ dy
    if mistake == "single":
        dh = dh.astype(np.float32)
    for t in reversed(range(1, len(h))):
        if isinstance(model, GRU):
            before = h[t] if mistake == "step_from_new" else h[t - 1]
            dh[t - 1] = _gru_step(model, x[t - 1], before, dh[t], mistake)
        else:
            dh[t - 1] = _rnn_step(model, h, t, dh[t], mistake)
        if mistake == "readout_each_step":
            logits_t = model.W_ho @ h[t - 1] + model.b_o
            dh[t - 1] += model.W_ho.T @ _readout_gradient(logits_t, target, "")
    if mistake == "dz_for_dh":
        dh *= 1 - h**2
    if mistake == "off_by_one":
        dh = np.concatenate([dh[1:], np.zeros_like(dh[:1])])
    return dh[::-1] if mistake == "reversed" else dh


def _readout_gradient(logits: NDArray[Any], target: int, mistake: str) -> NDArray[Any]:
    dy = softmax(logits)
    if mistake != "no_onehot":
        dy[target] -= 1
    return -dy if mistake == "ascent" else dy


def _rnn_step(
    model: VanillaRNN, h: NDArray[Any], t: int, dh: NDArray[Any], mistake: str
) -> NDArray[Any]:
    slope = {
        "no_dtanh": 1.0,
        "dtanh_before": 1 - h[t - 1] ** 2,
        "dtanh_h": 1 - h[t],
        "dtanh_at_end": 1 - h[-1] ** 2,
    }.get(mistake, 1 - h[t] ** 2)
    W = model.W_hh if mistake == "transposed_W_hh" else model.W_hh.T
    if mistake == "single":
        W = W.astype(np.float32)
    if mistake == "slope_after":
        return np.asarray((W @ dh) * slope)
    return W @ (dh * slope).astype(dh.dtype)


def _gru_step(
    model: GRU, x: NDArray[Any], h: NDArray[Any], dh: NDArray[Any], mistake: str
) -> NDArray[Any]:
    d = len(h)
    _, z, r, candidate = model.step(x, h)
    turn = {
        "transposed": lambda W: W[:, :d],
        "last_columns": lambda W: W[:, -d:].T,
    }.get(mistake, lambda W: W[:, :d].T)
    keep, take = (z, 1 - z) if mistake == "swapped_convention" else (1 - z, z)
    if mistake == "no_z_factor":
        take = np.ones_like(z)
    slope = 1.0 if mistake == "no_dtanh" else 1 - candidate**2
    slopes = (1.0, 1.0) if mistake == "no_dsigmoid" else (z * (1 - z), r * (1 - r))
    sign = -1 if mistake in ("update_sign", "swapped_convention") else 1
    d_rh = turn(model.W) @ (dh * take * slope)
    paths = {
        "highway": keep * dh,
        "candidate": d_rh if mistake == "no_r_factor" else r * d_rh,
        "update": turn(model.W_z) @ (dh * sign * (candidate - h) * slopes[0]),
        "reset": turn(model.W_r) @ (d_rh * (1 if mistake == "no_h_factor" else h) * slopes[1]),
    }
    left_out = {
        "highway_only": ("candidate", "update", "reset"),
        "no_highway": ("highway",),
        "no_candidate": ("candidate",),
        "no_update": ("update",),
        "no_reset": ("reset",),
        "no_gates": ("update", "reset"),
    }.get(mistake, ())
    total = sum(path for name, path in paths.items() if name not in left_out)
    return np.asarray(total).astype(dh.dtype)
