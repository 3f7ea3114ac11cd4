"""Tokens of a line, and the line back from its tokens."""

import pytest
from minimodel.corpus.tokenizer import detokenize, tokenize
from minimodel.corpus.verb_sentences import corpus_lines


def test_bos_comes_first():
    assert tokenize("I work , you") == ["<bos>", "I", "work", ",", "you"]


def test_round_trip_is_exact_for_the_whole_corpus():
    for line in corpus_lines():
        assert detokenize(tokenize(line)) == line


@pytest.mark.parametrize("line", ["I  work", " I work", "I work\n", "I\twork"])
def test_a_line_that_could_not_be_restored_is_refused(line):
    with pytest.raises(ValueError, match="exactly one space"):
        tokenize(line)


def test_bos_in_a_line_is_refused():
    with pytest.raises(ValueError, match="already holds <bos>"):
        tokenize("<bos> I work")


@pytest.mark.parametrize("tokens", [[], ["I", "work"], ["<bos>", "I", "<bos>"]])
def test_detokenize_wants_bos_first_and_only_there(tokens):
    with pytest.raises(ValueError, match="<bos> must be the first"):
        detokenize(tokens)
