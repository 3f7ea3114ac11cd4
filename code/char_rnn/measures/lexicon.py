"""Which of the words that the network writes are words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final

import numpy as np

from char_rnn.measures.grammar import LEXICON
from char_rnn.measures.letters import SPACE
from char_rnn.train import CharRNN, generate

GENERATED: Final = 10_000


def whole_words(text: str) -> list[str]:
    """Return the words of a text but the first and the last, which may be cut.

    Two spaces in a row have an empty word between them: no word of any lexicon.
    """
    return text.split(SPACE)[1:-1]


def hit_rate(words: Collection[str], lexicon: Collection[str] = LEXICON) -> float:
    """Return the share of `words` that are in the lexicon.

    Raises
    ------
    ValueError
        If there are no words: a network that never writes a space has no rate.
    """
    if not words:
        raise ValueError("words: there are none")
    return sum(word in lexicon for word in words) / len(words)


def written_words(
    model: CharRNN,
    char2idx: dict[str, int],
    *,
    temperature: float = 1.0,
    activation: str = "tanh",
    length: int = GENERATED,
    seed: int = 0,
) -> list[str]:
    """Let the network write `length` characters after a space; return the whole words of it."""
    text = generate(
        model,
        SPACE,
        length,
        char2idx,
        dict(enumerate(char2idx)),
        temperature,
        activation,
        np.random.default_rng(seed),
    )
    return whole_words(SPACE + text)


def misses(words: Iterable[str], lexicon: Collection[str] = LEXICON) -> list[tuple[str, int]]:
    """Return the ten commonest words that are in no lexicon, with how often they came."""
    found = Counter(word for word in words if word not in lexicon)
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))[:10]
