"""Which share of what a network writes is words."""

import pytest
from char_rnn.measures.lexicon import hit_rate, misses, whole_words, written_words
from char_rnn.runs.default_run import default_corpus, untrained


def test_every_word_of_the_corpus_is_one():
    assert hit_rate(whole_words(default_corpus())) == 1.0


def test_words_at_the_edges_may_be_cut_and_do_not_count():
    assert whole_words("e boy see  the ca") == ["boy", "see", "", "the"]


def test_a_trained_network_writes_more_words_than_an_untrained_one(results):
    rates = [
        hit_rate(written_words(model, results.char2idx, length=3000))
        for model in (untrained(results), results.model)
    ]
    assert rates[0] < 0.1 < rates[1] < 1


def test_a_colder_network_spells_better(results):
    cold, warm = (
        hit_rate(written_words(results.model, results.char2idx, temperature=T)) for T in (0.3, 1.0)
    )
    assert cold > warm


def test_misses_come_with_the_commonest_first():
    assert misses(["boy", "bxy", "", "", "bxy", "", "a", "zz"]) == [("", 3), ("bxy", 2), ("zz", 1)]


def test_no_words_have_no_rate():
    with pytest.raises(ValueError, match="there are none"):
        hit_rate([])
