"""Sentences whose ambiguous word is decided by another word, which stands before or after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

# For each word its two senses, by their Spanish names, and the words that tell them apart.
SENSES: Final = {
    "bank": {"orilla": ("river", "lake", "sea"), "banco": ("city", "village", "country")},
    "bat": {"murciélago": ("cave", "attic", "forest"), "bate": ("stadium", "match", "gym")},
    "crane": {"grulla": ("marsh", "pond", "nest"), "grúa": ("harbor", "factory", "roof")},
}
LABELS: Final = tuple(sense for senses in SENSES.values() for sense in senses)
OPENINGS: Final = ("we saw", "she drew", "they found", "I know", "he likes", "you showed me")
LINKS: Final = {
    "before": ("near", "on the other side of", "at the far end of", "in a picture of"),
    "after": ("of", "on the other side of", "at the far end of", "in a picture of"),
}
ORDERS: Final = tuple(LINKS)


@dataclass(frozen=True)
class Sentence:
    """A sentence with one ambiguous word.

    Attributes
    ----------
    tokens
        Its words.
    place
        The position of the ambiguous word, counted from 0.
    sense
        What it means there, as a position in `LABELS`.
    order
        Where the word that decides stands: ``"before"`` or ``"after"`` the ambiguous one.
    group
        Sentences of one group differ in the word that decides and in nothing else.
    """

    tokens: tuple[str, ...]
    place: int
    sense: int
    order: str
    group: tuple[str, ...]


def sentence(word: str, opening: str, link: str, clue: str, order: str) -> tuple[str, ...]:
    """Return the words of a sentence, with the clue before or after the ambiguous word."""
    if order == "after":
        return tuple(f"{opening} the {word} {link} the {clue}".split())
    return tuple(f"{link} the {clue} {opening} the {word} again".split())


@cache
def sentences() -> tuple[Sentence, ...]:
    """Return all sentences: in each group three have the one sense and three the other."""
    found = []
    for word, order, opening in product(SENSES, ORDERS, OPENINGS):
        for link in LINKS[order]:
            for sense, clues in SENSES[word].items():
                for clue in clues:
                    tokens = sentence(word, opening, link, clue, order)
                    group = (word, order, opening, link)
                    place = tokens.index(word)
                    found.append(Sentence(tokens, place, LABELS.index(sense), order, group))
    return tuple(found)


def split(seed: int, held_out: float = 0.25) -> tuple[list[Sentence], list[Sentence]]:
    """Divide the sentences by whole groups; return those to learn from and those held out.

    Since a held-out group holds both senses three times, a network that can't see the word that
    decides is right in half of it at most.
    """
    groups = [list(group) for _, group in groupby(sentences(), key=lambda each: each.group)]
    shuffled = [groups[index] for index in np.random.default_rng(seed).permutation(len(groups))]
    cut = round(held_out * len(groups))
    learn = [each for group in shuffled[cut:] for each in group]
    return learn, [each for group in shuffled[:cut] for each in group]


@cache
def word_ids() -> dict[str, int]:
    """Return the id of each word; 0 is kept for the padding behind short sentences."""
    words = sorted({token for each in sentences() for token in each.tokens})
    return {word: index for index, word in enumerate(words, start=1)}


def as_ids(tokens: Sequence[str]) -> Array:
    """Return the ids (T,) of a sentence's words.

    Raises
    ------
    ValueError
        If a word does not occur in the task.
    """
    ids = word_ids()
    unknown = [token for token in tokens if token not in ids]
    if unknown:
        raise ValueError(f"tokens: {unknown[0]!r} does not occur in the task's sentences")
    return np.array([ids[token] for token in tokens])


def batch_arrays(batch: Sequence[Sentence]) -> tuple[Array, Array, Array]:
    """Return ids and senses (B, T), and a mask (B, T) that is true at the ambiguous words."""
    shape = len(batch), max(len(each.tokens) for each in batch)
    ids, senses, mask = np.zeros(shape, int), np.zeros(shape, int), np.zeros(shape, bool)
    for row, each in enumerate(batch):
        ids[row, : len(each.tokens)] = as_ids(each.tokens)
        senses[row, each.place] = each.sense
        mask[row, each.place] = True
    return ids, senses, mask
