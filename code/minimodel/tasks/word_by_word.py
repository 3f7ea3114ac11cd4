"""Predicting the next word of a sentence or two, with a memory and without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.functions import softmax
from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.linear import Linear
from minimodel.nn.module import Module
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.rnn import RNN

Array = NDArray[Any]

KINDS: Final = ("feedforward", "recurrent")
# Alike but for two words that go together, the second and the last.
CAT: Final = {"en": "the cat sat on the mat", "es": "el gato come en el sofá"}
DOG: Final = {"en": "the dog sat on the rug", "es": "el perro come en el patio"}
# The same words in each, and not the same sense.
CHASES: Final = {
    "en": ("the dog chased the cat", "the cat chased the dog"),
    "es": ("el perro persigue al gato", "el gato persigue al perro"),
}


class FeedForward(Module):
    """y = W_hy tanh(W_xh x + b_h) + b_y, each word by itself.

    The recurrent network without W_hh, with the same ways of calling it. Its state after a word
    does not depend on the words before, so that the last one, which `RecurrentNetwork` returns
    too, is of no use to anybody.

    Parameters
    ----------
    d_in, d_hidden, d_out
        Entries of x, of the hidden layer and of y.
    rng
        A generator, or a seed for one.
    """

    def __init__(self, d_in: int, d_hidden: int, d_out: int, rng: np.random.Generator | int):
        super().__init__()
        rng = np.random.default_rng(rng)
        self.hidden = self.include("hidden", Linear(d_in, d_hidden, rng))
        self.readout = self.include("readout", Linear(d_hidden, d_out, rng))

    def forward(self, x: Array) -> tuple[Array, Array]:
        """Return y (B, T, d_out) and the hidden layer at the last word (1, B, H)."""
        self._h = np.tanh(self.hidden.forward(x))  # (B, T, H)
        return self.readout.forward(self._h), self._h[None, :, -1]

    def backward(self, dy: Array) -> tuple[Array, ...]:
        """Return dx (B, T, d_in) from dy (B, T, d_out); add the parameters' gradients."""
        return (self.hidden.backward(self.readout.backward(dy) * (1 - self._h**2)),)


@dataclass(frozen=True)
class NextWordRun:
    """A network that was trained to predict the next word.

    Attributes
    ----------
    words
        The vocabulary, in the order in which the words first occur.
    sentences
        What it was trained on, as lists of words.
    probabilities
        Of each word to come next, after each word but the last: (sentences, T − 1, V).
    loss
        Mean cross-entropy of the last step, in nats a word.
    """

    words: list[str]
    sentences: list[list[str]]
    probabilities: NDArray[np.float64]
    loss: float

    def after(self, start: str, word: str) -> float:
        """Return the probability of `word` after the words `start` of a training sentence.

        Raises
        ------
        ValueError
            If no training sentence starts with `start` and goes on, or `word` is not a word of
            the vocabulary.
        """
        read = start.split()
        if word not in self.words:
            raise ValueError(f"word: {word!r} is not one of {', '.join(self.words)}")
        for sentence, rows in zip(self.sentences, self.probabilities, strict=True):
            if sentence[: len(read)] == read and 0 < len(read) < len(sentence):
                return float(rows[len(read) - 1, self.words.index(word)])
        raise ValueError(f"start: no sentence goes on after {start!r}")


def vocabulary_of(sentences: Sequence[str]) -> list[str]:
    """Return the words of the sentences in the order in which they first occur."""
    return list(dict.fromkeys(word for sentence in sentences for word in sentence.split()))


def one_hot(sentences: Sequence[str], words: Sequence[str]) -> Array:
    """Return sentences of equally many words as (sentences, T, V): a 1 at each word's place."""
    ids = np.array([[words.index(word) for word in sentence.split()] for sentence in sentences])
    return np.eye(len(words))[ids]


def build(kind: str, d_in: int, d_hidden: int, seed: int) -> FeedForward | RecurrentNetwork:
    """Return an untrained network of one of the `KINDS`, as wide at its end as at its beginning.

    Raises
    ------
    ValueError
        If there is no such kind.
    """
    if kind not in KINDS:
        raise ValueError(f"kind: {kind!r} is not one of {', '.join(KINDS)}")
    rng = np.random.default_rng(seed)
    if kind == "feedforward":
        return FeedForward(d_in, d_hidden, d_in, rng)
    return RecurrentNetwork(RNN(d_in, d_hidden, rng), d_in, rng)


def train_next_word(
    sentences: Sequence[str], kind: str, seed: int = 0, steps: int = 300, d_hidden: int = 16
) -> NextWordRun:
    """Train a network of one of the `KINDS` to predict each sentence's next word."""
    words = vocabulary_of(sentences)
    x = one_hot(sentences, words)  # (sentences, T, V)
    inputs, targets = x[:, :-1], x[:, 1:].argmax(axis=2)  # each word, and the one that follows
    network = build(kind, len(words), d_hidden, seed)
    adam = Adam(network.params, learning_rate=0.02)
    for _ in range(steps):
        logits, _ = network.forward(inputs)  # (sentences, T - 1, V)
        loss, dlogits = softmax_cross_entropy(logits, targets)
        network.zero_grads()
        network.backward(dlogits)
        adam.step(network.grads)
    probabilities = softmax(network.forward(inputs)[0])
    return NextWordRun(words, [sentence.split() for sentence in sentences], probabilities, loss)


def best_loss(sentences: Sequence[str], window: int) -> float:
    """Return the least mean cross-entropy, in nats a word, when only the last words are seen.

    Whoever sees `window` words can do no better than to give each word that follows them its
    share of the cases: the entropy of the next word, given those words.

    Raises
    ------
    ValueError
        If `window` is not at least 1.
    """
    if window < 1:
        raise ValueError(f"window: expected at least 1 word, got {window}")
    seen: Counter[tuple[str, ...]] = Counter()
    pairs: Counter[tuple[tuple[str, ...], str]] = Counter()
    for sentence in sentences:
        words = sentence.split()
        for t in range(1, len(words)):
            before = tuple(words[max(0, t - window) : t])
            seen[before] += 1
            pairs[before, words[t]] += 1
    surprise = sum(count * np.log(seen[before] / count) for (before, _), count in pairs.items())
    return float(surprise / seen.total())
