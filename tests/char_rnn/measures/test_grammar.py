"""The exact predictor: its distribution, and what the best possible loss is."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter

import numpy as np
import pytest
from char_rnn.generate_corpus import generate_corpus, join
from char_rnn.measures.grammar import ALPHABET, LEXICON, Grammar, grammar, sentence_probabilities


@pytest.fixture(scope="module")
def exact() -> Grammar:
    return grammar()


@pytest.fixture(scope="module")
def stream() -> str:
    return join(generate_corpus(4_000, seed=11)[0])


def following(exact: Grammar, text: str) -> dict[str, float]:
    row = exact.predict(text)[-1]
    return {char: p for char, p in zip(ALPHABET, row.tolist(), strict=True) if p > 0}


def test_the_sentences_probabilities_add_up_to_one() -> None:
    probabilities = sentence_probabilities()
    assert math.fsum(probabilities.values()) == pytest.approx(1, abs=1e-12)
    assert {word for sentence in probabilities for word in sentence.split()} == LEXICON


def test_no_sentence_begins_another_one() -> None:
    # With this, the character after a sentence's last is a space and nothing else.
    ordered = sorted(sentence_probabilities())
    for sentence in ordered:
        place = bisect_left(ordered, sentence + " ")
        assert place == len(ordered) or not ordered[place].startswith(sentence + " ")


def test_every_distribution_adds_up_to_one(exact: Grammar) -> None:
    np.testing.assert_allclose(exact.next_probability.sum(axis=1), 1, atol=1e-12)
    for start in ("sentence", "anywhere"):
        rows = exact.predict("a ", start)  # type: ignore[arg-type]
        np.testing.assert_allclose(rows.sum(axis=1), 1, atol=1e-12)


def test_a_sentence_starts_with_either_determiner(exact: Grammar) -> None:
    assert following(exact, "") == pytest.approx({"t": 0.5, "a": 0.5})
    assert following(exact, "the king swim ") == pytest.approx({"t": 0.5, "a": 0.5})


def test_the_grammar_decides_where_a_sentence_can_end(exact: Grammar) -> None:
    assert following(exact, "the king swim") == {" ": pytest.approx(1)}
    assert following(exact, "a king read the") == {" ": pytest.approx(1)}
    assert following(exact, "a king read the ") == {"b": pytest.approx(1)}


def test_the_determiner_and_the_weights_follow_from_the_templates(exact: Grammar) -> None:
    # 7 human templates of weight 2 and 7 + 1 + 1 others: P(human) = 14/23, six humans each.
    p = following(exact, "the ")
    assert p["k"] == pytest.approx(14 / 23 / 6)  # king
    assert p["q"] == pytest.approx(14 / 23 / 6)  # queen
    assert p["r"] == pytest.approx(1 / 23 / 5)  # rock
    assert p["d"] == pytest.approx(7 / 23 / 6)  # dog


def test_the_distribution_matches_a_long_sample(exact: Grammar, stream: str) -> None:
    for context in ("the ", " a ", "e ", "the girl ", "s"):
        places = [i for i in range(len(stream) - 40) if stream.startswith(context, i)]
        seen = Counter(stream[i + len(context)] for i in places)
        expected = exact.predict(context, "anywhere")[-1]
        share = np.array([seen[char] for char in ALPHABET]) / len(places)
        tolerance = 5 * np.sqrt(expected * (1 - expected) / len(places)) + 1e-12
        assert np.all(np.abs(share - expected) <= tolerance), context


def test_the_entropy_rate_is_that_of_independent_sentences(exact: Grammar) -> None:
    probabilities = np.array(list(sentence_probabilities().values()))
    lengths = np.array([len(sentence) + 1 for sentence in sentence_probabilities()])
    expected = -np.sum(probabilities * np.log(probabilities)) / np.sum(probabilities * lengths)
    assert exact.entropy_rate == pytest.approx(expected, rel=1e-12)


def test_on_fresh_text_the_exact_predictor_pays_the_entropy_rate(
    exact: Grammar, stream: str
) -> None:
    text = stream[:40_000]
    assert exact.cross_entropy(text) == pytest.approx(exact.entropy_rate, abs=0.008)
    # Who comes in anywhere has the same prospects, but for the first few characters.
    cut = text[9:]
    assert exact.cross_entropy(cut, "anywhere") == pytest.approx(exact.entropy_rate, abs=0.008)


def test_a_reader_who_comes_in_anywhere_soon_knows_where_it_is(exact: Grammar, stream: str) -> None:
    inside = 7
    known = exact.predict(stream[: inside + 60])[inside:]
    found = exact.predict(stream[inside : inside + 60], "anywhere")
    assert not np.allclose(found[0], known[0])
    np.testing.assert_allclose(found[-1], known[-1], atol=1e-12)


@pytest.mark.parametrize(
    ("text", "named"),
    [("the king swim the rock sleep", "character 23"), ("thé", "character 2: char: 'é'")],
)
def test_text_that_the_grammar_cannot_make_is_refused(
    exact: Grammar, text: str, named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        exact.cross_entropy(text)


def test_an_unknown_start_and_an_empty_text_are_refused(exact: Grammar) -> None:
    with pytest.raises(ValueError, match="start: 'middle'"):
        exact.start("middle")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="text: there is no character"):
        exact.cross_entropy("")
