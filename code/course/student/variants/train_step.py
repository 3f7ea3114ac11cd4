"""The exercise's training step with one mistake in it: what each usual mistake computes."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

MISTAKES: Final = (
    *("tokens_last_read", "h0_ignored", "no_tanh", "sigmoid_state", "h_first", "no_recurrence"),
    *("states_before", "softmax_axis", "unshifted_softmax", "own_target", "loss_sum", "divided_T"),
    *("loss_bits", "no_onehot", "w_out_h_prev", "w_out_last", "no_time", "only_last"),
    *(
        "w_out_updated",
        "w_out_updated_early",
        "no_dtanh",
        "dtanh_h",
        "dtanh_pre",
        "dh_raw_carried",
        "w_h_new_concat",
    ),
    *("split_swapped", "carry_whole", "emb_overwritten", "emb_targets", "ascent", "not_updated"),
    *("fortran", "forward_order", "dw_h_last", "twice"),
    *("dlogits_sign", "dtanh_before", "softmax_whole", "emb_mean"),
)


def compute(mistake: str, given: dict[str, Any]) -> dict[str, NDArray[Any]]:
    """Compute every intermediate with one mistake; without one if `mistake` is empty.

    Parameters
    ----------
    mistake
        One of `MISTAKES`.
    given
        The arguments of `train_step`, by name.
    """
    w_emb, w_h, w_out, lr = (given[name] for name in ("w_emb", "w_h", "w_out", "lr"))
    ids = np.asarray(given["tokens"]).astype(int)
    inputs, targets = ids[:-1], ids[1:]
    if mistake == "tokens_last_read":  # the last token is read too; its target is itself
        inputs, targets = ids, np.append(ids[1:], ids[-1])
    if mistake == "own_target":
        targets = inputs
    N, d_emb = len(inputs), w_emb.shape[1]
    each = np.arange(N)

    h_0 = np.zeros_like(given["h0"]) if mistake == "h0_ignored" else given["h0"]
    x = w_emb[inputs]
    concats, states = [], []
    h_prev = h_0
    for x_t in x:
        if mistake == "no_recurrence":
            h_prev = h_0
        pair = [h_prev, x_t] if mistake == "h_first" else [x_t, h_prev]
        concats.append(np.concatenate(pair))
        pre = concats[-1] @ w_h
        h_prev = {
            "no_tanh": lambda pre=pre: pre,
            "sigmoid_state": lambda pre=pre: 0.5 * (1 + np.tanh(pre / 2)),
        }.get(mistake, lambda pre=pre: np.tanh(pre))()
        states.append(h_prev)
    h = np.stack(states)
    before = np.concatenate([h_0[None], h[:-1]])
    if mistake == "states_before":
        h = before
    logits = h @ w_out
    with np.errstate(all="ignore"):
        if mistake == "unshifted_softmax":
            e = np.exp(logits)
            probs = e / e.sum(axis=1, keepdims=True)
        else:
            axis = {"softmax_axis": 0, "softmax_whole": None}.get(mistake, 1)
            e = np.exp(logits - logits.max(axis=axis, keepdims=True))
            probs = e / e.sum(axis=axis, keepdims=True)
        losses = -np.log(probs[each, targets])
    n = {"loss_sum": 1, "divided_T": N + 1}.get(mistake, N)
    loss = losses.sum() / n / (np.log(2) if mistake == "loss_bits" else 1)

    dlogits = probs.copy()
    if mistake != "no_onehot":
        dlogits[each, targets] -= 1
    dlogits /= -n if mistake == "dlogits_sign" else n
    read = w_out
    dw_out = (before if mistake == "w_out_h_prev" else h).T @ dlogits
    if mistake == "w_out_last":
        dw_out = np.outer(h[-1], dlogits[-1])
    if mistake == "w_out_updated":
        read = w_out - lr * dw_out
    dw_h, dw_emb = np.zeros_like(w_h), np.zeros_like(w_emb)
    dh, dpre, dx = np.zeros_like(h), np.zeros_like(h), np.zeros_like(x)
    dh_next = np.zeros_like(h_0)
    order = range(N) if mistake == "forward_order" else reversed(range(N))
    for t in order:
        if mistake == "w_out_updated_early":
            read = w_out - lr * h[t:].T @ dlogits[t:]
        own = read @ dlogits[t]
        if mistake == "only_last" and t < N - 1:
            own = np.zeros_like(own)
        dh[t] = own + (0 if mistake == "no_time" else dh_next)
        slope = {
            "no_dtanh": np.ones_like(h[t]),
            "no_tanh": np.ones_like(h[t]),
            "dtanh_h": 1 - h[t],
            "dtanh_pre": 1 - (concats[t] @ w_h) ** 2,
            "twice": (1 - h[t] ** 2) ** 2,
            "dtanh_before": 1 - before[t] ** 2,
        }.get(mistake, 1 - h[t] ** 2)
        dpre[t] = dh[t] * slope
        concat = np.concatenate([x[t], h[t]]) if mistake == "w_h_new_concat" else concats[t]
        dw_h += np.outer(concat, dpre[t])
        if mistake == "dw_h_last" and t < N - 1:
            dw_h -= np.outer(concat, dpre[t])
        dconcat = w_h @ dpre[t]
        if mistake in ("split_swapped", "h_first"):
            d_h = len(h_0)
            dx[t], dh_next = dconcat[d_h:], dconcat[:d_h]
        else:
            dx[t], dh_next = dconcat[:d_emb], dconcat[d_emb:]
        if mistake == "carry_whole":  # the next state's gradient without what tanh does to it
            dh_next = w_h[d_emb:] @ dh[t]
        if mistake == "dh_raw_carried":
            dh_next = dh[t]
        row = targets[t] if mistake == "emb_targets" else inputs[t]
        if mistake == "emb_overwritten":
            dw_emb[row] = dx[t]
        else:
            dw_emb[row] += dx[t]

    if mistake == "emb_mean":
        dw_emb /= np.maximum(np.bincount(inputs, minlength=len(w_emb)), 1)[:, None]
    rate = {"ascent": -lr, "not_updated": 0.0}.get(mistake, lr)
    computed = dict(
        zip(
            ("x", "h", "logits", "probs", "loss", "dlogits", "dw_out", "dh", "dpre", "dw_h"),
            (x, h, logits, probs, np.asarray(loss), dlogits, dw_out, dh, dpre, dw_h),
            strict=True,
        )
    )
    computed |= {"dx": dx, "dw_emb": dw_emb}
    for name, w in (("w_emb", w_emb), ("w_h", w_h), ("w_out", w_out)):
        computed[f"new_{name}"] = w - rate * computed[f"d{name}"]
    computed["answer"] = computed["new_w_out"].ravel(order="F" if mistake == "fortran" else "C")
    return computed
