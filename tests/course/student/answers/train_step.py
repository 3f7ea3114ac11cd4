"""A right answer to train-step, written as a student might; wrong_train_step.toml changes it."""

import numpy as np


def train_step(tokens, w_emb, w_h, w_out, h0, lr):
    ids = np.asarray(tokens).astype(int)
    N = len(ids) - 1
    d_emb = w_emb.shape[1]
    x, h, logits, probs, loss = [], [], [], [], 0.0
    concats = []
    h_prev = h0
    for t in range(N):
        x.append(w_emb[ids[t]])
        concats.append(np.concatenate([x[t], h_prev]))
        h_prev = np.tanh(concats[t] @ w_h)
        h.append(h_prev)
        logits.append(h[t] @ w_out)
        shifted = logits[t] - np.max(logits[t])
        e = np.exp(shifted)
        probs.append(e / e.sum())
        loss += (np.log(e.sum()) - shifted[ids[t + 1]]) / N

    dw_emb, dw_h, dw_out = np.zeros_like(w_emb), np.zeros_like(w_h), np.zeros_like(w_out)
    dlogits, dh, dpre, dx = [], [], [], []
    dh_next = np.zeros_like(h0)
    for t in reversed(range(N)):
        onehot = np.eye(w_out.shape[1])[ids[t + 1]]
        dlogits.insert(0, (probs[t] - onehot) / N)
        dw_out += np.outer(h[t], dlogits[0])
        dh.insert(0, w_out @ dlogits[0] + dh_next)
        dpre.insert(0, dh[0] * (1 - h[t] ** 2))
        dw_h += np.outer(concats[t], dpre[0])
        dconcat = w_h @ dpre[0]
        dx.insert(0, dconcat[:d_emb])
        dh_next = dconcat[d_emb:]
        dw_emb[ids[t]] += dx[0]

    new_w_emb = w_emb - lr * dw_emb
    new_w_h = w_h - lr * dw_h
    new_w_out = w_out - lr * dw_out
    return new_w_out.ravel(), {
        "x": x,
        "h": h,
        "logits": logits,
        "probs": probs,
        "loss": loss,
        "dlogits": dlogits,
        "dw_out": dw_out,
        "dh": dh,
        "dpre": dpre,
        "dw_h": dw_h,
        "dx": dx,
        "dw_emb": dw_emb,
        "new_w_emb": new_w_emb,
        "new_w_h": new_w_h,
        "new_w_out": new_w_out,
    }
