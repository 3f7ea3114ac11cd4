"""Counting characters: an interpolated n-gram, what a network of characters has to beat."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Final

import numpy as np
from numpy.typing import NDArray

TRUSTS: Final = (0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 30.0)


# region model
class Interpolated:
    """Predict the next character from the n − 1 before it, by counts of all shorter contexts.

    p_n(c | context) = (count(context, c) + α p_{n−1}(c | shorter context)) / (count(context) + α)

    The shortest context is none at all, and below it every character is equally probable. The
    rarer a context, the more its shorter one has to say (MacKay and Peto 1995).

    Parameters
    ----------
    text
        What is counted.
    n
        1 for frequencies alone, 2 for a bigram, 3 for a trigram, and so on.
    alpha
        How many characters' worth of trust the shorter context gets.
    vocabulary
        The characters that probability is spread over.
    """

    def __init__(self, text: str, n: int, alpha: float, vocabulary: str) -> None:
        self.n, self.alpha, self.vocabulary = n, alpha, vocabulary
        self.counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for length in range(n):
            for i in range(length, len(text)):
                self.counts[text[i - length : i]][text[i]] += 1

    def probability(self, character: str, before: str) -> float:
        """Return p(character | the text before it)."""
        p = 1 / len(self.vocabulary)
        for length in range(min(self.n, len(before) + 1)):
            context = before[len(before) - length :]
            if context not in self.counts:
                break  # longer ones were not seen either
            seen = self.counts[context]
            p = (seen[character] + self.alpha * p) / (seen.total() + self.alpha)
        return p


# endregion model


def costs(model: Interpolated, text: str, before: str = "") -> NDArray[np.float64]:
    """Return −ln p of each character of a text that follows another, in nats."""
    whole = before + text
    return np.array(
        [
            -np.log(model.probability(whole[i], whole[max(0, i - model.n) : i]))
            for i in range(len(before), len(whole))
        ]
    )


def fitted(text: str, n: int, vocabulary: str) -> Interpolated:
    """Return the model whose α does best on the last fifth of the text, with all of it counted."""
    cut = round(0.8 * len(text))
    model = Interpolated(
        text[:cut], n, TRUSTS[0], vocabulary
    )  # whatever α is, the counts are these

    def on_last_fifth(alpha: float) -> float:
        model.alpha = alpha
        return float(costs(model, text[cut:], text[:cut]).mean())

    return Interpolated(text, n, min(TRUSTS, key=on_last_fifth), vocabulary)
