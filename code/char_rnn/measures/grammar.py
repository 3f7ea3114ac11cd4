"""The best possible predictor: the grammar's own distribution of the next character, exactly.

All sentences of the grammar, with their probabilities, go into a trie: a node stands for the
characters read since the sentence began, and its distribution for what may follow. No sentence,
with the space after it, is the beginning of another one (`test_grammar.py` checks it), so that a
reader who has seen the stream from its start is always at one certain node. A reader who comes in
anywhere is at several nodes at first, each with a probability; Bayes' rule narrows them down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from char_rnn.generate_corpus import (
    DETERMINERS,
    TEMPLATES,
    WORD_CATEGORIES,
    Template,
    candidates,
    template_weight,
)

WORDS: Final = tuple(word for words in WORD_CATEGORIES.values() for word in words)
LEXICON: Final = frozenset((*DETERMINERS, *WORDS))
ALPHABET: Final = tuple(sorted(set(" ".join(LEXICON))))
ROOT: Final = 0
Start = Literal["sentence", "anywhere"]


def sentence_probabilities() -> dict[str, float]:
    """Return every sentence of the grammar with its probability; they add up to one."""
    total = sum(template_weight(template) for template in TEMPLATES)
    probabilities: defaultdict[str, float] = defaultdict(float)
    for template in TEMPLATES:
        for sentence, probability in _sentences(template, (), ()):
            probabilities[sentence] += probability * template_weight(template) / total
    return dict(probabilities)


def _sentences(
    template: Template, chosen: tuple[str, ...], said: tuple[str, ...]
) -> Iterator[tuple[str, float]]:
    if len(chosen) == len(template):
        yield " ".join(said), 1.0
        return
    options = candidates(template, chosen)
    determiners: Sequence[str | None] = DETERMINERS
    if template[len(chosen)][0] == "CAT":
        determiners = (None,)
    for determiner in determiners:
        for word in options:
            words = (word,) if determiner is None else (determiner, word)
            for sentence, rest in _sentences(template, (*chosen, word), said + words):
                yield sentence, rest / len(options) / len(determiners)


@dataclass(frozen=True)
class Grammar:
    """The trie of all sentences, as arrays over its N nodes and the V characters.

    Attributes
    ----------
    next_node
        ``next_node[n, c]``: the node after character c; −1 where c cannot follow. (N, V)
    next_probability
        ``next_probability[n, c]``: probability of c at node n; each row adds up to one. (N, V)
    occupancy
        Share of the characters of an endless stream that are predicted at each node, (N,).
    entropy_rate
        What the exact predictor pays in the long run, in nats per character.
    """

    next_node: NDArray[np.int32]
    next_probability: NDArray[np.float64]
    occupancy: NDArray[np.float64]
    entropy_rate: float

    def start(self, start: Start = "sentence") -> Belief:
        """Return what is known before the first character.

        Parameters
        ----------
        start
            ``"sentence"``: a sentence begins. ``"anywhere"``: an unknown place of the stream.

        Raises
        ------
        ValueError
            If `start` is neither.
        """
        if start == "sentence":
            return Belief(np.array([ROOT]), np.ones(1))
        if start == "anywhere":
            return Belief(np.arange(len(self.occupancy)), self.occupancy)
        raise ValueError(f"start: {start!r} is neither 'sentence' nor 'anywhere'")

    def distribution(self, belief: Belief) -> NDArray[np.float64]:
        """Return the probability of each next character, in the order of `ALPHABET`, (V,)."""
        return belief.weights @ self.next_probability[belief.nodes]

    def read(self, belief: Belief, char: str) -> Belief:
        """Return what is known after one more character: Bayes' rule, then one step on.

        Raises
        ------
        ValueError
            If the grammar cannot go on with `char` here.
        """
        if char not in ALPHABET:
            raise ValueError(f"char: {char!r} is not in the grammar's alphabet")
        c = ALPHABET.index(char)
        weights = belief.weights * self.next_probability[belief.nodes, c]
        nodes = self.next_node[belief.nodes, c][weights > 0]
        if not nodes.size:
            raise ValueError(f"char: the grammar never goes on with {char!r} here")
        # Different places may lead to one: every sentence's last space leads to the root.
        merged, where = np.unique(nodes, return_inverse=True)
        weights = np.bincount(where, weights[weights > 0])
        return Belief(merged, weights / weights.sum())

    def predict(self, text: str, start: Start = "sentence") -> NDArray[np.float64]:
        """Return the distribution before each character of `text` and after the last.

        Parameters
        ----------
        text
            n characters of the stream.
        start
            Where it begins, as for `Grammar.start`.

        Returns
        -------
        array of shape (n + 1, V)
            Row t is P(c | text[:t]), columns in the order of `ALPHABET`.

        Raises
        ------
        ValueError
            If the grammar cannot produce `text`; says at which character.
        """
        belief = self.start(start)
        rows = np.empty((len(text) + 1, len(ALPHABET)))
        for t, char in enumerate(text):
            rows[t] = self.distribution(belief)
            try:
                belief = self.read(belief, char)
            except ValueError as problem:
                raise ValueError(f"text: character {t}: {problem}") from None
        rows[-1] = self.distribution(belief)
        return rows

    def cross_entropy(self, text: str, start: Start = "sentence") -> float:
        """Return what the exact predictor pays for `text`, in nats per character.

        Raises
        ------
        ValueError
            If `text` is empty, or the grammar cannot produce it.
        """
        if not text:
            raise ValueError("text: there is no character to predict")
        ids = np.array([ALPHABET.index(char) if char in ALPHABET else -1 for char in text])
        rows = self.predict(text, start)[:-1]
        return float(-np.log(rows[np.arange(len(ids)), ids]).mean())


@dataclass(frozen=True)
class Belief:
    """Which nodes a reader may be at, (K,), and with what probabilities, (K,)."""

    nodes: NDArray[Any]
    weights: NDArray[np.float64]


@cache
def grammar() -> Grammar:
    """Build the trie of `sentence_probabilities`, once a process.

    The stream is a chain of independent sentences, so the share of its characters that are
    predicted at a node is the probability that a sentence passes there, divided by the mean
    number of characters of a sentence; and its entropy rate is the entropy of a sentence divided
    by the same number (Cover and Thomas 2006, chapter 4), which the sum over the nodes gives too.
    """
    children: list[dict[str, int]] = [{}]
    mass: list[float] = [0.0]
    for sentence, probability in sentence_probabilities().items():
        node = ROOT
        mass[ROOT] += probability
        for char in sentence:
            if char not in children[node]:
                children[node][char] = len(children)
                children.append({})
                mass.append(0.0)
            node = children[node][char]
            mass[node] += probability
        children[node][" "] = ROOT
    passing = np.array(mass)
    next_node = np.full((len(children), len(ALPHABET)), -1, np.int32)
    for node, following in enumerate(children):
        for char, child in following.items():
            next_node[node, ALPHABET.index(char)] = child
    # The way back to the root is the only one after a sentence, and takes all of its mass.
    arriving = np.where(next_node == ROOT, passing[:, None], passing[next_node])
    next_probability = np.where(next_node >= 0, arriving / passing[:, None], 0.0)
    occupancy = passing / passing.sum()
    log = np.log(next_probability, where=next_probability > 0, out=np.zeros_like(next_probability))
    return Grammar(
        next_node,
        next_probability,
        occupancy,
        entropy_rate=float(-occupancy @ (next_probability * log).sum(axis=1)),
    )
