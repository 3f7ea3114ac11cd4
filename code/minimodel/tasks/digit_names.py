"""One to many: from the picture of a digit to its name, letter by letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.mathematics.optimizers import Adam
from minimodel.nn.generation import greedy
from minimodel.nn.linear import Linear
from minimodel.nn.module import Module
from minimodel.nn.network import RecurrentNetwork
from minimodel.nn.rnn import RNN
from minimodel.running.long_computations import long_computation
from minimodel.tasks.loop import update
from minimodel.texts.languages import said

Array = NDArray[Any]

# region names
NAMES: Final = {
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "es": ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
}
BEGIN, END = "<", ">"
# endregion names

# region glyphs
ROWS, COLUMNS = 7, 5
_GLYPHS: Final = """
.###. ..#.. .###. ##### ...#. ##### ..##. ##### .###. .###.
#...# .##.. #...# ...#. ..##. #.... .#... ....# #...# #...#
#..## ..#.. ....# ..#.. .#.#. ####. #.... ...#. #...# #...#
#.#.# ..#.. ...#. ...#. #..#. ....# ####. ..#.. .###. .####
##..# ..#.. ..#.. ....# ##### ....# #...# ..#.. #...# ....#
#...# ..#.. .#... #...# ...#. #...# #...# ..#.. #...# ...#.
.###. .###. ##### .###. ...#. .###. .###. ..#.. .###. .##..
"""
# endregion glyphs


def glyphs() -> NDArray[np.float32]:
    """Return the ten digits without noise, (10, 7, 5), 0 or 1."""
    rows = [line.split() for line in _GLYPHS.strip().splitlines()]
    return np.array(
        [[[mark == "#" for mark in row[digit]] for row in rows] for digit in range(10)], np.float32
    )


# region data
def draw_digits(
    count: int, noise: float, rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Draw pictures of random digits, (count, 7, 5), and which digits they are, (count,).

    To each of the 35 points a number from N(0, noise²) is added.
    """
    digits = rng.integers(10, size=count)
    pictures = glyphs()[digits] + rng.normal(0, noise, (count, ROWS, COLUMNS))
    return pictures.astype(np.float32), digits


# endregion data


def alphabet(lang: str) -> tuple[str, ...]:
    """Return the letters of the names, `BEGIN` and `END` in front.

    Raises
    ------
    ValueError
        If there are no names in `lang`.
    """
    try:
        names = said(NAMES, lang)
    except KeyError:
        raise ValueError(f"lang: {lang!r} is not one of {', '.join(NAMES)}") from None
    return (BEGIN, END, *sorted(set("".join(names))))


class PictureSpeller(Module):
    """A picture becomes the first state of a recurrent network that writes letters.

    h_0 = tanh(W x + b)

    Parameters
    ----------
    points
        Numbers in a picture.
    letters
        V, the letters, with those for "begin" and "end".
    d_embed, d_hidden
        Entries of an embedding and of the state.
    rng
        Source of the draws.
    dtype
        Type of the parameters.
    """

    def __init__(
        self,
        points: int,
        letters: int,
        d_embed: int,
        d_hidden: int,
        rng: np.random.Generator,
        *,
        dtype: DTypeLike = np.float32,
    ) -> None:
        super().__init__()
        self.reader = self.include("reader", Linear(points, d_hidden, rng, dtype=dtype))
        layer = RNN(d_embed, d_hidden, rng, dtype=dtype)
        self.writer = self.include(
            "writer", RecurrentNetwork(layer, letters, rng, vocab_size=letters)
        )

    def first_state(self, pictures: Array) -> Array:
        """Return h_0 (1, B, H) from pictures (B, 7, 5)."""
        self._h_0 = np.tanh(self.reader.forward(pictures.reshape(len(pictures), -1)))[None]
        return self._h_0

    def forward(self, pictures: Array, given: Array) -> Array:
        """Return logits (B, T, V) of each letter after the right ones before it (B, T)."""
        logits, _ = self.writer.forward(given, self.first_state(pictures))
        return logits

    def backward(self, dlogits: Array) -> None:
        """Add the parameters' gradients, from the gradient at the logits (B, T, V)."""
        (dh_0,) = self.writer.backward(dlogits)
        self.reader.backward((dh_0 * (1 - self._h_0**2))[0])

    def spell(self, pictures: Array, lang: str) -> list[str]:
        """Return what the network writes under pictures (B, 7, 5), letter by letter."""
        written = greedy(self.writer, 0, 1, 10, self.first_state(pictures))
        letters = alphabet(lang)
        return ["".join(letters[index] for index in row) for row in written]


