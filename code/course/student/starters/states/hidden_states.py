"""{{see_hidden_states}}"""

import numpy as np

from minimodel.tasks.sentiment import encode, train_sentiment, vocabulary


def collect(network, ids):
    """{{state_after_each_word}}

    Parameters
    ----------
    network
        {{a_network}}
    ids : {{array_shape}} (B, T)
        {{zeros_in_front}}

    Returns
    -------
    states : {{array_shape}} (N, H)
        {{row_for_each_word}}
    sentence, left : {{array_shape}} (N,)
        {{which_sentence}}
    """
    # TODO


def pca(points, k):
    """{{first_axes}}

    Returns
    -------
    mean : {{array_shape}} (D,)
    axes : {{array_shape}} (k, D)
        {{largest_first}}
    shares : {{array_shape}} (k,)
        {{share_of_variance}}
    """
    # TODO


def project(points, mean, axes):
    """{{coordinates}}"""
    # TODO: {{shape}} (N, k)


def separation(points, labels):
    """{{two_numbers}}"""
    # TODO: {{between_and_nearest}}


# {{optional}}
# def affinities(points, perplexity):
# def divergence(P, Y):

if __name__ == "__main__":
    run = train_sentiment(lang="{{language}}", seed=0)
    ids = encode([review.text for review, _ in run.held_out], vocabulary("{{language}}"))
    labels = np.array([review.label for review, _ in run.held_out])
    states, sentence, left = collect(run.classifier(), ids)
    for words in range(7, -1, -1):
        chosen = left == words
        mean, axes, shares = pca(states[chosen], 2)
        plane = project(states[chosen], mean, axes)
        print(words, separation(plane, labels[sentence[chosen]]))
