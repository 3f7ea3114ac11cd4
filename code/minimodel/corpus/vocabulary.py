"""The vocabulary: every token of the corpus, its id and how often it occurs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Final

from minimodel.corpus.tokenizer import BOS, SEPARATOR, tokenize
from minimodel.corpus.verb_sentences import corpus_lines

SPECIAL_TOKENS: Final = (BOS, SEPARATOR)


class UnknownTokenError(ValueError):
    """A token that the vocabulary does not hold."""


class Vocabulary:
    """Tokens and their ids: the special tokens first, then the others in code-point order.

    Attributes
    ----------
    tokens : tuple of str
        ``tokens[i]`` is the token with id ``i``.
    ids : dict of str to int
        The id of each token.
    counts : dict of str to int
        How often each token occurs in the lines that the vocabulary was made from, in id order.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        counted = Counter(SPECIAL_TOKENS)  # so that a special token has an id even if unused
        for line in lines:
            counted.update(tokenize(line))
        counted.subtract(SPECIAL_TOKENS)
        self.tokens = (*SPECIAL_TOKENS, *sorted(set(counted) - set(SPECIAL_TOKENS)))
        self.ids = {token: index for index, token in enumerate(self.tokens)}
        self.counts = {token: counted[token] for token in self.tokens}

    def __len__(self) -> int:
        return len(self.tokens)

    def __contains__(self, token: object) -> bool:
        return token in self.ids

    def encode(self, tokens: Iterable[str]) -> list[int]:
        """Return the id of each token.

        Raises
        ------
        UnknownTokenError
            If a token is unknown; the message names it and the known token nearest to it.
        """
        return [self._id(token) for token in tokens]

    def decode(self, ids: Sequence[int]) -> list[str]:
        """Return the token of each id.

        Raises
        ------
        ValueError
            If an id is not in the range 0 … V − 1.
        """
        for index in ids:
            if not 0 <= index < len(self.tokens):
                raise ValueError(f"ids: {index} is not between 0 and {len(self.tokens) - 1}")
        return [self.tokens[index] for index in ids]

    def _id(self, token: str) -> int:
        if token in self.ids:
            return self.ids[token]
        (nearest,) = get_close_matches(token, self.tokens, n=1, cutoff=0.0)
        raise UnknownTokenError(
            f"token {token!r} is not among the {len(self.tokens)} tokens of the vocabulary; "
            f"the nearest known token is {nearest!r}"
        )


@cache
def corpus_vocabulary() -> Vocabulary:
    """Return the vocabulary of the whole corpus, made once and shared: read it, don't change it."""
    return Vocabulary(corpus_lines())
