"""What the page on architectures says of its trained networks, in both languages."""

import numpy as np
import pytest
from minimodel.tasks.architecture_tables import (
    JUDGED,
    form_table,
    judged,
    kind_table,
    noise_table,
    sentence,
    sentence_table,
    word_by_word,
)
from minimodel.tasks.decoding_tables import beam_table, judged_table, spread
from minimodel.tasks.digit_names import NAMES, glyphs, train_digit_names
from minimodel.tasks.sentiment import train_sentiment
from minimodel.tasks.verb_translation import train_verb_translation


@pytest.fixture(scope="module", params=["en", "es"])
def lang(request):
    return request.param


@pytest.fixture(scope="module")
def sentiment(lang):
    return train_sentiment(lang=lang)


@pytest.fixture(scope="module")
def verbs():
    return train_verb_translation()


def test_sentences_of_the_grammar_are_understood_double_negation_is_not(sentiment):
    right = list(judged(sentiment).values())
    assert right == [True] * 4 + [False] * 2


def test_the_table_tells_what_each_sentence_says_and_who_is_right(sentiment, lang):
    lines = str(sentence_table(sentiment)).splitlines()[2:]
    assert [line.rstrip()[-1] for line in lines] == ["✓"] * 4 + ["✗"] * 2
    for line, key in zip(lines, JUDGED, strict=True):
        assert line.startswith(sentence(key, lang))


def test_after_the_last_word_the_answer_is_that_of_the_figures_description(sentiment, lang):
    text, probabilities = word_by_word(sentiment, sentence("sentence", lang))
    assert len(probabilities) == len(text.split())
    assert probabilities[-1] > 0.5
    _, probabilities = word_by_word(sentiment, sentence("twofold", lang))
    assert probabilities[-1] < 0.5


def test_counting_words_is_guessing_and_reading_is_not(sentiment):
    assert sentiment.accuracy > 0.98
    assert sentiment.counting < 0.6
    counts = str(kind_table(sentiment)).splitlines()[2:]
    assert len(counts) == 4


def test_names_are_spelled_in_the_noise_of_training_and_some_are_not_in_more(lang):
    run = train_digit_names(lang=lang)
    assert run.exact > 0.95
    noisy = glyphs() + np.random.default_rng(2).normal(0, 1.2, (10, 7, 5)).astype(np.float32)
    right = [name == NAMES[lang][d] for d, name in enumerate(run.speller().spell(noisy, lang))]
    assert 2 <= sum(right) <= 8
    assert len(str(noise_table(run)).splitlines()) == 2 + len(run.exact_by_noise)


class TestVerbs:
    def test_nearly_all_that_was_taught_is_right_and_half_of_what_is_new(self, verbs):
        assert verbs.exact_training[-1] > 0.98
        assert 0.4 < verbs.exact_held_out[-1] < 0.7
        assert verbs.forced_held_out[-1] > 0.9

    @pytest.mark.parametrize(("lang", "first"), [("en", "1.2"), ("es", "1,2")])
    def test_what_one_network_gets_right(self, verbs, lang, first):
        head, _, row = str(judged_table([verbs], lang)).splitlines()
        assert head.startswith("network" if lang == "en" else "red")
        assert row.split()[1].startswith(first)  # the perplexity
        rows = str(beam_table([verbs], lang)).splitlines()[2:]
        assert [row.split()[0] for row in rows] == ["1", "2", "4"]

    def test_median_and_range(self):
        assert spread([0.1, 0.5, 0.2], "en") == "20% (10% to 50%)"
        assert spread([1, -2, 0.25], "es", 2, shares=False) == "0,25 (de −2,00 a 1,00)"

    def test_most_mistakes_begin_like_the_right_form(self, verbs):
        mistakes = [form for form in verbs.held_out if not form.exact]
        same = sum(form.written[:2] == form.target[:2] for form in mistakes)
        assert same > 0.7 * len(mistakes)

    @pytest.mark.parametrize(("lang", "reads"), [("en", "reads"), ("es", "lee")])
    def test_the_table_shows_right_ones_and_wrong_ones(self, verbs, lang, reads):
        lines = str(form_table(verbs, lang)).splitlines()
        assert lines[0].startswith(reads)
        assert [line[-1] for line in lines[2:]] == ["✓"] * 4 + ["✗"] * 6
