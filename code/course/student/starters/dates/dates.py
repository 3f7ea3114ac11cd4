"""{{reads_dates}}"""

import numpy as np
from minimodel.exercises.date_texts import (
    BEGIN,
    END,
    LETTERS,
    MONTHS,
    SIGNS,
    draw_pairs,
    read_ids,
    write_ids,
)


def attend(s, h, mask):
    """{{attend}}

    Parameters
    ----------
    s : {{array_shape}} (B, T, H)
        {{decoder_states}}
    h : {{array_shape}} (B, S, H)
        {{encoder_states}}
    mask : {{array_shape}} (B, S)
        {{mask}}

    Returns
    -------
    context : {{array_shape}} (B, T, H)
    weights : {{array_shape}} (B, T, S)
    """
    weights = None  # TODO
    context = None  # TODO
    return context, weights


def attend_backward(d_context, s, h, weights):
    """{{attend_backward}}"""
    ds = None  # TODO: {{shape}} (B, T, H)
    dh = None  # TODO: {{shape}} (B, S, H)
    return ds, dh


def make_network(seed):
    """{{untrained_network}}"""
    # TODO: {{sizes}} len(LETTERS), len(SIGNS)


def loss_and_gradients(network, sources, targets):
    """{{loss_and_gradients}}"""
    # TODO


def train(texts, dates, seed):
    """{{trained_network}}"""
    sources, targets = read_ids(texts), write_ids(dates)
    rng = np.random.default_rng(seed)
    network = make_network(seed)
    # TODO: {{each_step}}
    return network


def convert(network, texts):
    """{{convert}}"""
    # TODO: {{from_begin_to_end}}


if __name__ == "__main__":
    for lang in MONTHS:
        texts, dates = draw_pairs(9000, (1950, 2049), lang, np.random.default_rng(0))
        network = train(texts[:8000], dates[:8000], seed=0)
        written = convert(network, texts[8000:])
        print(lang, np.mean([a == b for a, b in zip(written, dates[8000:])]))
