"""{{an_rnn}}"""

import numpy as np


class RNN:
    """{{a_layer}}

    Parameters
    ----------
    w_ih, w_hh : {{arrays_shapes}} (H, D), (H, H)
    b_ih, b_hh : {{arrays_shapes}} (H,), (H,)

    Attributes
    ----------
    h : {{array_shape}} (B, H)
        {{the_state}}
    """

    def __init__(self, w_ih, w_hh, b_ih, b_hh):
        self.h = None  # TODO

    def reset(self, h0=None):
        """{{start_again}}"""
        # TODO

    def step(self, x):
        """{{one_input}}"""
        h = None  # TODO
        return h

    def read(self, x):
        """{{whole_sequences}}"""
        outputs = None  # TODO
        return outputs
