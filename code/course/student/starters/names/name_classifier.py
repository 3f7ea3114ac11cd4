"""{{names_to_nationality}}"""

import numpy as np

from minimodel.exercises.names_data import NATIONALITIES, split


def encode(names, alphabet):
    """{{turn_names}}

    Parameters
    ----------
    names : list of str
        {{b_names}}
    alphabet : str
        {{known_letters}}

    Returns
    -------
    ids : {{array_shape}} (B, T)
        {{zeros_behind}}
    lengths : {{array_shape}} (B,)
        {{how_many_letters}}
    """
    # TODO


def confusion(truth, answers, n_classes):
    """{{count_confusions}}"""
    # TODO: {{shape}} (n_classes, n_classes)


def make_network(n_symbols, n_classes, seed):
    """{{untrained_network}}"""
    # TODO


def loss_and_gradients(network, ids, lengths, labels):
    """{{mean_cross_entropy}}"""
    # TODO


def train(names, labels, n_classes, seed):
    """{{train_classifier}}"""
    rng = np.random.default_rng(seed)
    # TODO: {{each_epoch}}


def classify(classifier, names):
    """{{classes_of}}"""
    # TODO


if __name__ == "__main__":
    training, held_out = split(0)
    classifier = train(training.names, training.labels, len(NATIONALITIES), seed=0)
    for part in (training, held_out):
        answers = classify(classifier, part.names)
        print(np.mean(answers == part.labels))
    print(confusion(held_out.labels, answers, len(NATIONALITIES)))
