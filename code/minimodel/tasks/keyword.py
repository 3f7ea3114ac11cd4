"""Finding a key word anywhere: weights of their own for each place, or the same at each step."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.convolution import Convolution
from minimodel.nn.linear import Linear
from minimodel.nn.module import Module
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.rnn import RNN
from minimodel.running.long_computations import long_computation

Array = NDArray[Any]

READERS: Final = ("window", "convolution", "recurrent")
WIDTH: Final = 3  # words that a filter of the convolution sees at once

KEY: Final = 0  # the id of the key word
WORDS: Final = 10  # in the vocabulary
LENGTH: Final = 10  # of the longest sequence
TAUGHT: Final = 5  # of the longest sequence in training


class WindowClassifier(Module):
    """A hidden layer that has weights of its own for each place, up to a fixed length."""

    def __init__(
        self,
        length: int,
        d_in: int,
        d_hidden: int,
        rng: np.random.Generator,
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__()
        self.hidden = self.include("hidden", Linear(length * d_in, d_hidden, rng, dtype=dtype))
        self.readout = self.include("readout", Linear(d_hidden, 2, rng, dtype=dtype))

    def forward(self, x: Array) -> tuple[Array]:
        """Return two scores (B, 2), no and yes, for sequences x (B, length, d_in)."""
        self._shape = x.shape
        self._h = np.tanh(self.hidden.forward(x.reshape(len(x), -1)))  # (B, H)
        return (self.readout.forward(self._h),)

    def backward(self, dlogits: Array) -> Array:
        """Return dx (B, length, d_in) from dlogits (B, 2); add the parameters' gradients."""
        dh = self.readout.backward(dlogits)
        return self.hidden.backward(dh * (1 - self._h**2)).reshape(self._shape)


class FilterClassifier(Module):
    """A convolution, and a readout of what its filters found."""

    def __init__(
        self,
        d_in: int,
        d_hidden: int,
        width: int,
        rng: np.random.Generator,
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__()
        filters = Convolution(d_in, d_hidden, width, rng, dtype=dtype)
        self.hidden = self.include("hidden", filters)
        self.readout = self.include("readout", Linear(d_hidden, 2, rng, dtype=dtype))

    def forward(self, x: Array) -> tuple[Array]:
        """Return two scores (B, 2), no and yes, for sequences x (B, T, d_in)."""
        return (self.readout.forward(self.hidden.forward(x)),)

    def backward(self, dlogits: Array) -> Array:
        """Return dx (B, T, d_in) from dlogits (B, 2); add the parameters' gradients."""
        return self.hidden.backward(self.readout.backward(dlogits))


def reader(
    kind: str,
    length: int,
    rng: np.random.Generator,
    width: int = WIDTH,
    dtype: DTypeLike = np.float64,
) -> WindowClassifier | FilterClassifier | RecurrentNetwork:
    """Return an untrained classifier, no or yes, of one of the `READERS`.

    Parameters
    ----------
    kind
        One of the `READERS`.
    length
        Steps of the longest sequence, which only the window has to know.
    rng
        Source of the first weights.
    width
        Words that a filter of the convolution sees at once.
    dtype
        Type of the parameters. Half of the time of these small networks is tanh, which NumPy
        computes several times faster in float32.

    Raises
    ------
    ValueError
        If there is no such kind.
    """
    if kind not in READERS:
        raise ValueError(f"kind: {kind!r} is not one of {', '.join(READERS)}")
    if kind == "window":
        return WindowClassifier(length, WORDS, 16, rng, dtype)
    if kind == "convolution":
        return FilterClassifier(WORDS, 16, width, rng, dtype)
    return RecurrentNetwork(RNN(WORDS, 16, rng, dtype=dtype), 2, rng, last_only=True)


def learn(
    network: WindowClassifier | FilterClassifier | RecurrentNetwork,
    optimizer: Adam,
    x: Array,
    targets: NDArray[np.int64],
) -> None:
    """Take one step on a batch x (B, T, WORDS) with the right classes (B,)."""
    logits, *_ = network.forward(x)  # (B, 2)
    _, dlogits = softmax_cross_entropy(logits, targets)
    network.zero_grads()
    network.backward(dlogits)
    optimizer.step(network.grads)


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
    return np.eye(WORDS, dtype=np.float32)[ids]


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
        One of the `READERS`. The window gets every sequence padded to `LENGTH`.
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
    if not 1 <= shortest <= TAUGHT:
        raise ValueError(f"shortest: expected 1 to {TAUGHT}, got {shortest}")
    rng = np.random.default_rng(seed)
    network = reader(kind, LENGTH, rng, dtype=np.float32)
    adam = Adam(network.params, learning_rate=0.01)
    for _ in range(steps):
        length = int(rng.integers(shortest, TAUGHT + 1))
        place = np.where(rng.random(32) < 0.5, rng.integers(0, length, 32), -1)
        x = sequences(32, length, place, rng)  # (32, length, WORDS)
        learn(network, adam, padded(x) if kind == "window" else x, (place >= 0).astype(int))
    return np.array(
        [
            np.mean(network.forward(sequences(200, LENGTH, place, rng))[0].argmax(axis=1))
            for place in (*range(LENGTH), -1)
        ]
    )
