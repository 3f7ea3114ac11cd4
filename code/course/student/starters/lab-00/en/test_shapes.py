"""Types and lengths of what the four functions return: run pytest in this folder."""

import importlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # so that pytest finds your file
mine = importlib.import_module("my_corpus")

LINE = "I work , you work , he works / yo trabajo , tú trabajas , él trabaja"


def test_tokenize():
    """A list of 18 texts, <bos> first."""
    tokens = mine.tokenize(LINE)
    assert isinstance(tokens, list)
    assert len(tokens) == 18
    assert tokens[0] == "<bos>"


def test_vocabulary():
    """A dictionary whose ids are 0, 1, 2, …"""
    vocabulary = mine.build_vocabulary([LINE])
    assert sorted(vocabulary.values()) == list(range(len(vocabulary)))


def test_there_and_back():
    """As many ids as tokens, and the same tokens again."""
    tokens = mine.tokenize(LINE)
    vocabulary = mine.build_vocabulary([LINE])
    ids = mine.encode(tokens, vocabulary)
    assert len(ids) == len(tokens)
    assert mine.decode(ids, vocabulary) == tokens
