"""A right answer to lstm around a class, with time as the first axis inside and one matrix."""

from typing import NamedTuple

import numpy as np

SLOPES = (
    lambda y: y * (1 - y),
    lambda y: y * (1 - y),
    lambda y: 1 - y * y,
    lambda y: y * (1 - y),
)


class Gradients(NamedTuple):
    dh: object
    do: object
    dc: object
    di: object
    df: object
    dg: object
    da: object
    dx: object
    dw_x: object
    dw_h: object
    db: object
    dh0: object
    dc0: object


class Cell:
    def __init__(self, w_x, w_h, b):
        self.w = np.vstack([w_x, w_h, b])
        self.D, self.H = len(w_x), len(w_h)

    def step(self, x, on, h, c):
        z = np.column_stack([x, h, np.ones(len(x))])
        parts = np.split(z @ self.w, 4, axis=1)
        with np.errstate(over="ignore"):
            y = [np.tanh(a) if k == 2 else 1 / (1 + np.exp(-a)) for k, a in enumerate(parts)]
        fresh = y[1] * c + y[0] * y[2]
        return z, y, np.where(on, y[3] * np.tanh(fresh), h), np.where(on, fresh, c)

    def back(self, step, dh, dc):
        z, y, on, c_before, c = step
        tc = np.tanh(c)
        do = np.where(on, dh * tc, 0)
        dc = dc + np.where(on, dh * y[3] * (1 - tc * tc), 0)
        live = np.where(on, dc, 0)
        d = [live * y[2], live * c_before, live * y[0], do]
        da = np.hstack([each * slope(v) for each, slope, v in zip(d, SLOPES, y, strict=True)])
        dz = da @ self.w.T
        before = np.where(on, dz[:, self.D : -1], dh), np.where(on, dc * y[1], dc)
        return d, dc, da, dz[:, : self.D], z.T @ da, before


def lstm_forward(x, mask, w_x, w_h, b, h0, c0):
    cell, steps, hs, cs, gates = Cell(w_x, w_h, b), [], [], [], []
    h, c = h0, c0
    for x_t, on in zip(np.swapaxes(x, 0, 1), np.asarray(mask, bool).T[:, :, None], strict=True):
        c_before = c
        z, y, h, c = cell.step(x_t, on, h, c)
        steps.append((z, y, on, c_before, c))
        hs.append(h)
        cs.append(c)
        gates.append(y)
    gates = np.array(gates).transpose(1, 2, 0, 3)
    c, h = (np.array(each).transpose(1, 0, 2) for each in (cs, hs))
    return dict(zip("ifgo", gates, strict=True)) | {"c": c, "h": h, "cell": cell, "steps": steps}


def lstm_backward(d_out, cache):
    cell, rows, dw, dh, dc = cache["cell"], [], 0, 0, 0
    for t in reversed(range(len(cache["steps"]))):
        dh = d_out[:, t] + dh
        d, dc_t, da, dx, more, before = cell.back(cache["steps"][t], dh, dc)
        rows.insert(0, (dh, d[3], dc_t, d[0], d[1], d[2], da, dx))
        dw = dw + more
        dh, dc = before
    named = [np.stack(each, axis=1) for each in zip(*rows, strict=True)]
    return Gradients(*named, dw[: cell.D], dw[cell.D : -1], dw[-1], dh, dc)
