"""Four small tasks for a network with a memory, each with a demand of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

LETTERS: Final = 4
BLANK: Final = 4  # id of the symbol that says nothing
OFTEN: Final = 0.1  # how often a letter stands between the blanks
BEFORE: Final = 20  # steps before the blanks, when the last letter is asked for after a while
DELAY: Final = 10

# What each swap of two cups does to a ball: SWAPS[s, place] is where it is afterwards.
SWAPS: Final = np.array([[1, 0, 2], [2, 1, 0], [0, 2, 1]])


class Batch(NamedTuple):
    """Symbols (B, T), the right answer after each, (B, T), and which answers count, (B, T).

    Drawn with `Generators`, each has an axis in front, an entry for each generator.
    """

    symbols: Array
    answers: Array
    counted: Array


# region last
def last_letter(batch: int, length: int, rng: np.random.Generator) -> Batch:
    """Say at every step which letter came last: letters, with many blanks between them."""
    letters = rng.integers(LETTERS, size=(batch, length))
    symbols = np.where(rng.random((batch, length)) < OFTEN, letters, BLANK)
    symbols[..., 0] = letters[..., 0]
    places = np.where(symbols == BLANK, 0, np.arange(length))
    came_last = np.maximum.accumulate(places, axis=-1)
    return _all(symbols, np.take_along_axis(symbols, came_last, axis=-1))


# endregion last


def last_letter_and_blanks(batch: int, length: int, rng: np.random.Generator) -> Batch:
    """Put blanks behind `BEFORE` steps of `last_letter`; `length` of them, which alone count."""
    symbols, answers, counted = last_letter(batch, BEFORE, rng)
    behind = ((0, 0), (0, length))
    counted[:] = False
    return Batch(
        np.pad(symbols, behind, constant_values=BLANK),
        np.pad(answers, behind, mode="edge"),
        np.pad(counted, behind, constant_values=True),
    )


# region delayed
def delayed(batch: int, length: int, rng: np.random.Generator) -> Batch:
    """Say at every step which letter came `DELAY` steps before; here each step brings one."""
    symbols = rng.integers(LETTERS, size=(batch, length))
    answers, counted = np.roll(symbols, DELAY, axis=-1), np.ones(symbols.shape, bool)
    counted[..., :DELAY] = False
    return Batch(symbols, answers, counted)


# endregion delayed


# region parity
def parity(batch: int, length: int, rng: np.random.Generator) -> Batch:
    """Say at every step whether the number of ones so far is odd."""
    bits = rng.integers(2, size=(batch, length))
    return _all(bits, bits.cumsum(axis=-1) % 2)


# endregion parity


# region ball
def ball(batch: int, length: int, rng: np.random.Generator) -> Batch:
    """Say at every step under which of three cups the ball is; each step swaps two of them."""
    swaps = rng.integers(len(SWAPS), size=(batch, length))
    place, answers = np.zeros(swaps.shape[:-1], int), np.empty_like(swaps)
    for t in range(length):
        place = answers[..., t] = SWAPS[swaps[..., t], place]
    return _all(swaps, answers)


# endregion ball


class Task(NamedTuple):
    """What is drawn to learn from and to be asked, and how long.

    Attributes
    ----------
    draw, ask
        Draw a batch to learn from, and one to be asked.
    symbols, answers
        How many there are.
    lengths
        The shortest and the longest sequence to learn from.
    asked
        How many steps count when it is asked, a multiple of `BLOCK`.
    steps
        Batches to learn from.
    """

    draw: Callable[[int, int, np.random.Generator], Batch]
    ask: Callable[[int, int, np.random.Generator], Batch]
    symbols: int
    answers: int
    lengths: tuple[int, int]
    asked: int
    steps: int


TASKS: Final = {
    "last": Task(last_letter, last_letter_and_blanks, LETTERS + 1, LETTERS, (30, 30), 500, 160),
    "delayed": Task(delayed, delayed, LETTERS, LETTERS, (20, 20), 100, 130),
    "parity": Task(parity, parity, 2, 2, (2, 16), 500, 280),
    "ball": Task(ball, ball, len(SWAPS), 3, (2, 16), 500, 320),
}


def _all(symbols: Array, answers: Array) -> Batch:
    return Batch(symbols, answers, np.ones(symbols.shape, bool))
