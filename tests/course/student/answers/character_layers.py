"""Right: the course's LSTM in an object, float32, lists of costs, clipped in place."""

import numpy as np
from minimodel.mathematics.functions import softmax
from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.lstm import LSTM
from minimodel.nn.network import RecurrentNetwork


class Model(RecurrentNetwork):
    def __init__(self, vocabulary, seed):
        rng = np.random.default_rng(seed)
        cell = LSTM(12, 56, rng, dtype=np.float32)
        super().__init__(cell, len(vocabulary), rng, vocab_size=len(vocabulary))
        self.number = {character: place for place, character in enumerate(vocabulary)}

    def ids(self, text):
        return np.array([[self.number[character] for character in text]])


make_model = Model


def clip(gradients, max_norm):
    norm = sum(float((g * g).sum()) for g in gradients.values()) ** 0.5
    if norm > max_norm:
        for g in gradients.values():
            g *= max_norm / norm


def loss_and_gradients(model, ids, targets):
    model.zero_grads()
    logits, *_ = model.forward(ids)
    loss, d = softmax_cross_entropy(logits, targets)
    model.backward(d)
    return loss, model.grads


def costs(model, text):
    ids = model.ids(text)
    p = softmax(model.forward(ids[:, :-1])[0].astype(float))
    return [-float(np.log(row[i])) for row, i in zip(p[0], ids[0, 1:], strict=True)]


def write(model, start, length, temperature, seed):
    draw, text = np.random.default_rng(seed).random, list(start)
    characters = list(model.number)
    logits, *state = model.forward(model.ids(start))
    for _ in range(length):
        p = softmax(logits[0, -1].astype(float) / temperature)
        text.append(characters[min(int(np.searchsorted(p.cumsum(), draw())), len(p) - 1)])
        logits, *state = model.forward(model.ids(text[-1]), *state)
    return "".join(text)


def train(text, vocabulary, seed):
    model, rng = Model(vocabulary, seed), np.random.default_rng([seed, 1])
    ids, adam = model.ids(text)[0], Adam(model.params, 0.02)
    for _ in range(350):
        windows = np.stack([ids[at : at + 41] for at in rng.integers(len(ids) - 41, size=20)])
        _, gradients = loss_and_gradients(model, windows[:, :-1], windows[:, 1:])
        clip(gradients, 1.0)
        adam.step(gradients)
    return model
