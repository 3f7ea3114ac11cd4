"""Retropropagación a través del tiempo a mano, y la norma del gradiente en cincuenta pasos."""

import json

import numpy as np
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN

SEED = 42
D_EMBED, D_HIDDEN = 16, 32
T = 50

vocabulary = corpus_vocabulary()
# Opción A: "I work , you work ," una y otra vez; el objetivo es la forma que rige "I".
token_ids = vocabulary.encode((["I", "work", ",", "you", "work", ","] * T)[:T])
target = vocabulary.ids["work"]


def rnn_gradients(model, token_ids, target):
    """Deriva la pérdida -log softmax(y)[target] de una RNN simple, solo en el último paso.

    Parameters
    ----------
    model : VanillaRNN
        Con E, W_xh, W_hh, W_ho, b_h, b_o y forward(token_ids), como en el laboratorio 02.
    token_ids : lista de T enteros
    target : int

    Returns
    -------
    dh : arreglo de forma (T + 1, d_hidden)
        La fila t es el gradiente de la pérdida respecto a h_t; la fila 0 es de h_0 = 0.
    """
    final_logits, states = model.forward(token_ids)
    # TODO: el gradiente en los logits, luego en h_T
    # TODO: de t = T hasta 1: dz = dh_t * (1 - h_t**2), dh_{t-1} = W_hh.T @ dz
    raise NotImplementedError("TODO")


def gru_gradients(model, token_ids, target):
    """Haz lo mismo con una GRU, por los cuatro caminos de h_t a h_{t-1}.

    Los caminos: (1 - z) mismo, el candidato, la compuerta de actualización y la de reinicio.
    model.step(x, h) devuelve el estado nuevo, z, r y el candidato, cada uno (d_hidden,).
    """
    raise NotImplementedError("TODO")


def main():
    """Mide g_t, la norma de la fila t, con ambos modelos; escribe decay.json."""
    models = {
        "rnn": VanillaRNN(len(vocabulary), D_EMBED, D_HIDDEN, seed=SEED),
        "gru": GRU(len(vocabulary), D_EMBED, D_HIDDEN, seed=SEED),
    }
    gradients = {"rnn": rnn_gradients, "gru": gru_gradients}
    g = {
        name: np.linalg.norm(gradients[name](model, token_ids, target), axis=1)
        for name, model in models.items()
    }
    with open("decay.json", "w") as file:
        json.dump({name: norms.tolist() for name, norms in g.items()}, file, indent=2)
    # TODO: imprime los órdenes de magnitud perdidos en 10 pasos y el radio espectral de W_hh
    # TODO: dibuja g según t en un eje logarítmico: RNN simple roja, GRU azul; guarda decay.png


if __name__ == "__main__":
    main()
