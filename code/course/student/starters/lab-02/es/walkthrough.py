"""Ambos modelos leen el ejemplo y cada paso se imprime: python walkthrough.py > walkthrough.txt.

Con --figure dibuja además hidden_state_evolution.png.
"""

import sys

import matplotlib.pyplot as plt
import numpy as np
from gru_forward import GRU
from minimodel.corpus.tokenizer import tokenize
from minimodel.corpus.vocabulary import corpus_vocabulary
from rnn_forward import VanillaRNN

SEED = 42
D_EMBED, D_HIDDEN = 16, 32

vocabulary = corpus_vocabulary()
tokens = tokenize("I work , you work , he")
token_ids = vocabulary.encode(tokens)


def print_steps(model):
    """Imprime lo que un modelo hace con el ejemplo.

    Una línea para t = 0, donde h_0 = 0, y luego una por token. Cada una acaba en la norma de h_t:
    t, token, las primeras entradas de x_t, las primeras de h_t, norma.
    """
    final_logits, states = model.forward(token_ids)
    print(type(model).__name__, "lee:", *tokens)
    print(f"semilla {SEED}, d_embed = {D_EMBED}, d_hidden = {D_HIDDEN}, V = {len(vocabulary)}")
    # TODO: imprime las nueve líneas
    # TODO: imprime los cinco tokens con los mayores logits: puesto, token, logit


def draw(rnn_states, gru_states):
    """Dibuja la norma de h_t en el tiempo, o un mapa de calor de h_t, de ambos modelos."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4), sharey=True)
    # TODO: dibuja rnn_states en left y gru_states en right, con títulos y rótulos
    figure.savefig("hidden_state_evolution.png")


if __name__ == "__main__":
    models = [model(len(vocabulary), D_EMBED, D_HIDDEN, seed=SEED) for model in (VanillaRNN, GRU)]
    for model in models:
        print_steps(model)
    if "--figure" in sys.argv:
        draw(*(np.asarray(model.forward(token_ids)[1]) for model in models))
