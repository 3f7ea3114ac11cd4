"""Lists of things: the grammar, the encoding, and what attention changes."""

import numpy as np
import pytest
from figure_rules import check_figure
from minimodel.tasks.attention_figures import alignment, bottleneck
from minimodel.tasks.noun_phrases import (
    ADJECTIVES,
    ARTICLES,
    LENGTHS,
    NOUNS,
    draw_lists,
    encode_sources,
    encode_targets,
    make_translator,
    source_ids,
    target_ids,
    train_phrases,
)


@pytest.fixture(scope="module")
def runs():
    return {
        "plain": train_phrases(seed=1),
        "attention": train_phrases(seed=1, attention=True),
    }


def test_articles_and_adjectives_agree_with_the_noun_and_adjectives_follow_it():
    english, spanish = draw_lists(40, 3, np.random.default_rng(0))
    of_noun = dict(NOUNS.values())
    for source, target in zip(english, spanish, strict=True):
        things = " ".join(source).split(" and "), " ".join(target).split(" y ")
        for one, other in zip(*things, strict=True):
            article, *adjective, noun = one.split()
            wanted, gender = NOUNS[noun]
            assert gender == of_noun[wanted]
            adjectives = [ADJECTIVES[word][gender] for word in adjective]
            assert other.split() == [ARTICLES[article][gender], wanted, *adjectives]
    lengths = {len(source) for source in english}
    assert min(lengths) >= 8 and max(lengths) <= 11 and len(lengths) > 1


def test_encoding():
    rows = [["a", "red", "house"], ["the", "hat"]]
    ids = source_ids()
    a, red, house, the, hat = (ids[word] for word in ("a", "red", "house", "the", "hat"))
    assert encode_sources(rows).tolist() == [[a, red, house], [0, the, hat]]
    assert encode_sources(rows, reverse=True).tolist() == [[house, red, a], [0, hat, the]]
    of = target_ids()
    expected = [[of["<"], of["el"], of["coche"], of[">"]], [of["<"], of["y"], of[">"], 0]]
    assert encode_targets([["el", "coche"], ["y"]]).tolist() == expected
    assert encode_sources(rows, length=4).tolist() == [[0, a, red, house], [0, 0, the, hat]]
    assert encode_sources(rows, length=2).shape == (2, 3)  # never too short
    assert encode_targets([["y"]], length=3).tolist() == [[of["<"], of["y"], of[">"], 0, 0]]


def test_what_a_network_learns_hangs_on_none_beside_it():
    alone = train_phrases(seed=3, attention=True, steps=12, own=0.5)
    calls = [{"seed": seed, "attention": True, "steps": 12, "own": 0.5} for seed in (5, 3)]
    other, beside = train_phrases.map(calls)
    for name, value in alone.parameters.items():
        np.testing.assert_allclose(beside.parameters[name], value, rtol=1e-4, atol=1e-5)
        assert not np.array_equal(other.parameters[name], value)
    assert (other.seed, beside.seed) == (5, 3)
    assert beside.words == alone.words


def test_without_attention_length_is_what_fails_and_with_it_not(runs):
    plain, attention = runs["plain"], runs["attention"]
    assert len(plain.exact) == len(LENGTHS)
    assert plain.exact[0] > plain.exact[1] + 0.3
    assert plain.exact[2] < 0.1
    assert attention.exact[2] > 0.5
    assert plain.first > plain.last + 0.3
    assert attention.last > 0.8
    for run in runs.values():
        assert run.taught >= run.alone


def test_attention_goes_to_the_word_that_is_translated(runs):
    english = ["the", "red", "house", "and", "a", "hat"]
    written, weights = runs["attention"].alignment(english)
    assert written == ["la", "casa", "roja", "y", "un", "sombrero", ">"]
    np.testing.assert_allclose(weights.sum(axis=1), 1, rtol=1e-5)
    assert weights[1].argmax() == 2  # casa: house
    assert weights[2].argmax() == 1  # roja: red
    assert weights[5].argmax() == 5  # sombrero: hat
    with pytest.raises(ValueError, match=r"^attention: this network has none"):
        runs["plain"].alignment(english)


def test_both_networks_are_of_nearly_equal_size_and_the_wide_one_larger():
    plain, looking, wide = (
        make_translator(*kind, 0).parameter_count()
        for kind in ((False, 32), (True, 32), (False, 64))
    )
    assert plain < looking < 1.25 * plain < wide


def test_the_bottleneck_figure(runs):
    several = {kind: [run, run] for kind, run in runs.items()}
    check_figure(lambda lang: bottleneck(several, lang))
    (axes,) = bottleneck(several, "en").axes
    assert len(axes.get_legend().get_texts()) == 2


def test_the_alignment_figure_leaves_out_what_is_next_to_nothing():
    weights = np.zeros((5, 3))
    weights[0], weights[4, 2] = (0.9, 0.09, 0.01), 1.0
    check_figure(lambda lang: alignment(["a", "b", "c"], list("defgh"), weights, lang))
    (axes,) = alignment(["a", "b", "c"], list("defgh"), weights, "en").axes
    np.testing.assert_array_equal(axes.collections[0].get_offsets(), [[0, 0], [1, 0], [2, 4]])
