"""Let both models read the example and print every step: python walkthrough.py > walkthrough.txt.

With --figure it also draws hidden_state_evolution.png.
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
    """Print what a model does with the example.

    A line for t = 0, where h_0 = 0, then one for each token. Each ends in the norm of h_t:
    t, token, the first entries of x_t, the first entries of h_t, norm.
    """
    final_logits, states = model.forward(token_ids)
    print(type(model).__name__, "reads:", *tokens)
    print(f"seed {SEED}, d_embed = {D_EMBED}, d_hidden = {D_HIDDEN}, V = {len(vocabulary)}")
    # TODO: print the nine lines
    # TODO: print the five tokens with the largest logits: rank, token, logit


def draw(rnn_states, gru_states):
    """Draw the norm of h_t over time, or a heatmap of h_t, for both models side by side."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4), sharey=True)
    # TODO: draw rnn_states in left and gru_states in right, with titles and axis labels
    figure.savefig("hidden_state_evolution.png")


if __name__ == "__main__":
    models = [model(len(vocabulary), D_EMBED, D_HIDDEN, seed=SEED) for model in (VanillaRNN, GRU)]
    for model in models:
        print_steps(model)
    if "--figure" in sys.argv:
        draw(*(np.asarray(model.forward(token_ids)[1]) for model in models))
