"""What the network of the names has to beat: counting letters, apart for each nationality."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from minimodel.corpus.tokenizer import SEPARATOR
from minimodel.corpus.vocabulary import Vocabulary
from minimodel.exercises.names import alphabet_of
from minimodel.ngrams.model import NGram, surprisals
from minimodel.tasks.character_ngrams import Interpolated, costs

# Whatever does best on the held-out names, on average over the five splits of the page.
K: Final = {2: 0.2, 3: 0.2}
TRUST: Final = 10.0
UNKNOWN: Final = "?"

Cost = Callable[[str], float]  # −log p of a name, its end included, in nats


class Counting:
    """Chooses the class under whose counts a name is most probable.

    log p(class) + log p(name | class), the latter letter by letter.

    Parameters
    ----------
    names, labels, n_classes
        What is counted.
    count
        Makes the model of one class from its names.
    """

    def __init__(
        self,
        names: Sequence[str],
        labels: Any,
        n_classes: int,
        count: Callable[[list[str], str], Cost],
    ) -> None:
        labels = np.asarray(labels)
        alphabet = alphabet_of(names)
        self.prior = np.log(np.bincount(labels, minlength=n_classes) / len(labels))
        self.costs = [
            count([name for name, own in zip(names, labels, strict=True) if own == label], alphabet)
            for label in range(n_classes)
        ]

    def classify(self, names: Sequence[str]) -> NDArray[np.int64]:
        """Return the most probable class of each name, (B,)."""
        scores = [
            [prior - cost(name) for prior, cost in zip(self.prior, self.costs, strict=True)]
            for name in names
        ]
        return np.array(scores).argmax(axis=1)


def add_k(n: int, k: float) -> Callable[[list[str], str], Cost]:
    """Return what counts as lab 01 does, with letters for words: add-k smoothing."""

    def count(names: list[str], alphabet: str) -> Cost:
        tokens = Vocabulary([" ".join([*map(_token, alphabet), UNKNOWN])])

        def line(name: str) -> str:
            letters = [_token(letter) for letter in name.lower()]
            known = [letter if letter in tokens else UNKNOWN for letter in letters]
            return " ".join([*known, SEPARATOR])  # the end counts, too

        model = NGram(n, k, [line(name) for name in names], tokens)
        return lambda name: float(surprisals(model, [line(name)]).sum())

    return count


def backing_off(n: int, alpha: float) -> Callable[[list[str], str], Cost]:
    """Return what counts as chapter 7 does: a rare context trusts the shorter one."""

    def count(names: list[str], alphabet: str) -> Cost:
        text = "".join(f"\n{name.lower()}" for name in names) + "\n"
        model = Interpolated(text, n, alpha, alphabet + "\n")
        return lambda name: float(costs(model, f"{name.lower()}\n", "\n").sum())

    return count


def _token(letter: str) -> str:
    """A letter as a token: De Luca has a space, which separates tokens."""
    return "_" if letter == " " else letter
