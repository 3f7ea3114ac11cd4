"""Tipos y sumas de lo que devuelven las tres funciones: ejecuta pytest aquí."""

import importlib
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # para que pytest encuentre tu archivo
mine = importlib.import_module("my_ngrams")

LINES = [["<bos>", "I", "work", ",", "I", "work"], ["<bos>", "you", "work"]]


@pytest.mark.parametrize("n", [1, 2, 3])
def test_counts(n):
    """Los contextos son tuplas de n - 1 tokens, y se cuentan siete tokens."""
    counts = mine.count_ngrams(LINES, n)
    assert all(isinstance(context, tuple) and len(context) == n - 1 for context in counts)
    assert sum(sum(followers.values()) for followers in counts.values()) == 7


def test_probabilities_sum_to_one():
    """Sobre los cuatro tokens, tras un contexto visto."""
    counts = mine.count_ngrams(LINES, 2)
    tokens = ["I", "work", ",", "you"]
    total = sum(mine.probability(counts, ("work",), token, 0.5, 4) for token in tokens)
    assert total == pytest.approx(1)


def test_perplexity():
    """Un número, al menos 1."""
    counts = mine.count_ngrams(LINES, 2)
    assert mine.perplexity(counts, LINES, 2, 0.5, 4) >= 1
