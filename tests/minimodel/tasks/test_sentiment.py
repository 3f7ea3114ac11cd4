"""Praise or blame: what the grammar means, and that the network learns what counting can't."""

import numpy as np
import pytest
from minimodel.tasks.sentiment import (
    BLAME,
    PRAISE,
    draw_reviews,
    encode,
    train_sentiment,
    vocabulary,
)

CASES = {
    "en": {
        "the film is good": PRAISE,
        "the film is not good": BLAME,
        "the film is never bad": PRAISE,
        "the story is good but the film is very bad": BLAME,
        "the story is good although the film is very bad": PRAISE,
        "the story is not good although the film is not bad": BLAME,
    },
    "es": {
        "la película es buena": PRAISE,
        "la película no es buena": BLAME,
        "la película nunca es mala": PRAISE,
        "la historia es buena pero la película es muy mala": BLAME,
        "la historia es buena aunque la película es muy mala": PRAISE,
        "la historia no es buena aunque la película no es mala": BLAME,
    },
}


@pytest.fixture(scope="module", params=["en", "es"])
def run(request):
    return train_sentiment(lang=request.param)


@pytest.mark.parametrize("lang", CASES)
def test_the_grammar_means_what_it_says(lang):
    reviews = {review.text: review for review in draw_reviews(3000, 0, lang)}
    found = [text for text in CASES[lang] if text in reviews]
    assert len(found) >= 3
    for text in found:
        assert reviews[text].label == CASES[lang][text], text


@pytest.mark.parametrize("lang", CASES)
def test_sentences_differ_and_both_classes_are_about_as_frequent(lang):
    reviews = draw_reviews(800, 3, lang)
    assert len({review.text for review in reviews}) == 800
    assert 0.4 < np.mean([review.label for review in reviews]) < 0.6
    kinds = [review.kind for review in reviews]
    assert all(kinds.count(kind) > 50 for kind in ("plain", "negated", "but", "although"))
    assert encode([review.text for review in reviews], vocabulary(lang)).shape[0] == 800


def test_padding_stands_in_front():
    ids = vocabulary("en")
    rows = encode(["the film is good", "good"], ids)
    words = ("the", "film", "is", "good")
    assert rows.tolist() == [[ids[word] for word in words], [0, 0, 0, ids["good"]]]


def test_the_network_learns_what_counting_words_cannot(run):
    assert run.accuracy > 0.95
    assert run.majority < 0.65
    assert run.counting < 0.65
    for right, count in run.by_kind.values():
        assert right > 0.9 * count
    assert sum(count for _, count in run.by_kind.values()) == len(run.held_out) == 200
    right = [(p > 0.5) == (review.label == PRAISE) for review, p in run.held_out]
    assert np.mean(right) == pytest.approx(run.accuracy)


def test_the_trained_network_judges_sentences_that_a_reader_would_try(run):
    texts = list(CASES[run.lang])
    praise = run.praise(texts)
    assert [p > 0.5 for p in praise] == [CASES[run.lang][text] == PRAISE for text in texts]


def test_bad_arguments_are_refused(run):
    with pytest.raises(ValueError, match=r"^lang: 'fr' is not one of en, es$"):
        draw_reviews(3, 0, "fr")
    with pytest.raises(ValueError, match=r"^texts: the word 'xyz' is not in the vocabulary"):
        run.praise(["xyz"])
