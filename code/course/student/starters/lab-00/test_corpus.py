"""{{types_lengths_what}}"""

import importlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # {{so_pytest_finds}}
mine = importlib.import_module("my_corpus")

LINE = "I work , you work , he works / yo trabajo , tú trabajas , él trabaja"


def test_tokenize():
    """{{list_18_texts}}"""
    tokens = mine.tokenize(LINE)
    assert isinstance(tokens, list)
    assert len(tokens) == 18
    assert tokens[0] == "<bos>"


def test_vocabulary():
    """{{dictionary_whose_ids}}"""
    vocabulary = mine.build_vocabulary([LINE])
    assert sorted(vocabulary.values()) == list(range(len(vocabulary)))


def test_there_and_back():
    """{{as_many_ids}}"""
    tokens = mine.tokenize(LINE)
    vocabulary = mine.build_vocabulary([LINE])
    ids = mine.encode(tokens, vocabulary)
    assert len(ids) == len(tokens)
    assert mine.decode(ids, vocabulary) == tokens
