"""{{one_training_step}}"""

import numpy as np


def train_step(tokens, w_emb, w_h, w_out, h0, lr):
    """{{one_step}}

    Parameters
    ----------
    tokens : {{array_shape}} (T,)
        {{token_ids_possibly}}
    w_emb : {{array_shape}} (V, d_emb)
        {{embeddings}}
    w_h : {{array_shape}} (d_emb + d_h, d_h)
        {{recurrent_weights_h}}
    w_out : {{array_shape}} (d_h, V)
        {{readout_logits_h}}
    h0 : {{array_shape}} (d_h,)
        {{state_before_first}}
    lr : float
        {{learning_rate}}

    Returns
    -------
    w_out : {{array_shape}} (d_h * V,)
        {{readout_after_step}}
    intermediates : {{dict_of_arrays}}
        {{those_names_below}}
    """
    # {{n_predictions}}
    x = None  # TODO: {{embeddings_tokens_read}}, {{shape}} (N, d_emb)
    h = None  # TODO: {{states}}, {{shape}} (N, d_h)
    logits = None  # TODO: {{shape}} (N, V)
    probs = None  # TODO: {{their_softmax_stable}}, {{shape}} (N, V)
    loss = None  # TODO: {{mean_cross_entropy}}

    dlogits = None  # TODO: {{shape}} (N, V)
    dw_out = None  # TODO: {{shape}} (d_h, V)
    dh = None  # TODO: {{from_prediction_from}}, {{shape}} (N, d_h)
    dpre = None  # TODO: {{through_tanh}}, {{shape}} (N, d_h)
    dw_h = None  # TODO: {{shape}} (d_emb + d_h, d_h)
    dx = None  # TODO: {{shape}} (N, d_emb)
    dw_emb = None  # TODO: {{repeated_tokens_accumulate}}, {{shape}} (V, d_emb)

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
    # {{leave_out_what}}
    done = {name: value for name, value in intermediates.items() if value is not None}
    return np.ravel(new_w_out), done
