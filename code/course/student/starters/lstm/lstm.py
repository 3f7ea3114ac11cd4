"""{{an_lstm}}"""

import numpy as np


def lstm_forward(x, mask, w_x, w_h, b, h0, c0):
    """{{read_a_batch}}

    Parameters
    ----------
    x : {{array_shape}} (B, T, D)
    mask : {{array_shape}} (B, T)
        {{the_mask}}
    w_x : {{array_shape}} (D, 4H)
    w_h : {{array_shape}} (H, 4H)
    b : {{array_shape}} (4H,)
        {{the_blocks}}
    h0, c0 : {{array_shape}} (B, H)
        {{first_states}}

    Returns
    -------
    dict
        {{the_cache}}
    """
    i = None  # TODO: {{input_gate}} (B, T, H)
    f = None  # TODO: {{forget_gate}} (B, T, H)
    g = None  # TODO: {{candidate}} (B, T, H)
    o = None  # TODO: {{output_gate}} (B, T, H)
    c = None  # TODO: {{cell}} (B, T, H)
    h = None  # TODO: {{state}} (B, T, H)

    return {
        **{"i": i, "f": f, "g": g, "o": o, "c": c, "h": h},
        **{"x": x, "mask": mask, "w_x": w_x, "w_h": w_h, "h0": h0, "c0": c0},
    }


def lstm_backward(d_out, cache):
    """{{go_back}}

    Parameters
    ----------
    d_out : {{array_shape}} (B, T, H)
        {{what_the_loss_asks}}
    cache : dict
        {{what_forward_returned}}

    Returns
    -------
    dict
        {{the_gradients}}
    """
    dh = None  # TODO: {{along_every_path}} (B, T, H)
    do = None  # TODO: (B, T, H)
    dc = None  # TODO: {{along_every_path}} (B, T, H)
    di = None  # TODO: (B, T, H)
    df = None  # TODO: (B, T, H)
    dg = None  # TODO: (B, T, H)
    da = None  # TODO: {{before_the_gates}} (B, T, 4H)
    dx = None  # TODO: (B, T, D)
    dw_x = None  # TODO: {{sum_over_steps}} (D, 4H)
    dw_h = None  # TODO: {{sum_over_steps}} (H, 4H)
    db = None  # TODO: {{sum_over_steps}} (4H,)
    dh0 = None  # TODO: (B, H)
    dc0 = None  # TODO: (B, H)

    return {
        **{"dh": dh, "do": do, "dc": dc, "di": di, "df": df, "dg": dg, "da": da},
        **{"dx": dx, "dw_x": dw_x, "dw_h": dw_h, "db": db, "dh0": dh0, "dc0": dc0},
    }
