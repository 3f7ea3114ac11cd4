"""English verb forms to Spanish: the pairs, teacher forcing, and forms not seen before."""

import pytest
from minimodel.corpus.verb_sentences import VERBS
from minimodel.tasks.verb_translation import (
    MORE_VERBS,
    encode_sources,
    encode_targets,
    letters_of,
    split_forms,
    train_verb_translation,
    verb_forms,
)


@pytest.fixture(scope="module")
def run():
    return train_verb_translation()


def test_pairs():
    forms = verb_forms()
    assert len(forms) == 5 * 2 * (len(VERBS) + len(MORE_VERBS))
    for pair in (
        ("he worked", "trabajó"),
        ("we decide", "decidimos"),
        ("I cleaned", "limpié"),
        ("you kissed", "besaste"),
        ("he pushes", "empuja"),
        ("they visited", "visitaron"),
        ("he waited", "esperó"),
        ("they were", "fueron"),
    ):
        assert pair in forms
    assert len({verb for verb, _ in VERBS + MORE_VERBS}) == len(VERBS + MORE_VERBS)


def test_no_form_is_on_both_sides_and_each_has_one_translation():
    taught, out = split_forms(60, seed=3)
    sources = [source for source, _ in taught + out]
    assert len(out) == 60
    assert len(set(sources)) == len(sources)
    assert ("I read", "leo") not in taught + out  # "leí" as well
    assert split_forms(60, seed=4)[1] != out


def test_encoding():
    ids = letters_of(["ab", "c"])
    assert encode_sources(["ab", "c"], ids).tolist() == [[3, 4], [0, 5]]
    assert encode_targets(["ab", "c"], ids).tolist() == [[1, 3, 4, 2], [1, 5, 2, 0]]


def test_every_form_that_was_taught_is_known_and_many_others_are_found(run):
    assert run.losses[-1] < 0.1 < run.losses[0]
    assert run.exact_training[-1] > 0.95
    assert 0.3 < run.exact_held_out[-1] < 0.9
    assert run.exact_held_out[-1] > 2 * run.exact_held_out[0]


def test_a_form_is_right_alone_if_and_only_if_it_is_right_with_the_teacher(run):
    assert run.exact_with_teacher == run.exact_held_out


def test_letters_are_lost_behind_the_first_mistake(run):
    letters = run.letters
    assert letters.taught == pytest.approx(run.forced_held_out[-1])
    assert letters.alone < letters.taught - 0.02
    assert letters.alone_after < letters.taught_after - 0.2


def test_a_wider_beam_finds_what_is_likelier(run):
    narrow, *_, wide = run.beams.values()
    assert narrow[0] == run.exact_held_out[-1]  # greedy
    assert wide[1] > narrow[1]
    assert abs(wide[0] - narrow[0]) < 0.1


def test_what_is_reported_of_the_held_out_forms(run):
    assert len(run.held_out) == 60
    share = sum(translation.exact for translation in run.held_out) / 60
    assert share == pytest.approx(run.exact_held_out[-1])
    taught = {source for source, _ in split_forms(60, 0)[0]}
    assert not taught & {translation.source for translation in run.held_out}
    assert all(
        set(translation.written) <= set("abcdefghijklmnopqrstuvwxyzáéíóúñ")
        for translation in run.held_out
    )


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match=r"^held_out: 5000 of \d+ forms leaves one side empty"):
        split_forms(5000, 0)
    with pytest.raises(ValueError, match=r"^measured_every: "):
        train_verb_translation(epochs=3)
