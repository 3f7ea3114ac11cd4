"""{{what_it_prints}}

{{with_figure_it}}
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
    """{{print_what_model}}

    {{a_line_a_step}}
    {{what_a_line_holds}}
    """
    final_logits, states = model.forward(token_ids)
    print(type(model).__name__, "{{reads}}", *tokens)
    print(f"{{seed}} {SEED}, d_embed = {D_EMBED}, d_hidden = {D_HIDDEN}, V = {len(vocabulary)}")
    # TODO: {{print_nine_lines}}
    # TODO: {{print_five_tokens}}


def draw(rnn_states, gru_states):
    """{{draw_norm_h_t}}"""
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4), sharey=True)
    # TODO: {{draw_rnn_states_left}}
    figure.savefig("hidden_state_evolution.png")


if __name__ == "__main__":
    models = [model(len(vocabulary), D_EMBED, D_HIDDEN, seed=SEED) for model in (VanillaRNN, GRU)]
    for model in models:
        print_steps(model)
    if "--figure" in sys.argv:
        draw(*(np.asarray(model.forward(token_ids)[1]) for model in models))
