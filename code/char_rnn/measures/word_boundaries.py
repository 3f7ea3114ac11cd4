"""The error by position in the word: high at its first letter, then falling (Elman 1990)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from char_rnn.measures.letters import SPACE, Reading


class NoWordsError(ValueError):
    """A text is not made of words with spaces between them."""


@dataclass(frozen=True)
class BoundaryError:
    """Mean losses by the place of the predicted character, in nats.

    Attributes
    ----------
    by_position
        Of each word's first letter, second letter, …, (P,).
    counts
        How many letters each mean is of, (P,).
    space
        Of the spaces: how well the network knows that a word is over.
    """

    by_position: NDArray[np.float64]
    counts: NDArray[np.int64]
    space: float

    @property
    def onset(self) -> float:
        """Mean loss of the first letters."""
        return float(self.by_position[0])

    @property
    def inside(self) -> float:
        """Mean loss of all letters after the first."""
        return float(np.average(self.by_position[1:], weights=self.counts[1:]))


def word_positions(inputs: str, targets: str) -> NDArray[np.int64]:
    """Number each predicted letter within its word, from 0; −1 for a space.

    A word that the text begins in the middle of is numbered from where the text begins.
    """
    positions = np.empty(len(targets), np.int64)
    position = -1
    for t, (before, char) in enumerate(zip(inputs, targets, strict=True)):
        position = 0 if before == SPACE else position + 1
        positions[t] = -1 if char == SPACE else position
    return positions


def boundary_error(reading: Reading) -> BoundaryError:
    """Average the losses of a reading by the position within the word.

    Raises
    ------
    NoWordsError
        If the text has no spaces, or no word of two letters.
    """
    positions = word_positions(reading.inputs, reading.targets)
    spaces = positions < 0
    if not spaces.any() or not (positions > 0).any():
        raise NoWordsError("reading: its text is not made of words with spaces between them")
    counts = np.bincount(positions[~spaces])
    sums = np.bincount(positions[~spaces], weights=reading.losses[~spaces])
    return BoundaryError(sums / counts, counts, float(reading.losses[spaces].mean()))


def as_json(error: BoundaryError) -> dict[str, Any]:
    """Return the numbers as JSON can hold them."""
    return {
        "by_position": error.by_position.tolist(),
        "counts": error.counts.tolist(),
        "space": error.space,
        "onset": error.onset,
        "inside": error.inside,
    }
