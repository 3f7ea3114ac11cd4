"""{{types_sums_what}}"""

import importlib
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # {{so_pytest_finds}}
mine = importlib.import_module("my_ngrams")

LINES = [["<bos>", "I", "work", ",", "I", "work"], ["<bos>", "you", "work"]]


@pytest.mark.parametrize("n", [1, 2, 3])
def test_counts(n):
    """{{contexts_tuples_n}}"""
    counts = mine.count_ngrams(LINES, n)
    assert all(isinstance(context, tuple) and len(context) == n - 1 for context in counts)
    assert sum(sum(followers.values()) for followers in counts.values()) == 7


def test_probabilities_sum_to_one():
    """{{over_four_tokens}}"""
    counts = mine.count_ngrams(LINES, 2)
    tokens = ["I", "work", ",", "you"]
    total = sum(mine.probability(counts, ("work",), token, 0.5, 4) for token in tokens)
    assert total == pytest.approx(1)


def test_perplexity():
    """{{at_least_one}}"""
    counts = mine.count_ngrams(LINES, 2)
    assert mine.perplexity(counts, LINES, 2, 0.5, 4) >= 1
