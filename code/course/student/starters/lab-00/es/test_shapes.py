"""Tipos y longitudes de lo que devuelven las cuatro funciones: ejecuta pytest aquí."""

import importlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # para que pytest encuentre tu archivo
mine = importlib.import_module("my_corpus")

LINE = "I work , you work , he works / yo trabajo , tú trabajas , él trabaja"


def test_tokenize():
    """Una lista de 18 textos, <bos> el primero."""
    tokens = mine.tokenize(LINE)
    assert isinstance(tokens, list)
    assert len(tokens) == 18
    assert tokens[0] == "<bos>"


def test_vocabulary():
    """Un diccionario con los ids 0, 1, 2, …"""
    vocabulary = mine.build_vocabulary([LINE])
    assert sorted(vocabulary.values()) == list(range(len(vocabulary)))


def test_there_and_back():
    """Tantos ids como tokens, y otra vez los mismos tokens."""
    tokens = mine.tokenize(LINE)
    vocabulary = mine.build_vocabulary([LINE])
    ids = mine.encode(tokens, vocabulary)
    assert len(ids) == len(tokens)
    assert mine.decode(ids, vocabulary) == tokens
