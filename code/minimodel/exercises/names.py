"""Names to nationality: a network that reads a name letter by letter and says where it is from."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.exercises.names_data import NATIONALITIES, PAGE, split
from minimodel.mathematics.functions import softmax
from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.embedding import Embedding
from minimodel.nn.gru import GRU
from minimodel.nn.linear import Linear
from minimodel.nn.module import Module
from minimodel.running.long_computations import long_computation
from minimodel.tasks.loop import update

Array = NDArray[Any]

D_EMBED: Final = 32
D_HIDDEN: Final = 64
EPOCHS: Final = 20
BATCH: Final = 64
LEARNING_RATE: Final = 0.01
MAX_NORM: Final = 1.0
SEEDS: Final = (0, 1, 2, 3, 4)
ERASED: Final = 0.1  # share of the letters that a training name loses
CROSSED: Final = 0.8  # share of the names that get the end of another one


# region letters
def alphabet_of(names: Sequence[str]) -> str:
    """Return the letters that occur in names, each once, in the order of their code points."""
    return "".join(sorted({letter for name in names for letter in _plain(name)}))


def encode(names: Sequence[str], alphabet: str) -> tuple[Array, Array]:
    """Turn names into rows of ids, filled up with zeros behind the last letter.

    Parameters
    ----------
    names
        B names. Capitals count as small letters, and é is one letter however it was typed.
    alphabet
        The known letters. The first has the id 1; every other letter has the id after the last.

    Returns
    -------
    ids : (B, T)
        With T the length of the longest name.
    lengths : (B,)
        How many letters each name has.
    """
    rows = [_plain(name) for name in names]
    lengths = np.array([len(row) for row in rows])
    number = {letter: place for place, letter in enumerate(alphabet, start=1)}
    unknown = len(alphabet) + 1
    ids = np.zeros((len(rows), lengths.max()), int)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = [number.get(letter, unknown) for letter in row]
    return ids, lengths


def _plain(name: str) -> str:
    """Small letters, and an accent joined to its letter: é may come as e and a mark."""
    return unicodedata.normalize("NFC", name.lower())


# endregion letters


# region matrix
def confusion(truth: Array, answers: Array, n_classes: int) -> Array:
    """Count how often each class is taken for each: row the truth, column the answer."""
    counts = np.zeros((n_classes, n_classes), int)
    np.add.at(counts, (np.asarray(truth), np.asarray(answers)), 1)
    return counts


# endregion matrix


# region reader
class NameReader(Module):
    """Embedding, GRU, and a readout of the state in which the last letter leaves it."""

    def __init__(
        self,
        n_symbols: int,
        n_classes: int,
        rng: np.random.Generator,
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__()
        embedding = Embedding(n_symbols, D_EMBED, rng, dtype=dtype)
        embedding.E *= 0.3  # small, so that the gates start out half open
        self.embedding = self.include("embedding", embedding)
        self.gru = self.include("gru", GRU(D_EMBED, D_HIDDEN, rng, dtype=dtype))
        self.readout = self.include("readout", Linear(D_HIDDEN, n_classes, rng, dtype=dtype))

    def forward(self, ids: Array, lengths: Array) -> Array:
        """Return the logits (B, K) of names (B, T)."""
        states, _ = self.gru.forward(self.embedding.forward(ids))  # (B, T, H)
        self._shape = states.shape
        self._at = np.arange(len(ids)), lengths - 1  # where each name ends
        return self.readout.forward(states[self._at])  # what follows there, nobody reads

    def backward(self, dlogits: Array) -> None:
        """Add the gradients of all parameters to `grads`."""
        d_states = np.zeros(self._shape, dlogits.dtype)
        d_states[self._at] = self.readout.backward(dlogits)
        dx, _ = self.gru.backward(d_states)
        self.embedding.backward(dx)


def make_network(n_symbols: int, n_classes: int, seed: int) -> NameReader:
    """Return a network with random weights.

    Parameters
    ----------
    n_symbols
        How many ids there are, from 0, the padding, to that of an unknown letter.
    n_classes
        K, how many nationalities.
    seed
        Seed of the weights.
    """
    return NameReader(n_symbols, n_classes, np.random.default_rng(seed))


def loss_and_gradients(
    network: NameReader, ids: Array, lengths: Array, labels: Array
) -> tuple[float, dict[str, Array]]:
    """Return the mean cross-entropy of B names, in nats a name, and its gradients by name."""
    network.zero_grads()
    logits = network.forward(ids, lengths)
    loss, dlogits = softmax_cross_entropy(logits, labels)
    network.backward(dlogits)
    return loss, network.grads


# endregion reader


# region crossed
class Crossing:
    """Makes new names: the beginning of one and the end of another of the same class.

    They meet at a letter that both have. From *Lucía* and *Marcos*, at the c, come *Lucos* and
    *Marcía*: names that nobody bears, and that sound like their class.
    """

    def __init__(self, ids: Array, lengths: Array, labels: Array) -> None:
        self.rows = [row[:length] for row, length in zip(ids, lengths, strict=True)]
        self.labels = labels
        self.ends: defaultdict[tuple[int, int], list[Array]] = defaultdict(list)
        for row, label in zip(self.rows, labels, strict=True):
            for place, letter in enumerate(row):
                self.ends[label, letter].append(row[place + 1 :])

    def drawn(self, chosen: Array, rng: np.random.Generator) -> tuple[Array, Array]:
        """Return the ids and lengths of the chosen names, `CROSSED` of them with another end."""
        rows = []
        for i in chosen:
            row = self.rows[i]
            if rng.random() < CROSSED:
                cut = int(rng.integers(1, len(row) + 1))
                ends = self.ends[self.labels[i], row[cut - 1]]
                row = np.concatenate([row[:cut], ends[int(rng.integers(len(ends)))]])
            rows.append(row)
        lengths = np.array([len(row) for row in rows])
        ids = np.zeros((len(rows), lengths.max()), int)
        for line, row in zip(ids, rows, strict=True):
            line[: len(row)] = row
        return ids, lengths


# endregion crossed


# region training
class Classifier(NamedTuple):
    """What training leaves behind: the network, and the letters that it knows."""

    network: NameReader
    alphabet: str


def train(names: Sequence[str], labels: Array, n_classes: int, seed: int) -> Classifier:
    """Train on names and their classes.

    No name looks the same in two epochs: most are crossed with others, and some letters are
    replaced by the unknown one.
    """
    alphabet = alphabet_of(names)
    unknown = len(alphabet) + 1
    ids, lengths = encode(names, alphabet)
    labels = np.asarray(labels)
    rng = np.random.default_rng(seed)
    network = NameReader(unknown + 1, n_classes, rng, np.float32)
    adam = Adam(network.params, LEARNING_RATE)
    crossing = Crossing(ids, lengths, labels)
    starts = range(0, len(ids), BATCH)
    for epoch in range(EPOCHS):
        order = rng.permutation(len(ids))
        for start in starts:
            chosen = order[start : start + BATCH]
            shown, ends = crossing.drawn(chosen, rng)
            shown[rng.random(shown.shape) < ERASED] = unknown
            loss_and_gradients(network, shown, ends, labels[chosen])
            # The step shrinks to nothing, so that the last batches do not decide.
            progress = (epoch + start / len(ids)) / EPOCHS
            adam.learning_rate = LEARNING_RATE * (1 - progress)
            update(network, adam, MAX_NORM)
    return Classifier(network, alphabet)


def classify(classifier: Classifier, names: Sequence[str]) -> Array:
    """Return the class that the network finds most likely for each name, (B,)."""
    return classifier.network.forward(*encode(names, classifier.alphabet)).argmax(axis=1)


# endregion training


def reading(classifier: Classifier, name: str) -> Array:
    """Return the probability of each class after each letter of one name, (T, K)."""
    network = classifier.network
    ids, _ = encode([name], classifier.alphabet)
    states, _ = network.gru.forward(network.embedding.forward(ids))
    return softmax(network.readout.forward(states[0]))


@dataclass(frozen=True)
class Run:
    """What one training leaves behind.

    Attributes
    ----------
    probabilities
        Of each class for each held-out name, (B, K).
    right_of_training
        Share of the names that were trained on whose most probable class is the right one.
    readings
        By name, the probability of each class after each of its letters, (T, K).
    """

    probabilities: Array
    right_of_training: float
    readings: dict[str, Array]


@long_computation("names: training a reader")
def run(*, seed: int, names: tuple[str, ...] = ()) -> Run:
    """Train one network on the page's split, and try it on the names held out.

    Parameters
    ----------
    seed
        Of first weights, order, and what training changes of the names.
    names
        Those whose reading is kept.
    """
    training, held_out = split(PAGE)
    classifier = train(*training, len(NATIONALITIES), seed)
    logits = classifier.network.forward(*encode(held_out.names, classifier.alphabet))
    return Run(
        softmax(logits),
        float(np.mean(classify(classifier, training.names) == training.labels)),
        {name: reading(classifier, name) for name in names},
    )
