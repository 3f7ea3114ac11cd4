"""How often the likeliest character is the right one, and where."""

import math

import numpy as np
import pytest
from char_rnn.measures.accuracy import accuracy_by_place, accuracy_in_context
from char_rnn.measures.letters import Reading


def made_up(text, guesses):
    states = np.empty((len(guesses), 0))
    return Reading(text[:-1], text[1:], states, states, np.zeros(len(guesses)), guesses)


def test_shares_are_by_the_place_of_the_guessed_character():
    found = accuracy_by_place(made_up(" ab ab", "xb ab"))
    assert (found.all, found.onset, found.inside, found.space) == (4 / 5, 1 / 2, 1, 1)
    assert math.isnan(accuracy_by_place(made_up("ab", "b")).space)


def test_contexts_are_what_was_read_before():
    found = accuracy_in_context(made_up("abxabyab", "xxxxxxb"), length=2)
    by_context = {context.context: context for context in found}
    assert (by_context["ab"].count, by_context["ab"].accuracy) == (2, 0.5)
    assert (by_context["bx"].count, by_context["bx"].accuracy) == (1, 0)
    assert found[0].context == "ya"


def test_the_network_guesses_first_letters_worst_and_no_better_than_one_can(analysis):
    found, exact = analysis.accuracy, analysis.exact_accuracy
    assert found.onset < found.inside < found.space
    assert found.all < exact.all
    assert exact.space == pytest.approx(1)
    assert analysis.contexts[0].accuracy > 0.95 > 0.5 > analysis.contexts[-1].accuracy