@dataclass(frozen=True)
class DigitNamesRun:
    """What training leaves behind.

    Attributes
    ----------
    lang, seed, noise
        What was trained on which pictures.
    losses
        Cross-entropy of every tenth step's batch, in nats a letter.
    exact
        Share of new pictures, with the same noise, whose name is spelled right to the last letter.
    exact_by_noise
        The same at other levels of noise, by the level.
    pictures, digits, spelled
        One new picture of each digit, (10, 7, 5), which digits they are, and what was written.
    parameters
        The trained parameters, by their names in the network; see `speller`.
    """

    lang: str
    seed: int
    noise: float
    losses: tuple[float, ...]
    exact: float
    exact_by_noise: dict[float, float]
    pictures: NDArray[np.float32]
    digits: tuple[int, ...]
    spelled: tuple[str, ...]
    parameters: dict[str, NDArray[Any]]

    def speller(self) -> PictureSpeller:
        """Return the trained network."""
        letters, d_embed = self.parameters["writer.embedding.E"].shape
        d_hidden = len(self.parameters["reader.b"])
        rng = np.random.default_rng(0)
        network = PictureSpeller(ROWS * COLUMNS, letters, d_embed, d_hidden, rng)
        for name, value in self.parameters.items():
            network.params[name][...] = value
        return network


@long_computation("digit names: training a network that spells what it sees")
def train_digit_names(
    *,
    lang: str = "en",
    seed: int = 0,
    noise: float = 0.4,
    steps: int = 400,
    batch: int = 32,
    d_embed: int = 8,
    d_hidden: int = 48,
    learning_rate: float = 0.01,
    max_norm: float = 1.0,
) -> DigitNamesRun:
    """Train a network on newly drawn pictures at each step; test it on others.

    Parameters
    ----------
    lang
        Language of the names, a key of `NAMES`.
    seed
        Seed of the pictures and the first weights.
    noise
        Standard deviation of what is added to each point.
    steps, batch
        Updates, and pictures for each.
    d_embed, d_hidden, learning_rate, max_norm
        Entries of an embedding and of the state, Adam's step size, largest norm of the gradient.
    """
    letters = alphabet(lang)
    given, targets, mask = _letters_of_names(lang)
    rng = np.random.default_rng(seed)
    network = PictureSpeller(ROWS * COLUMNS, len(letters), d_embed, d_hidden, rng)
    adam = Adam(network.params, learning_rate)
    losses = []
    for step in range(steps):
        pictures, digits = draw_digits(batch, noise, rng)
        logits = network.forward(pictures, given[digits])
        loss, dlogits = softmax_cross_entropy(logits, targets[digits], mask[digits])
        network.backward(dlogits)
        update(network, adam, max_norm)
        if step % 10 == 0:
            losses.append(loss)

    def exact(level: float) -> float:
        pictures, digits = draw_digits(500, level, rng)
        spelled = network.spell(pictures, lang)
        return float(
            np.mean([s == said(NAMES, lang)[d] for s, d in zip(spelled, digits, strict=True)])
        )

    examples = glyphs() + rng.normal(0, noise, (10, ROWS, COLUMNS)).astype(np.float32)
    return DigitNamesRun(
        lang=lang,
        seed=seed,
        noise=noise,
        losses=tuple(losses),
        exact=exact(noise),
        exact_by_noise={level: exact(level) for level in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)},
        pictures=examples,
        digits=tuple(range(10)),
        spelled=tuple(network.spell(examples, lang)),
        parameters=dict(network.params),
    )


def _letters_of_names(lang: str) -> tuple[Array, Array, Array]:
    """Return for each digit the letters given and asked for, (10, T), and which of them count."""
    index = {letter: i for i, letter in enumerate(alphabet(lang))}
    length = max(map(len, said(NAMES, lang))) + 1
    rows = [[index[letter] for letter in name] for name in said(NAMES, lang)]
    given = np.array([[index[BEGIN], *row] + [0] * (length - 1 - len(row)) for row in rows])
    targets = np.array([[*row, index[END]] + [0] * (length - 1 - len(row)) for row in rows])
    mask = np.arange(length) <= np.array([[len(row)] for row in rows])
    return given, targets, mask
