"""{{what_it_is}}"""

import numpy as np


def clip(gradients, max_norm):
    """{{clip}}"""
    # TODO


def make_model(vocabulary, seed):
    """{{untrained_model}}"""
    # TODO


def loss_and_gradients(model, ids, targets):
    """{{loss_and_gradients}}

    Parameters
    ----------
    ids, targets : {{array_shape}} (batch, time)
        {{read_and_following}}
    """
    # TODO


def costs(model, text):
    """{{costs}}"""
    # TODO


def write(model, start, length, temperature, seed):
    """{{write}}"""
    rng = np.random.default_rng(seed)
    # TODO


def train(text, vocabulary, seed):
    """{{train}}"""
    rng = np.random.default_rng(seed)
    model = make_model(vocabulary, seed)
    # TODO: {{each_step}}
    return model
