"""A right answer to the exercise dates, composed of the course's layers, in a class."""

import numpy as np
from minimodel.exercises.date_texts import BEGIN, END, LETTERS, SIGNS, read_ids, write_ids
from minimodel.mathematics.clipping import clip_by_global_norm
from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.embedding import Embedding
from minimodel.nn.linear import Linear
from minimodel.nn.lstm import LSTM
from minimodel.nn.module import Module

H, D, STEPS, BATCH, TYPE = 48, 16, 500, 32, np.float32


def attend(s, h, mask):
    scores = s @ h.mT
    scores = np.where(mask[:, None], scores, -np.inf)
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = e / e.sum(axis=-1, keepdims=True)
    return weights @ h, weights


def attend_backward(d_context, s, h, weights):
    d_weights = d_context @ h.mT
    mean = (weights * d_weights).sum(axis=-1, keepdims=True)
    d_scores = weights * (d_weights - mean)
    ds = d_scores @ h
    dh = weights.mT @ d_context + d_scores.mT @ s
    return ds, dh


class Converter(Module):
    def __init__(self, seed):
        super().__init__()
        rng = np.random.default_rng(seed)
        self.letters = self.include("letters", Embedding(len(LETTERS), D, rng, dtype=TYPE))
        self.encoder = self.include("encoder", LSTM(D, H, rng, dtype=TYPE))
        self.signs = self.include("signs", Embedding(len(SIGNS), D, rng, dtype=TYPE))
        self.decoder = self.include("decoder", LSTM(D, H, rng, dtype=TYPE))
        self.combine = self.include("combine", Linear(2 * H, H, rng, dtype=TYPE))
        self.readout = self.include("readout", Linear(H, len(SIGNS), rng, dtype=TYPE))

    def encode(self, sources):
        self.mask = sources != 0
        self.h, *state = self.encoder.forward(self.letters.forward(sources))
        return state

    def decode(self, given, state):
        self.s, *state = self.decoder.forward(self.signs.forward(given), *state)
        context, self.weights = attend(self.s, self.h, self.mask)
        both = np.concatenate([context, self.s], axis=-1)
        self.out = np.tanh(self.combine.forward(both))
        return self.readout.forward(self.out), state

    def backward(self, d_logits):
        d_out = self.readout.backward(d_logits) * (1 - self.out**2)
        d_context, ds = np.split(self.combine.backward(d_out), 2, axis=-1)
        ds_look, dh = attend_backward(d_context, self.s, self.h, self.weights)
        dx, *d_state = self.decoder.backward(ds + ds_look)
        self.signs.backward(dx)
        dx, *_ = self.encoder.backward(dh, *d_state)
        self.letters.backward(dx)


def make_network(seed):
    return Converter(seed)


def loss_and_gradients(network, sources, targets):
    given, asked = targets[:, :-1], targets[:, 1:]
    network.zero_grads()
    logits, _ = network.decode(given, network.encode(sources))
    loss, d_logits = softmax_cross_entropy(logits, asked, np.ones(asked.shape, bool))
    network.backward(d_logits)
    return loss, network.grads


def train(texts, dates, seed):
    sources, targets = read_ids(texts), write_ids(dates)
    rng = np.random.default_rng(seed)
    network = make_network(seed)
    adam = Adam(network.params, 0.01)
    for step in range(STEPS):
        adam.learning_rate = 0.01 * (1 - step / STEPS)
        rows = rng.integers(len(texts), size=BATCH)
        _, gradients = loss_and_gradients(network, sources[rows], targets[rows])
        clip_by_global_norm(gradients, 1.0)
        adam.step(gradients)
    return network


def convert(network, texts):
    state = network.encode(read_ids(texts))
    ids = np.full((len(texts), 1), SIGNS.index(BEGIN))
    written = [""] * len(texts)
    for _ in range(12):
        logits, state = network.decode(ids, state)
        ids = logits.argmax(axis=-1)
        written = [w + SIGNS[i] for w, i in zip(written, ids[:, 0], strict=True)]
    return [w.partition(END)[0] for w in written]
