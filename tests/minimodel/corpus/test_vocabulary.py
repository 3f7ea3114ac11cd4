"""Ids, counts and the message for a token that is not known."""

from collections import Counter

import pytest
from minimodel.corpus.tokenizer import tokenize
from minimodel.corpus.verb_sentences import corpus_lines
from minimodel.corpus.vocabulary import UnknownTokenError, Vocabulary, corpus_vocabulary


def test_special_tokens_first_then_sorted():
    tokens = corpus_vocabulary().tokens
    assert tokens[:2] == ("<bos>", "/")
    assert list(tokens[2:]) == sorted(tokens[2:])


def test_ids_do_not_depend_on_the_order_of_the_lines():
    assert Vocabulary(reversed(corpus_lines())).ids == corpus_vocabulary().ids


def test_tokens_that_the_lab_names_are_known():
    vocabulary = corpus_vocabulary()
    for token in ("works", "trabajaron", "/", "<bos>", "he"):
        assert token in vocabulary
    assert "workz" not in vocabulary


def test_encode_and_decode_are_inverse():
    vocabulary = corpus_vocabulary()
    tokens = tokenize(corpus_lines()[5])
    assert vocabulary.decode(vocabulary.encode(tokens)) == tokens


def test_counts_are_those_of_the_lines():
    counted = Counter(token for line in corpus_lines() for token in ["<bos>", *line.split()])
    assert corpus_vocabulary().counts == counted


def test_a_special_token_has_an_id_even_if_unused():
    assert Vocabulary(["I work"]).counts == {"<bos>": 1, "/": 0, "I": 1, "work": 1}


def test_unknown_token_is_named_with_the_nearest_known_one():
    with pytest.raises(UnknownTokenError, match=r"'trabajarron'.*'trabajaron'"):
        corpus_vocabulary().encode(["trabajarron"])


@pytest.mark.parametrize("index", [-1, 444])
def test_decode_refuses_ids_out_of_range(index):
    vocabulary = corpus_vocabulary()
    assert len(vocabulary) == 444
    with pytest.raises(ValueError, match=f"ids: {index} "):
        vocabulary.decode([index])
