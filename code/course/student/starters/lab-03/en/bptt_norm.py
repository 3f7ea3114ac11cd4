"""Backpropagation through time by hand, and the gradient's norm at each of fifty steps."""

import json

import numpy as np
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN

SEED = 42
D_EMBED, D_HIDDEN = 16, 32
T = 50

vocabulary = corpus_vocabulary()
# Option A: "I work , you work ," again and again; the target is the form that "I" governs.
token_ids = vocabulary.encode((["I", "work", ",", "you", "work", ","] * T)[:T])
target = vocabulary.ids["work"]


def rnn_gradients(model, token_ids, target):
    """Differentiate the loss -log softmax(y)[target] of a vanilla RNN, at the last step only.

    Parameters
    ----------
    model : VanillaRNN
        With E, W_xh, W_hh, W_ho, b_h, b_o, and forward(token_ids) as in lab 02.
    token_ids : list of T ints
    target : int

    Returns
    -------
    dh : array of shape (T + 1, d_hidden)
        Row t is the gradient of the loss with respect to h_t; row 0 belongs to h_0 = 0.
    """
    final_logits, states = model.forward(token_ids)
    # TODO: the gradient at the logits, then at h_T
    # TODO: from t = T down to 1: dz = dh_t * (1 - h_t**2), dh_{t-1} = W_hh.T @ dz
    raise NotImplementedError("TODO")


def gru_gradients(model, token_ids, target):
    """Do the same for a GRU, along all four paths from h_t back to h_{t-1}.

    The paths: (1 - z) itself, the candidate, the update gate, the reset gate.
    model.step(x, h) returns the new state, z, r and the candidate, each (d_hidden,).
    """
    raise NotImplementedError("TODO")


def main():
    """Measure g_t, the norm of row t, for both models; write decay.json."""
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
    # TODO: print the orders of magnitude lost in 10 steps, and the spectral radius of W_hh
    # TODO: draw g against t on a logarithmic axis: vanilla RNN red, GRU blue; save decay.png


if __name__ == "__main__":
    main()
