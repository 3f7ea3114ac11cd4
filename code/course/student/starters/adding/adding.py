"""{{adding_problem}}"""

import numpy as np


def adding_batch(batch, length, rng):
    """{{draw_batch}}

    Parameters
    ----------
    batch, length : int
        {{how_many_sequences}}
    rng : numpy.random.Generator
        {{draw_all_from}}

    Returns
    -------
    x : {{array_shape}} (batch, length, 2)
        {{numbers_and_marks}}
    targets : {{array_shape}} (batch, 1)
        {{sums}}
    """
    # TODO


def make_network(seed):
    """{{untrained_network}}"""
    # TODO


def predict(network, x):
    """{{answers_shape}}"""
    # TODO


def loss_and_gradients(network, x, targets):
    """{{loss_and_gradients}}"""
    # TODO


def train(length, seed):
    """{{trained_network}}"""
    rng = np.random.default_rng(seed)
    network = make_network(seed)
    # TODO: {{each_step}}
    return network


if __name__ == "__main__":
    for length in (10, 50, 100):
        network = train(length, seed=0)
        x, targets = adding_batch(1000, length, np.random.default_rng(1))
        print(length, np.mean((predict(network, x) - targets) ** 2))
