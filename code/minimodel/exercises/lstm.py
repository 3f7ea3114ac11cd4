"""An LSTM over a padded batch, forward and backward, with every gate and every gradient by name."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.functions import sigmoid
from minimodel.mathematics.optimizers import Adam
from minimodel.running.long_computations import long_computation

Array = NDArray[Any]
Named = dict[str, Array]

FORWARD: Final = ("i", "f", "g", "o", "c", "h")
BACKWARD: Final = (
    *("dh", "do", "dc", "di", "df", "dg", "da"),
    *("dx", "dw_x", "dw_h", "db", "dh0", "dc0"),
)
BASELINE: Final = 1 / 12  # the variance of a number between 0 and 1
TARGET: Final = 0.01  # of the error of a trained one


# region forward
def lstm_forward(
    x: Array, mask: Array, w_x: Array, w_h: Array, b: Array, h0: Array, c0: Array
) -> Named:
    """Read a batch of sequences of unequal length.

    The four blocks of columns of `w_x`, `w_h` and `b` belong to the input gate i, the forget
    gate f, the candidate g and the output gate o, in this order (PyTorch's; its matrices are the
    transposes). Where the mask is 0 a sequence is over, and its state stands still.

    Parameters
    ----------
    x : (B, T, D)
        The inputs. In the padding they may be anything.
    mask : (B, T)
        1 where a sequence goes on, 0 in its padding; numbers or booleans.
    w_x : (D, 4H)
    w_h : (H, 4H)
    b : (4H,)
    h0, c0 : (B, H)
        State and cell before the first step.

    Returns
    -------
    dict
        i, f, g, o, c, h of shape (B, T, H), and the arguments, which `lstm_backward` needs.
    """
    B, T, _ = x.shape
    goes_on = np.asarray(mask)[:, :, None] > 0  # (B, T, 1)
    x = np.where(goes_on, x, 0)  # nothing that stands in the padding is read
    i, f, g, o, c, h = np.empty((6, B, T, len(w_h)))
    h_prev, c_prev = h0, c0
    for t in range(T):
        a = x[:, t] @ w_x + h_prev @ w_h + b  # (B, 4H)
        a_i, a_f, a_g, a_o = np.split(a, 4, axis=1)  # (B, H) each
        i[:, t], f[:, t], o[:, t] = sigmoid(a_i), sigmoid(a_f), sigmoid(a_o)
        g[:, t] = np.tanh(a_g)
        c_new = f[:, t] * c_prev + i[:, t] * g[:, t]
        h_new = o[:, t] * np.tanh(c_new)
        c_prev = np.where(goes_on[:, t], c_new, c_prev)
        h_prev = np.where(goes_on[:, t], h_new, h_prev)
        c[:, t], h[:, t] = c_prev, h_prev
    return {
        **{"i": i, "f": f, "g": g, "o": o, "c": c, "h": h},
        **{"x": x, "goes_on": goes_on, "w_x": w_x, "w_h": w_h, "b": b, "h0": h0, "c0": c0},
    }


# endregion forward


# region backward
def lstm_backward(d_out: Array, cache: Named) -> Named:
    """Go back through the sequences that `lstm_forward` has read.

    Parameters
    ----------
    d_out : (B, T, H)
        What the loss asks of each h[:, t] directly. In the padding too: there h[:, t] is the
        last state of the sequence.
    cache
        What `lstm_forward` returned.

    Returns
    -------
    dict
        dh, do, dc, di, df, dg of shape (B, T, H): ∂loss/∂h_t and so on along every path; da
        (B, T, 4H), at what goes into the gates; dx, dw_x, dw_h, db, dh0, dc0 of the shape of
        what they belong to. In the padding all of a gate's gradients are zero.
    """
    i, f, g, o, c, h = (cache[name] for name in FORWARD)
    x, goes_on, w_x, w_h, h0, c0 = (
        cache[name] for name in ("x", "goes_on", "w_x", "w_h", "h0", "c0")
    )
    c_before = np.concatenate([c0[:, None], c[:, :-1]], axis=1)  # (B, T, H)
    h_before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    dh, do, dc, di, df, dg = np.empty((6, *h.shape))
    da = np.empty((*h.shape[:2], w_h.shape[1]))
    dh_next, dc_next = np.zeros_like(h0), np.zeros_like(c0)  # nothing follows the last step
    for t in reversed(range(x.shape[1])):
        on = goes_on[:, t]  # (B, 1)
        tanh_c = np.tanh(c[:, t])
        dh[:, t] = d_out[:, t] + dh_next
        dh_here = np.where(on, dh[:, t], 0)  # what asks something of this step's gates
        do[:, t] = dh_here * tanh_c
        dc[:, t] = dc_next + dh_here * o[:, t] * (1 - tanh_c**2)
        dc_here = np.where(on, dc[:, t], 0)
        di[:, t] = dc_here * g[:, t]
        df[:, t] = dc_here * c_before[:, t]
        dg[:, t] = dc_here * i[:, t]
        da[:, t] = np.concatenate(
            [
                di[:, t] * i[:, t] * (1 - i[:, t]),
                df[:, t] * f[:, t] * (1 - f[:, t]),
                dg[:, t] * (1 - g[:, t] ** 2),
                do[:, t] * o[:, t] * (1 - o[:, t]),
            ],
            axis=1,
        )
        dh_next = np.where(on, da[:, t] @ w_h.T, dh[:, t])  # in the padding: straight through
        dc_next = np.where(on, dc[:, t] * f[:, t], dc[:, t])
    return {
        **{"dh": dh, "do": do, "dc": dc, "di": di, "df": df, "dg": dg, "da": da},
        "dx": da @ w_x.T,
        "dw_x": np.einsum("btd,bta->da", x, da),
        "dw_h": np.einsum("bth,bta->ha", h_before, da),
        **{"db": da.sum(axis=(0, 1)), "dh0": dh_next, "dc0": dc_next},
    }


# endregion backward


# region training
@long_computation("training LSTMs to remember a number")
def remember_first(*, seed: int, steps: int = 400, d_hidden: int = 8, length: int = 12) -> float:
    """Train an LSTM to say the first number of sequences of 1 to `length` numbers.

    Nothing but the two functions above, a linear readout of the state h[:, -1], and Adam.

    Returns
    -------
    float
        Mean squared error on 1,000 sequences that it has not seen. Always saying the mean costs
        `BASELINE`.
    """
    rng = np.random.default_rng(seed)
    H = d_hidden
    params = {
        "w_x": rng.normal(0, 0.5, (1, 4 * H)),
        "w_h": rng.normal(0, 0.5 / np.sqrt(H), (H, 4 * H)),
        "b": np.repeat([0.0, 1.0, 0.0, 0.0], H),  # the forget gate starts out open
        "w_y": rng.normal(0, 0.5, (H, 1)),
    }
    adam = Adam(params, 0.02)

    def read(batch: int) -> tuple[Array, Array, Named]:
        x = rng.random((batch, length, 1))
        mask = np.arange(length) < rng.integers(1, length + 1, (batch, 1))
        zeros = np.zeros((batch, H))
        cache = lstm_forward(x, mask, params["w_x"], params["w_h"], params["b"], zeros, zeros)
        return cache["h"][:, -1], x[:, 0], cache

    for _ in range(steps):
        last, target, cache = read(32)
        d_y = 2 * (last @ params["w_y"] - target) / len(target)  # (B, 1)
        d_out = np.zeros_like(cache["h"])
        d_out[:, -1] = d_y @ params["w_y"].T
        found = lstm_backward(d_out, cache)
        adam.step(
            {
                **{"w_x": found["dw_x"], "w_h": found["dw_h"], "b": found["db"]},
                "w_y": last.T @ d_y,
            }
        )
    last, target, _ = read(1000)
    return float(np.mean((last @ params["w_y"] - target) ** 2))


# endregion training
