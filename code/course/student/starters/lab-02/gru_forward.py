"""{{the_gru}}"""

import numpy as np


def sigmoid(x):
    """{{sigmoid_without_overflow}}

    {{for_negative_x}}
    """
    raise NotImplementedError("TODO")


class GRU:
    """{{reset_gate_before}}

    z_t = sigmoid(W_z [h_{t-1}; x_t] + b_z)
    r_t = sigmoid(W_r [h_{t-1}; x_t] + b_r)
    {{candidate}} = tanh(W [r_t * h_{t-1}; x_t] + b)
    h_t = (1 - z_t) * h_{t-1} + z_t * {{candidate}}, h_0 = 0
    y = W_ho h_T + b_o

    Parameters
    ----------
    vocab_size, d_embed, d_hidden : int
        {{number_tokens_entries}}
    seed : int
        {{seed_random_draws}}
    """

    def __init__(self, vocab_size, d_embed, d_hidden, seed=42):
        rng = np.random.default_rng(seed)
        sigma = 0.1
        # {{draw_with_rng}}
        self.E = None  # TODO: {{shape}} (vocab_size, d_embed)
        self.W_z = None  # TODO: {{shape}} (d_hidden, d_hidden + d_embed)
        self.W_r = None  # TODO: {{shape}} (d_hidden, d_hidden + d_embed)
        self.W = None  # TODO: {{shape}} (d_hidden, d_hidden + d_embed)
        self.W_ho = None  # TODO: {{shape}} (vocab_size, d_hidden)
        self.b_z = None  # TODO: {{zeros}}, {{shape}} (d_hidden,)
        self.b_r = None  # TODO: {{zeros}}, {{shape}} (d_hidden,)
        self.b = None  # TODO: {{zeros}}, {{shape}} (d_hidden,)
        self.b_o = None  # TODO: {{zeros}}, {{shape}} (vocab_size,)

    def forward(self, token_ids):
        """{{read_sequence_t}}

        Returns
        -------
        final_logits : {{array_shape}} (vocab_size,)
            {{computed_from_last}}
        all_hidden_states : {{array_shape}} (T, d_hidden)
            {{row_t_state}}
        """
        raise NotImplementedError("TODO")
