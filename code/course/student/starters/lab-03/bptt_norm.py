"""{{backpropagation_through_time}}"""

import json

import numpy as np
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN

SEED = 42
D_EMBED, D_HIDDEN = 16, 32
T = 50

vocabulary = corpus_vocabulary()
# {{option_a}}
token_ids = vocabulary.encode((["I", "work", ",", "you", "work", ","] * T)[:T])
target = vocabulary.ids["work"]


def rnn_gradients(model, token_ids, target):
    """{{differentiate_loss_log}}

    Parameters
    ----------
    model : VanillaRNN
        {{model_as_in_lab_02}}
    token_ids : {{list_t_ints}}
    target : int

    Returns
    -------
    dh : {{array_shape}} (T + 1, d_hidden)
        {{row_t_gradient}}
    """
    final_logits, states = model.forward(token_ids)
    # TODO: {{gradient_at_logits}}
    # TODO: {{step_by_step_back}}
    raise NotImplementedError("TODO")


def gru_gradients(model, token_ids, target):
    """{{do_same_for}}

    {{the_four_paths}}
    {{what_step_returns}}
    """
    raise NotImplementedError("TODO")


def main():
    """{{measure_g_t_norm}}"""
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
    # TODO: {{print_orders_magnitude}}
    # TODO: {{draw_g_against}}


if __name__ == "__main__":
    main()
