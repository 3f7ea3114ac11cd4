"""La GRU del laboratorio 02: pesos al azar, solo el paso hacia delante."""

import numpy as np


def sigmoid(x):
    """Devuelve 1 / (1 + e^-x) de un arreglo x, sin desbordar.

    Con x negativa, e^-x puede ser demasiado grande: usa ahí e^x / (1 + e^x).
    """
    raise NotImplementedError("TODO")


class GRU:
    """La compuerta de reinicio, antes del producto (Chung et al. 2014).

    z_t = sigmoid(W_z [h_{t-1}; x_t] + b_z)
    r_t = sigmoid(W_r [h_{t-1}; x_t] + b_r)
    candidato = tanh(W [r_t * h_{t-1}; x_t] + b)
    h_t = (1 - z_t) * h_{t-1} + z_t * candidato, h_0 = 0
    y = W_ho h_T + b_o

    Parameters
    ----------
    vocab_size, d_embed, d_hidden : int
        Número de tokens, entradas de un embedding, entradas de un estado oculto.
    seed : int
        Semilla de los sorteos.
    """

    def __init__(self, vocab_size, d_embed, d_hidden, seed=42):
        rng = np.random.default_rng(seed)
        sigma = 0.1
        # Sortea con rng.normal(0, sigma, forma), en este orden.
        self.E = None  # TODO: forma (vocab_size, d_embed)
        self.W_z = None  # TODO: forma (d_hidden, d_hidden + d_embed)
        self.W_r = None  # TODO: forma (d_hidden, d_hidden + d_embed)
        self.W = None  # TODO: forma (d_hidden, d_hidden + d_embed)
        self.W_ho = None  # TODO: forma (vocab_size, d_hidden)
        self.b_z = None  # TODO: ceros, forma (d_hidden,)
        self.b_r = None  # TODO: ceros, forma (d_hidden,)
        self.b = None  # TODO: ceros, forma (d_hidden,)
        self.b_o = None  # TODO: ceros, forma (vocab_size,)

    def forward(self, token_ids):
        """Lee una secuencia de T ids de tokens.

        Returns
        -------
        final_logits : arreglo de forma (vocab_size,)
            Calculados solo con el último estado.
        all_hidden_states : arreglo de forma (T, d_hidden)
            La fila t es el estado después de token_ids[t].
        """
        raise NotImplementedError("TODO")
