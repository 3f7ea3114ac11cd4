"""Un paso de entrenamiento de una RNN como modelo de lenguaje, con cada gradiente a mano."""

import numpy as np


def train_step(tokens, w_emb, w_h, w_out, h0, lr):
    """Da un paso de descenso por gradiente con una secuencia de T tokens.

    Parameters
    ----------
    tokens : arreglo de forma (T,)
        Ids de los tokens, quizá como números reales.
    w_emb : arreglo de forma (V, d_emb)
        Los embeddings (vectores de representación).
    w_h : arreglo de forma (d_emb + d_h, d_h)
        Pesos recurrentes: h = tanh(concat(x, h_prev) @ w_h).
    w_out : arreglo de forma (d_h, V)
        Lectura: logits = h @ w_out.
    h0 : arreglo de forma (d_h,)
        Estado anterior al primer token.
    lr : float
        Tasa de aprendizaje.

    Returns
    -------
    w_out : arreglo de forma (d_h * V,)
        La lectura después del paso, aplanada. Los argumentos no se modifican.
    intermediates : dict de arreglos, opcional
        Los de los nombres de abajo que quieras comparar.
    """
    # Con N = T - 1 predicciones, una fila cada una:
    x = None  # TODO: embeddings de los tokens que se leen, forma (N, d_emb)
    h = None  # TODO: estados, forma (N, d_h)
    logits = None  # TODO: forma (N, V)
    probs = None  # TODO: su softmax, el estable, forma (N, V)
    loss = None  # TODO: entropía cruzada media de las N predicciones, un número

    dlogits = None  # TODO: forma (N, V)
    dw_out = None  # TODO: forma (d_h, V)
    dh = None  # TODO: desde la predicción y desde el estado siguiente, forma (N, d_h)
    dpre = None  # TODO: a través de tanh, forma (N, d_h)
    dw_h = None  # TODO: forma (d_emb + d_h, d_h)
    dx = None  # TODO: forma (N, d_emb)
    dw_emb = None  # TODO: los tokens repetidos se acumulan, forma (V, d_emb)

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
    # Omite lo que aún no hayas escrito.
    done = {name: value for name, value in intermediates.items() if value is not None}
    return np.ravel(new_w_out), done
