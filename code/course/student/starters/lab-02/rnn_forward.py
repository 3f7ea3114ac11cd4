"""{{vanilla_rnn_lab}}"""

import numpy as np


class VanillaRNN:
    """h_t = tanh(W_hh h_{t-1} + W_xh x_t + b_h), h_0 = 0; y = W_ho h_T + b_o.

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
        self.W_xh = None  # TODO: {{shape}} (d_hidden, d_embed)
        self.W_hh = None  # TODO: {{shape}} (d_hidden, d_hidden)
        self.W_ho = None  # TODO: {{shape}} (vocab_size, d_hidden)
        self.b_h = None  # TODO: {{zeros}}, {{shape}} (d_hidden,)
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
