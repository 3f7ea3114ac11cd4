"""The forward pass of both models with one mistake in it: what each usual mistake computes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from minimodel.mathematics.functions import sigmoid
from numpy.typing import NDArray

Parameters = Mapping[str, NDArray[Any]]

RNN_MISTAKES: Final = (
    *("states_before", "transposed_W_hh", "no_recurrence", "no_tanh", "no_input", "sigmoid_state"),
    *("tanh_before_sum", "tanh_of_past", "position_as_id", "ids_plus_one", "ids_minus_one"),
    *("backward", "last_repeated", "no_bias", "relu"),
)
GRU_MISTAKES: Final = (
    *("states_before", "swapped_convention", "reset_after", "no_reset", "x_first", "ungated"),
    *("gates_exchanged", "gates_not_squashed", "no_tanh", "reset_old_state", "position_as_id"),
    *("ids_plus_one", "ids_minus_one", "reset_after_tanh", "z_for_r", "r_for_z"),
    *("backward", "last_repeated", "no_bias"),
)


def rnn_states(
    p: Parameters, ids: Sequence[int], mistake: str = "", h_0: NDArray[Any] | None = None
) -> NDArray[Any]:
    """Return the states (T, d_hidden) of a vanilla RNN with the parameters `p`.

    Parameters
    ----------
    p
        The parameters, by name.
    ids
        Token ids.
    mistake
        One of `RNN_MISTAKES`, or nothing.
    h_0
        The state before the first token; zeros unless given.
    """
    W_hh = p["W_hh"].T if mistake == "transposed_W_hh" else p["W_hh"]
    b_h = np.zeros_like(p["b_h"]) if mistake == "no_bias" else p["b_h"]
    h = np.zeros(len(b_h)) if h_0 is None else h_0
    states = []
    for x in _inputs(p["E"], ids, mistake):
        past = 0 if mistake == "no_recurrence" else W_hh @ h
        new = 0 if mistake == "no_input" else p["W_xh"] @ x
        if mistake == "tanh_before_sum":
            h = past + np.tanh(new + b_h)
        elif mistake == "tanh_of_past":
            h = np.tanh(past) + new + b_h
        else:
            h = _activation(mistake)(past + new + b_h)
        states.append(h)
    return _arranged(np.stack(states), mistake)


def gru_states(
    p: Parameters, ids: Sequence[int], mistake: str = "", h_0: NDArray[Any] | None = None
) -> NDArray[Any]:
    """Return the states (T, d_hidden) of a GRU with the parameters `p`.

    Parameters
    ----------
    p
        The parameters, by name.
    ids
        Token ids.
    mistake
        One of `GRU_MISTAKES`, or nothing.
    h_0
        The state before the first token; zeros unless given.
    """
    W_z, W_r, W = p["W_z"], p["W_r"], p["W"]
    b_z, b_r, b = (
        np.zeros_like(p[name]) if mistake == "no_bias" else p[name] for name in ("b_z", "b_r", "b")
    )
    if mistake == "gates_exchanged":
        W_z, W_r, b_z, b_r = W_r, W_z, b_r, b_z
    squash = np.tanh if mistake == "gates_not_squashed" else sigmoid
    d_hidden = len(b)
    h = np.zeros(d_hidden) if h_0 is None else h_0
    states = []
    for x in _inputs(p["E"], ids, mistake):

        def joined(past: Any, x: Any = x) -> Any:
            return np.concatenate([x, past] if mistake == "x_first" else [past, x])

        z = squash(W_z @ joined(h) + b_z)
        r = squash(W_r @ joined(h) + b_r)
        if mistake == "no_reset":
            r = np.ones_like(r)
        if mistake == "ungated":
            z = np.ones_like(z)
        if mistake == "z_for_r":
            r = z
        if mistake == "r_for_z":
            z = r
        if mistake == "reset_after":
            pre = r * (W[:, :d_hidden] @ h) + W[:, d_hidden:] @ x + b
        else:
            pre = W @ joined(h if mistake == "reset_after_tanh" else r * h) + b
        candidate = _activation(mistake)(pre)
        if mistake == "reset_after_tanh":
            candidate = r * candidate
        old = r * h if mistake == "reset_old_state" else h
        if mistake == "swapped_convention":
            h = z * old + (1 - z) * candidate
        else:
            h = (1 - z) * old + z * candidate
        states.append(h)
    return _arranged(np.stack(states), mistake)


def _inputs(E: NDArray[Any], ids: Sequence[int], mistake: str) -> NDArray[Any]:
    if mistake == "position_as_id":
        return E[: len(ids)]
    if mistake in ("ids_plus_one", "ids_minus_one"):
        return E[(np.asarray(ids) + (1 if mistake == "ids_plus_one" else -1)) % len(E)]
    return E[list(ids)[::-1] if mistake == "backward" else list(ids)]


def _activation(mistake: str) -> Any:
    return {
        "no_tanh": lambda pre: pre,
        "sigmoid_state": sigmoid,
        "relu": lambda pre: np.maximum(pre, 0),
    }.get(mistake, np.tanh)


def _arranged(states: NDArray[Any], mistake: str) -> NDArray[Any]:
    if mistake == "states_before":
        return np.concatenate([np.zeros_like(states[:1]), states[:-1]])
    if mistake == "last_repeated":
        return np.repeat(states[-1:], len(states), axis=0)
    return states
