"""One training step of an RNN language model, with every intermediate it computes on the way."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

INTERMEDIATES: Final = (  # in the order in which they are computed
    *("x", "h", "logits", "probs", "loss"),
    *("dlogits", "dw_out", "dh", "dpre", "dw_h", "dx", "dw_emb"),
    *("new_w_emb", "new_w_h", "new_w_out"),
)


class Step(NamedTuple):
    """What one training step computes, for N = T − 1 predictions.

    Attributes
    ----------
    x : (N, d_emb)
        Embeddings of the tokens that are read, all but the last.
    h : (N, d_h)
        States after reading each of them.
    logits, probs : (N, V)
        Scores of the next token, and their softmax.
    loss : ()
        Mean cross-entropy of the N predictions, in nats per token.
    dlogits : (N, V)
        ∂loss/∂logits.
    dw_out : (d_h, V)
        ∂loss/∂w_out.
    dh : (N, d_h)
        ∂loss/∂h_t along every path: from its own prediction and from the next state.
    dpre : (N, d_h)
        ∂loss/∂(concat(x_t, h_{t−1}) @ w_h), the gradient before tanh.
    dw_h : (d_emb + d_h, d_h)
        ∂loss/∂w_h.
    dx : (N, d_emb)
        ∂loss/∂x_t.
    dw_emb : (V, d_emb)
        ∂loss/∂w_emb; a token that was read twice gets both its rows of dx.
    new_w_emb, new_w_h, new_w_out
        The parameters after one step of gradient descent.
    """

    x: NDArray[Any]
    h: NDArray[Any]
    logits: NDArray[Any]
    probs: NDArray[Any]
    loss: NDArray[Any]
    dlogits: NDArray[Any]
    dw_out: NDArray[Any]
    dh: NDArray[Any]
    dpre: NDArray[Any]
    dw_h: NDArray[Any]
    dx: NDArray[Any]
    dw_emb: NDArray[Any]
    new_w_emb: NDArray[Any]
    new_w_h: NDArray[Any]
    new_w_out: NDArray[Any]


def train_step(
    tokens: ArrayLike,
    w_emb: NDArray[Any],
    w_h: NDArray[Any],
    w_out: NDArray[Any],
    h0: NDArray[Any],
    lr: float,
) -> tuple[NDArray[Any], dict[str, NDArray[Any]]]:
    """Take one step of gradient descent on a sequence of tokens.

    Parameters
    ----------
    tokens
        T ≥ 2 token ids between 0 and V − 1, as integers or as floats.
    w_emb : (V, d_emb)
        Embeddings.
    w_h : (d_emb + d_h, d_h)
        Recurrent weights: h_t = tanh(concat(x_t, h_{t−1}) @ w_h).
    w_out : (d_h, V)
        Readout: logits_t = h_t @ w_out.
    h0 : (d_h,)
        State before the first token.
    lr
        Learning rate.

    Returns
    -------
    w_out : (d_h · V,)
        The readout after the step, flattened. The arguments are not changed.
    intermediates : dict
        The fields of `Step`, by name.
    """
    step = training_step(tokens, w_emb, w_h, w_out, h0, lr)
    return step.new_w_out.ravel(), step._asdict()


def training_step(
    tokens: ArrayLike,
    w_emb: NDArray[Any],
    w_h: NDArray[Any],
    w_out: NDArray[Any],
    h0: NDArray[Any],
    lr: float,
) -> Step:
    """Compute what `train_step` returns; same arguments.

    Raises
    ------
    ValueError
        If there are fewer than two tokens, or an id is not between 0 and V − 1.
    """
    ids = _token_ids(tokens, vocab_size=len(w_emb))
    inputs, targets = ids[:-1], ids[1:]
    N, d_emb = len(inputs), w_emb.shape[1]
    each = np.arange(N)

    # region forward
    x = w_emb[inputs]  # (N, d_emb)
    h_prev = h0
    concats, states = [], []
    for x_t in x:
        concat = np.concatenate([x_t, h_prev])  # (d_emb + d_h,)
        h_prev = np.tanh(concat @ w_h)  # (d_h,)
        concats.append(concat)
        states.append(h_prev)
    h = np.stack(states)  # (N, d_h)
    logits = h @ w_out  # (N, V)
    shifted = logits - logits.max(axis=1, keepdims=True)  # so that exp cannot overflow
    log_sum = np.log(np.exp(shifted).sum(axis=1))  # (N,)
    probs = np.exp(shifted - log_sum[:, None])  # (N, V)
    # From the logits: a probability may round to 0, and its logarithm would be infinite.
    loss = np.mean(log_sum - shifted[each, targets])
    # endregion forward

    # region backward
    dlogits = probs.copy()
    dlogits[each, targets] -= 1
    dlogits /= N  # the loss is a mean
    dw_out, dw_h, dw_emb = np.zeros_like(w_out), np.zeros_like(w_h), np.zeros_like(w_emb)
    dh, dpre, dx = np.zeros_like(h), np.zeros_like(h), np.zeros_like(x)
    dh_next = np.zeros_like(h0)  # no state follows the last one
    for t in reversed(range(N)):
        dw_out += np.outer(h[t], dlogits[t])
        dh[t] = w_out @ dlogits[t] + dh_next
        dpre[t] = dh[t] * (1 - h[t] ** 2)
        dw_h += np.outer(concats[t], dpre[t])
        dconcat = w_h @ dpre[t]  # (d_emb + d_h,)
        dx[t], dh_next = dconcat[:d_emb], dconcat[d_emb:]
        dw_emb[inputs[t]] += dx[t]
    # endregion backward

    return Step(
        *(x, h, logits, probs, np.asarray(loss)),
        *(dlogits, dw_out, dh, dpre, dw_h, dx, dw_emb),
        *(w_emb - lr * dw_emb, w_h - lr * dw_h, w_out - lr * dw_out),
    )


def _token_ids(tokens: ArrayLike, vocab_size: int) -> NDArray[np.int64]:
    ids = np.asarray(tokens).astype(np.int64)
    if ids.ndim != 1 or len(ids) < 2:
        raise ValueError(f"tokens: expected at least two ids in one sequence, got {ids.shape}")
    outside = ids[(ids < 0) | (ids >= vocab_size)]
    if outside.size:
        raise ValueError(f"tokens: {outside[0]} is not between 0 and {vocab_size - 1}")
    return ids
