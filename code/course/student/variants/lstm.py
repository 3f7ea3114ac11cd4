"""The exercise's LSTM with one mistake in it: what each usual mistake computes."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from minimodel.mathematics.functions import sigmoid
from numpy.typing import NDArray

Array = NDArray[Any]

MISTAKES: Final = (
    *("gate_order", "gates_tanh", "candidate_sigmoid", "i_f_swapped", "forget_missing"),
    *("cell_out_raw", "states_zero", "h0_c0_swapped", "no_bias", "no_recurrence", "cell_written"),
    *("not_masked", "cell_not_masked", "state_not_masked", "zero_in_padding"),
    *("no_dh_next", "no_dc_next", "only_dc_next", "cell_slope_missing", "cell_slope_h"),
    *("forget_not_carried", "df_new_cell", "i_g_swapped", "do_raw_cell", "gate_slope_missing"),
    *("candidate_slope_sigmoid", "gate_slope_tanh", "one_gate_back", "w_h_new_state"),
    *("bias_mean", "weights_mean", "last_step_only", "d_out_last_only"),
    *("dc_from_d_out", "c_before_wraps", "h_before_wraps"),
    *("padding_counts", "state_stops", "d_out_masked"),
)


def compute(mistake: str, given: dict[str, Any]) -> dict[str, Array]:
    """Compute every result with one mistake; without one if `mistake` is empty.

    Parameters
    ----------
    mistake
        One of `MISTAKES`.
    given
        The arguments of `lstm_forward`, and `d_out`, by name.
    """
    x, w_x, w_h, b, d_out = (given[name] for name in ("x", "w_x", "w_h", "b", "d_out"))
    on = np.asarray(given["mask"], float)[:, :, None]  # (B, T, 1)
    B, T, _ = x.shape
    H = len(w_h)
    h0, c0 = given["h0"], given["c0"]
    if mistake == "states_zero":
        h0, c0 = np.zeros_like(h0), np.zeros_like(c0)
    if mistake == "h0_c0_swapped":
        h0, c0 = c0, h0
    gate = np.tanh if mistake == "gates_tanh" else sigmoid
    i, f, g, o, c, h, c_new, tanh_c = np.zeros((8, B, T, H))
    before_h, before_c = np.zeros((2, B, T, H))
    h_prev, c_prev = h0, c0
    keep_c = np.ones_like(on) if mistake in ("not_masked", "cell_not_masked") else on
    keep_h = np.ones_like(on) if mistake in ("not_masked", "state_not_masked") else on
    for t in range(T):
        before_h[:, t], before_c[:, t] = h_prev, c_prev
        a = x[:, t] @ w_x + (0 if mistake == "no_bias" else b)
        a = a + (h0 if mistake == "no_recurrence" else h_prev) @ w_h
        a_i, a_f, a_g, a_o = np.split(a, 4, axis=1)
        if mistake == "gate_order":  # i, f, o, g
            a_g, a_o = a_o, a_g
        i[:, t], f[:, t], o[:, t] = gate(a_i), gate(a_f), gate(a_o)
        g[:, t] = sigmoid(a_g) if mistake == "candidate_sigmoid" else np.tanh(a_g)
        kept, written = (f[:, t], i[:, t]) if mistake != "i_f_swapped" else (i[:, t], f[:, t])
        if mistake == "forget_missing":
            kept = np.ones_like(kept)
        if mistake == "cell_written":
            kept = np.zeros_like(kept)
        c_new[:, t] = kept * c_prev + written * g[:, t]
        tanh_c[:, t] = c_new[:, t] if mistake == "cell_out_raw" else np.tanh(c_new[:, t])
        h_new = o[:, t] * tanh_c[:, t]
        zero = mistake == "zero_in_padding"
        c_prev = keep_c[:, t] * c_new[:, t] + (0 if zero else (1 - keep_c[:, t]) * c_prev)
        h_prev = keep_h[:, t] * h_new + (0 if zero else (1 - keep_h[:, t]) * h_prev)
        c[:, t], h[:, t] = c_prev, h_prev
    back = _backward(mistake, given, (i, f, g, o), (before_h, before_c, h, c, tanh_c), on, d_out)
    return {"i": i, "f": f, "g": g, "o": o, "c": c, "h": h} | back


def _backward(
    mistake: str,
    given: dict[str, Any],
    gates: tuple[Array, ...],
    states: tuple[Array, ...],
    on: Array,
    d_out: Array,
) -> dict[str, Array]:
    i, f, g, o = gates
    before_h, before_c, h, c, tanh_c = states
    x, w_x, w_h = (given[name] for name in ("x", "w_x", "w_h"))
    B, T, H = h.shape
    dh, do, dc, di, df, dg = np.zeros((6, B, T, H))
    da = np.zeros((B, T, 4 * H))
    dh_next, dc_next = np.zeros((2, B, H))
    if mistake == "d_out_masked":
        d_out = d_out * on
    if mistake == "c_before_wraps":  # c[:, -1] is the last step's
        before_c = np.roll(c, 1, axis=1)
    if mistake == "h_before_wraps":
        before_h = np.roll(h, 1, axis=1)
    if mistake != "cell_out_raw":
        tanh_c = np.tanh(c)  # where the padding counts, of the cell that stands still there
    slope = {
        "cell_slope_missing": np.ones_like(tanh_c),
        "cell_slope_h": 1 - h**2,
        "cell_out_raw": np.ones_like(tanh_c),
    }.get(mistake, 1 - tanh_c**2)
    for t in reversed(range(T)):
        m = np.ones_like(on[:, t]) if mistake in ("padding_counts", "not_masked") else on[:, t]
        own = d_out[:, t]
        if mistake == "d_out_last_only" and t < T - 1:
            own = np.zeros_like(own)
        dh[:, t] = own + (0 if mistake == "no_dh_next" else dh_next)
        do[:, t] = m * dh[:, t] * (c[:, t] if mistake == "do_raw_cell" else tanh_c[:, t])
        dc[:, t] = 0 if mistake == "no_dc_next" else dc_next
        if mistake != "only_dc_next" or t == T - 1:
            asking = d_out[:, t] if mistake == "dc_from_d_out" else dh[:, t]
            dc[:, t] += m * asking * o[:, t] * slope[:, t]
        dc_here = m * dc[:, t]
        first, second = (i, g) if mistake == "i_g_swapped" else (g, i)
        di[:, t], dg[:, t] = dc_here * first[:, t], dc_here * second[:, t]
        df[:, t] = dc_here * (c[:, t] if mistake == "df_new_cell" else before_c[:, t])
        parts = []
        for value, gradient, candidate in ((i, di, 0), (f, df, 0), (g, dg, 1), (o, do, 0)):
            of, at = value[:, t], gradient[:, t]
            as_tanh = candidate or mistake in ("gate_slope_tanh", "gates_tanh")
            if candidate and mistake in ("candidate_slope_sigmoid", "candidate_sigmoid"):
                as_tanh = False
            bend = 1 - of**2 if as_tanh else of * (1 - of)
            parts.append(at if mistake == "gate_slope_missing" else at * bend)
        if mistake == "gate_order":
            parts[2], parts[3] = parts[3], parts[2]
        da[:, t] = np.concatenate(parts, axis=1)
        asked = da[:, t] @ w_h.T
        if mistake == "one_gate_back":  # only the candidate's block sends back to h
            asked = parts[2] @ w_h[:, 2 * H : 3 * H].T
        stops = mistake in ("state_stops", "zero_in_padding")
        dh_next = m * asked + (0 if stops else (1 - m) * dh[:, t])
        kept = np.ones_like(f[:, t]) if mistake == "forget_not_carried" else f[:, t]
        dc_next = m * dc[:, t] * kept + (1 - m) * dc[:, t]
    read = x if mistake in ("padding_counts", "not_masked") else x * on
    met = h if mistake == "w_h_new_state" else before_h
    used = da
    if mistake == "last_step_only":  # of a loop that overwrites: the first step comes last
        used = np.concatenate([da[:, :1], np.zeros_like(da[:, 1:])], axis=1)
    n = B if mistake == "weights_mean" else 1
    return {
        **{"dh": dh, "do": do, "dc": dc, "di": di, "df": df, "dg": dg, "da": da},
        "dx": da @ w_x.T,
        "dw_x": np.einsum("btd,bta->da", read, used) / n,
        "dw_h": np.einsum("bth,bta->ha", met, used) / n,
        "db": used.sum(axis=(0, 1)) / (B if mistake in ("weights_mean", "bias_mean") else 1),
        "dh0": dh_next,
        "dc0": dc_next,
    }
