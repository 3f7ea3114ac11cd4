"""La RNN simple del laboratorio 02: pesos al azar, solo el paso hacia delante."""

import numpy as np


class VanillaRNN:
    """h_t = tanh(W_hh h_{t-1} + W_xh x_t + b_h), h_0 = 0; y = W_ho h_T + b_o.

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
        self.W_xh = None  # TODO: forma (d_hidden, d_embed)
        self.W_hh = None  # TODO: forma (d_hidden, d_hidden)
        self.W_ho = None  # TODO: forma (vocab_size, d_hidden)
        self.b_h = None  # TODO: ceros, forma (d_hidden,)
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
