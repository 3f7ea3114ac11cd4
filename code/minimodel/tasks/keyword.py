"""Finding a key word anywhere: weights of their own for each place, or the same at each step."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.linear import Linear
from minimodel.nn.module import Module
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.rnn import RNN
from minimodel.running.long_computations import long_computation

Array = NDArray[Any]

KEY: Final = 0  # the id of the key word
WORDS: Final = 10  # in the vocabulary
LENGTH: Final = 10  # of the longest sequence
TAUGHT: Final = 5  # of the longest sequence in training


class WindowClassifier(Module):
    """A hidden layer that has weights of its own for each place, up to a fixed length."""

    def __init__(self, length: int, d_in: int, d_hidden: int, rng: np.random.Generator):
        super().__init__()
        self.hidden = self.include("hidden", Linear(length * d_in, d_hidden, rng))
        self.readout = self.include("readout", Linear(d_hidden, 2, rng))

    def forward(self, x: Array) -> tuple[Array]:
        """Return two scores (B, 2), no and yes, for sequences x (B, length, d_in)."""
        self._shape = x.shape
        self._h = np.tanh(self.hidden.forward(x.reshape(len(x), -1)))  # (B, H)
        return (self.readout.forward(self._h),)

    def backward(self, dlogits: Array) -> Array:
        """Return dx (B, length, d_in) from dlogits (B, 2); add the parameters' gradients."""
        dh = self.readout.backward(dlogits)
        return self.hidden.backward(dh * (1 - self._h**2)).reshape(self._shape)


def sequences(
    count: int, length: int, place: NDArray[np.int64] | int, rng: np.random.Generator
) -> Array:
    """Return `count` random sequences with the key at `place` and nowhere else; −1 for no key.

    Returns
    -------
    array of shape (count, length, WORDS)
        One-hot.
    """
    ids = rng.integers(1, WORDS, (count, length))
    places = np.broadcast_to(place, count)
    has_key = places >= 0
    ids[has_key, places[has_key]] = KEY
    return np.eye(WORDS)[ids]


def padded(x: Array) -> Array:
    """Return sequences (B, T, WORDS) with zeros behind them, (B, LENGTH, WORDS)."""
    return np.pad(x, ((0, 0), (0, LENGTH - x.shape[1]), (0, 0)))


@long_computation("finding a key word at places that training never showed")
def detection_by_place(
    kind: str, seed: int = 0, shortest: int = 1, steps: int = 300
) -> NDArray[np.float64]:
    """Train on short sequences; return how often the key is found at each place of long ones.

    Parameters
    ----------
    kind
        ``"feedforward"``, which gets every sequence padded to `LENGTH`, or ``"recurrent"``.
    seed
        Seed of weights and data.
    shortest
        Each training batch has sequences of one length, between this one and `TAUGHT`.
    steps
        Training steps, with 32 sequences each, half of them with the key.

    Returns
    -------
    array of shape (LENGTH + 1,)
        The share of 200 sequences of `LENGTH` words that are answered with yes, for each place
        of the key; at the end, for sequences without it.

    Raises
    ------
    ValueError
        If there is no such kind, or `shortest` is not between 1 and `TAUGHT`.
    """
    if kind not in ("feedforward", "recurrent"):
        raise ValueError(f"kind: {kind!r} is not 'feedforward' or 'recurrent'")
    if not 1 <= shortest <= TAUGHT:
        raise ValueError(f"shortest: expected 1 to {TAUGHT}, got {shortest}")
    rng = np.random.default_rng(seed)
    window = kind == "feedforward"
    network: WindowClassifier | RecurrentNetwork = (
        WindowClassifier(LENGTH, WORDS, 16, rng)
        if window
        else RecurrentNetwork(RNN(WORDS, 16, rng), 2, rng, last_only=True)
    )
    adam = Adam(network.params, learning_rate=0.01)
    for _ in range(steps):
        length = int(rng.integers(shortest, TAUGHT + 1))
        place = np.where(rng.random(32) < 0.5, rng.integers(0, length, 32), -1)
        x = sequences(32, length, place, rng)  # (32, length, WORDS)
        logits, *_ = network.forward(padded(x) if window else x)  # (32, 2)
        _, dlogits = softmax_cross_entropy(logits, (place >= 0).astype(int))
        network.zero_grads()
        network.backward(dlogits)
        adam.step(network.grads)
    return np.array(
        [
            np.mean(network.forward(sequences(200, LENGTH, place, rng))[0].argmax(axis=1))
            for place in (*range(LENGTH), -1)
        ]
    )
