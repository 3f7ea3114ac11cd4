"""The two sequences of fifty tokens that the gradient is measured on."""

from __future__ import annotations

from itertools import cycle, islice
from typing import NamedTuple

import numpy as np

from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.labs.vanishing.constants import OPTIONS, SEED, T

CLAUSES = ("I", "work", ",", "you", "work", ",")
TARGET = "work"


class SyntheticSequence(NamedTuple):
    """A sequence to read, and the token that the loss asks for after it.

    Attributes
    ----------
    tokens, ids
        The T tokens and their ids in the verb corpus's vocabulary.
    target
        Id of the token asked for.
    """

    tokens: tuple[str, ...]
    ids: tuple[int, ...]
    target: int


def synthetic_sequence(option: str = "A", length: int = T) -> SyntheticSequence:
    """Return one of the lab's sequences.

    Parameters
    ----------
    option
        ``"A"``: ``I work , you work , I work , …``, cut after `length` tokens, without
        ``<bos>``; the target is the form that the first token, ``I``, governs.
        ``"B"``: token ids drawn at random, with the lab's seed; the same target.
    length
        Number of tokens.

    Raises
    ------
    ValueError
        If there is no such option, or `length` is not positive.
    """
    if option not in OPTIONS:
        raise ValueError(f"option: {option!r} is not 'A' or 'B'")
    if length < 1:
        raise ValueError(f"length: {length} is not a positive number of tokens")
    vocabulary = corpus_vocabulary()
    if option == "A":
        tokens = list(islice(cycle(CLAUSES), length))
        ids = vocabulary.encode(tokens)
    else:
        ids = np.random.default_rng(SEED).integers(len(vocabulary), size=length).tolist()
        tokens = vocabulary.decode(ids)
    return SyntheticSequence(tuple(tokens), tuple(ids), vocabulary.ids[TARGET])
