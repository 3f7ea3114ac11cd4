"""One training step of an RNN language model, with every gradient by hand."""

import numpy as np


def train_step(tokens, w_emb, w_h, w_out, h0, lr):
    """Take one step of gradient descent on a sequence of T tokens.

    Parameters
    ----------
    tokens : array of shape (T,)
        Token ids, possibly as floats.
    w_emb : array of shape (V, d_emb)
        Embeddings.
    w_h : array of shape (d_emb + d_h, d_h)
        Recurrent weights: h = tanh(concat(x, h_prev) @ w_h).
    w_out : array of shape (d_h, V)
        Readout: logits = h @ w_out.
    h0 : array of shape (d_h,)
        State before the first token.
    lr : float
        Learning rate.

    Returns
    -------
    w_out : array of shape (d_h * V,)
        The readout after the step, flattened. The arguments are not modified.
    intermediates : dict of arrays, optional
        Those of the names below that you want to have compared.
    """
    # With N = T - 1 predictions, one row each:
    x = None  # TODO: embeddings of the tokens that are read, shape (N, d_emb)
    h = None  # TODO: states, shape (N, d_h)
    logits = None  # TODO: shape (N, V)
    probs = None  # TODO: their softmax, the stable one, shape (N, V)
    loss = None  # TODO: mean cross-entropy of the N predictions, a number

    dlogits = None  # TODO: shape (N, V)
    dw_out = None  # TODO: shape (d_h, V)
    dh = None  # TODO: from the prediction and from the next state, shape (N, d_h)
    dpre = None  # TODO: through tanh, shape (N, d_h)
    dw_h = None  # TODO: shape (d_emb + d_h, d_h)
    dx = None  # TODO: shape (N, d_emb)
    dw_emb = None  # TODO: repeated tokens accumulate, shape (V, d_emb)

    new_w_emb = None  # TODO
    new_w_h = None  # TODO
    new_w_out = None  # TODO

    intermediates = {
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
    # Leave out what you have not written yet.
    done = {name: value for name, value in intermediates.items() if value is not None}
    return np.ravel(new_w_out), done
