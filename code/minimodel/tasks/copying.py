"""How much of a written text is copied: known words, and the longest stretch taken over."""

from __future__ import annotations

import re

WORD = re.compile(r"[a-z'-]+")


def known_words(written: str, text: str) -> float:
    """Return the share of the written words that occur in the text.

    The first and the last word don't count, since they may be cut. 1 if there is no other.
    """
    vocabulary = set(WORD.findall(text))
    words = WORD.findall(written)[1:-1]
    return sum(word in vocabulary for word in words) / len(words) if words else 1.0


def longest_copy(written: str, text: str) -> str:
    """Return the longest stretch of what was written that stands in the text as it is."""
    best = ""
    for start in range(len(written)):
        while start + len(best) < len(written) and (written[start : start + len(best) + 1] in text):
            best = written[start : start + len(best) + 1]
    return best
