"""The vanilla RNN of lab 02: random weights, forward pass only."""

import numpy as np


class VanillaRNN:
    """h_t = tanh(W_hh h_{t-1} + W_xh x_t + b_h), h_0 = 0; y = W_ho h_T + b_o.

    Parameters
    ----------
    vocab_size, d_embed, d_hidden : int
        Number of tokens, entries of an embedding, entries of a hidden state.
    seed : int
        Seed of the random draws.
    """

    def __init__(self, vocab_size, d_embed, d_hidden, seed=42):
        rng = np.random.default_rng(seed)
        sigma = 0.1
        # Draw with rng.normal(0, sigma, shape), in this order.
        self.E = None  # TODO: shape (vocab_size, d_embed)
        self.W_xh = None  # TODO: shape (d_hidden, d_embed)
        self.W_hh = None  # TODO: shape (d_hidden, d_hidden)
        self.W_ho = None  # TODO: shape (vocab_size, d_hidden)
        self.b_h = None  # TODO: zeros, shape (d_hidden,)
        self.b_o = None  # TODO: zeros, shape (vocab_size,)

    def forward(self, token_ids):
        """Read a sequence of T token ids.

        Returns
        -------
        final_logits : array of shape (vocab_size,)
            Computed from the last state only.
        all_hidden_states : array of shape (T, d_hidden)
            Row t is the state after token_ids[t].
        """
        raise NotImplementedError("TODO")
