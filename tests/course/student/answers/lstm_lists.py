"""A right answer to lstm, sequence by sequence up to its own length, in lists."""

from types import SimpleNamespace

import numpy as np


def gate(a):
    return 0.5 + 0.5 * np.tanh(a / 2)


def lstm_forward(x, mask, w_x, w_h, b, h0, c0):
    lengths = np.asarray(mask).sum(axis=1).astype(int).tolist()
    T, H = x.shape[1], len(h0[0])
    named = {name: [] for name in "ifgoch"}
    for row, length in enumerate(lengths):
        h, c = h0[row], c0[row]
        kept = {name: [] for name in "ifgoch"}
        for t in range(length):
            a = x[row, t] @ w_x + h @ w_h + b
            i, f, g, o = (
                gate(a[:H]),
                gate(a[H : 2 * H]),
                np.tanh(a[2 * H : 3 * H]),
                gate(a[3 * H :]),
            )
            c = f * c + i * g
            h = o * np.tanh(c)
            for name, value in zip("ifgoch", (i, f, g, o, c, h), strict=True):
                kept[name].append(value)
        for name in "ifgo":
            kept[name] += [np.full(H, np.nan)] * (T - length)  # never computed
        kept["c"] += [c] * (T - length)
        kept["h"] += [h] * (T - length)
        for name, values in kept.items():
            named[name].append([value.tolist() for value in values])
    return SimpleNamespace(**named, lengths=lengths, given=(x, w_x, w_h, h0, c0))


def lstm_backward(d_out, cache):
    x, w_x, w_h, h0, c0 = cache.given
    B, T, D = x.shape
    H = len(w_h)
    out = {name: np.zeros((B, T, H)) for name in ("dh", "do", "dc", "di", "df", "dg")}
    out |= {"da": np.zeros((B, T, 4 * H)), "dx": np.zeros((B, T, D))}
    out |= {"dh0": np.zeros((B, H)), "dc0": np.zeros((B, H))}
    dw = np.zeros((D + H + 1, 4 * H))
    for row, length in enumerate(cache.lengths):
        i, f, g, o, c, h = (np.array(getattr(cache, name)[row]) for name in "ifgoch")
        # In the padding every state is the last one: what is asked of it adds up.
        out["dh"][row, length:] = np.cumsum(d_out[row, length:][::-1], axis=0)[::-1]
        dh, dc = d_out[row, length:].sum(axis=0), np.zeros(H)
        for t in range(length - 1, -1, -1):
            before = (c[t - 1], h[t - 1]) if t else (c0[row], h0[row])
            dh = dh + d_out[row, t]
            tc = np.tanh(c[t])
            dc = dc + dh * o[t] * (1 - tc**2)
            do, di, df, dg = dh * tc, dc * g[t], dc * before[0], dc * i[t]
            da_i, da_f, da_o = (d * y * (1 - y) for d, y in ((di, i[t]), (df, f[t]), (do, o[t])))
            da = np.concatenate([da_i, da_f, dg * (1 - g[t] ** 2), da_o])
            for name, value in (("dh", dh), ("do", do), ("dc", dc), ("di", di), ("df", df)):
                out[name][row, t] = value
            out["dg"][row, t], out["da"][row, t] = dg, da
            out["dx"][row, t] = w_x @ da
            dw += np.outer(np.concatenate([x[row, t], before[1], [1.0]]), da)
            dh, dc = w_h @ da, dc * f[t]
        out["dh0"][row], out["dc0"][row] = dh, dc
    out |= {"dw_x": dw[:D], "dw_h": dw[D : D + H], "db": dw[D + H :]}  # db: a row of a matrix
    return {name: value.astype(np.float32) for name, value in out.items()}
