"""The corpus's lines, and the two ways to hold some of them out."""

import pytest
from minimodel.corpus.verb_sentences import VERBS, corpus_lines, split_sentences, verb_sentences


def test_lines_read_as_they_should():
    lines = corpus_lines()
    assert lines[0] == "I work , you work , he works / yo trabajo , tú trabajas , él trabaja"
    assert (
        "we went , you went , they went / nosotros fuimos , vosotros fuisteis , ellos fueron"
        in lines
    )
    assert "I am , you are , she is / yo soy , tú eres , ella es" in lines


def test_every_line_is_there_once_and_equally_long():
    lines = corpus_lines()
    assert len(lines) == len(set(lines)) == 8 * len(VERBS)
    assert {len(line.split()) for line in lines} == {17}


def test_a_few_hundred_lines_of_distinct_verbs():
    assert 200 <= len(corpus_lines()) <= 500
    assert len({english for english, _ in VERBS}) == len({spanish for _, spanish in VERBS})


@pytest.mark.parametrize("by", ["line", "verb"])
def test_split_is_a_partition_and_depends_on_the_seed(by):
    sentences = verb_sentences()
    training, held_out = split_sentences(sentences, 0.1, seed=42, by=by)
    assert sorted(s.text for s in training + held_out) == sorted(s.text for s in sentences)
    assert len(held_out) == pytest.approx(0.1 * len(sentences), abs=1)
    assert split_sentences(sentences, 0.1, seed=42, by=by) == (training, held_out)
    assert split_sentences(sentences, 0.1, seed=7, by=by)[1] != held_out


def test_split_by_verb_shares_no_verb():
    training, held_out = split_sentences(verb_sentences(), 0.1, by="verb")
    assert not {s.verb for s in training} & {s.verb for s in held_out}


@pytest.mark.parametrize(
    ("arguments", "named"),
    [({"by": "word"}, "by"), ({"held_out": 1.0}, "held_out"), ({"held_out": 0.001}, "held_out")],
)
def test_impossible_splits_are_refused(arguments, named):
    with pytest.raises(ValueError, match=f"^{named}:"):
        split_sentences(verb_sentences(), **arguments)
