"""A right answer to lstm, written as a student might; wrong_lstm.toml changes it."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def lstm_forward(x, mask, w_x, w_h, b, h0, c0):
    T, H = x.shape[1], w_h.shape[0]
    m = np.asarray(mask).astype(float)
    i, f, g, o = [], [], [], []
    c, h = [], []
    h_prev, c_prev = h0, c0
    for t in range(T):
        a = x[:, t] @ w_x + h_prev @ w_h + b
        i.append(sigmoid(a[:, :H]))
        f.append(sigmoid(a[:, H : 2 * H]))
        g.append(np.tanh(a[:, 2 * H : 3 * H]))
        o.append(sigmoid(a[:, 3 * H :]))
        c_new = f[t] * c_prev + i[t] * g[t]
        h_new = o[t] * np.tanh(c_new)
        mt = m[:, t, None]
        c_prev = mt * c_new + (1 - mt) * c_prev
        h_prev = mt * h_new + (1 - mt) * h_prev
        c.append(c_prev)
        h.append(h_prev)
    i, f, g, o, c, h = (np.stack(each, axis=1) for each in (i, f, g, o, c, h))
    return {
        **{"i": i, "f": f, "g": g, "o": o, "c": c, "h": h},
        **{"x": x, "m": m, "w_x": w_x, "w_h": w_h, "h0": h0, "c0": c0},
    }


def lstm_backward(d_out, cache):
    i, f, g, o, c, h = (cache[name] for name in "ifgoch")
    x, m, w_x, w_h, h0, c0 = (cache[name] for name in ("x", "m", "w_x", "w_h", "h0", "c0"))
    B, T, H = h.shape
    dh, do, dc = np.zeros_like(h), np.zeros_like(h), np.zeros_like(h)
    di, df, dg = np.zeros_like(h), np.zeros_like(h), np.zeros_like(h)
    da, dx = np.zeros((B, T, 4 * H)), np.zeros_like(x)
    dw_x, dw_h, db = np.zeros_like(w_x), np.zeros_like(w_h), np.zeros(4 * H)
    dh_next, dc_next = np.zeros_like(h0), np.zeros_like(c0)
    for t in reversed(range(T)):
        mt = m[:, t, None]
        c_prev = c[:, t - 1] if t else c0
        h_prev = h[:, t - 1] if t else h0
        tc = np.tanh(c[:, t])
        dh[:, t] = d_out[:, t] + dh_next
        do[:, t] = mt * dh[:, t] * tc
        dc[:, t] = mt * dh[:, t] * o[:, t] * (1 - tc**2) + dc_next
        di[:, t] = mt * dc[:, t] * g[:, t]
        df[:, t] = mt * dc[:, t] * c_prev
        dg[:, t] = mt * dc[:, t] * i[:, t]
        da_i = di[:, t] * i[:, t] * (1 - i[:, t])
        da_f = df[:, t] * f[:, t] * (1 - f[:, t])
        da_g = dg[:, t] * (1 - g[:, t] ** 2)
        da_o = do[:, t] * o[:, t] * (1 - o[:, t])
        da[:, t] = np.concatenate([da_i, da_f, da_g, da_o], axis=1)
        dx[:, t] = da[:, t] @ w_x.T
        dw_x += x[:, t].T @ da[:, t]
        dw_h += h_prev.T @ da[:, t]
        db += da[:, t].sum(axis=0)
        dh_next = da[:, t] @ w_h.T + (1 - mt) * dh[:, t]
        dc_next = mt * dc[:, t] * f[:, t] + (1 - mt) * dc[:, t]
    return {
        **{"dh": dh, "do": do, "dc": dc, "di": di, "df": df, "dg": dg, "da": da},
        **{"dx": dx, "dw_x": dw_x, "dw_h": dw_h, "db": db, "dh0": dh_next, "dc0": dc_next},
    }
