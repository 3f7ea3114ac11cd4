"""How often the likeliest character is the one that comes, by what the network has just read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import numpy as np

from char_rnn.measures.letters import Reading
from char_rnn.measures.word_boundaries import word_positions

CONTEXTS: Final = 12  # that are shown


@dataclass(frozen=True)
class Accuracy:
    """Shares of correct guesses: of all characters, and by the place of the guessed one."""

    all: float
    onset: float
    inside: float
    space: float


def accuracy_by_place(reading: Reading) -> Accuracy:
    """Average the correct guesses of first letters, of later letters, and of spaces.

    A place that the text does not have is not a number.
    """
    positions = word_positions(reading.inputs, reading.targets)
    places = (positions == positions, positions == 0, positions > 0, positions < 0)
    shares = [
        float(reading.correct[here].mean()) if here.any() else float("nan") for here in places
    ]
    return Accuracy(*shares)


@dataclass(frozen=True)
class Context:
    """The characters before a prediction: how often they came, and how often it was right."""

    context: str
    count: int
    accuracy: float


def accuracy_in_context(reading: Reading, length: int = 3) -> list[Context]:
    """Return the commonest contexts of `length` characters, the best predicted first."""
    found: defaultdict[str, list[bool]] = defaultdict(list)
    for t in range(length - 1, len(reading.inputs)):
        found[reading.inputs[t - length + 1 : t + 1]].append(bool(reading.correct[t]))
    commonest = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))[:CONTEXTS]
    contexts = [Context(chars, len(hits), float(np.mean(hits))) for chars, hits in commonest]
    return sorted(contexts, key=lambda context: -context.accuracy)
