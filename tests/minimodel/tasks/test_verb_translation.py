"""English verb forms to Spanish: teacher forcing, and forms not seen before."""

import pytest
from minimodel.tasks.verb_forms import split_forms
from minimodel.tasks.verb_translation import train_verb_translation


@pytest.fixture(scope="module")
def run():
    return train_verb_translation()


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


def test_a_wrong_letter_that_is_put_in_costs_more_than_itself(run):
    right, wrong = run.put_in
    assert right == pytest.approx(run.letters.taught, abs=0.05)
    assert wrong < right - 0.15


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
    with pytest.raises(ValueError, match=r"^measured_every: "):
        train_verb_translation(epochs=3)
