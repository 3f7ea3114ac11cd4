"""The error is high where a word begins and falls inside it, as Elman found."""

import numpy as np
import pytest
from char_rnn.measures.letters import Reading
from char_rnn.measures.word_boundaries import BoundaryError, boundary_error, word_positions


def made_up(text, losses):
    N = len(text) - 1
    return Reading(text[:-1], text[1:], np.empty((N, 0)), np.empty((N, 0)), np.array(losses), "")


def test_letters_are_numbered_within_their_word():
    assert word_positions(" the bo", "the boy").tolist() == [0, 1, 2, -1, 0, 1, 2]


def test_means_are_by_position_and_spaces_stand_apart():
    error = boundary_error(made_up(" ab abc", [4.0, 2.0, 0.5, 6.0, 0.0, 1.0]))
    np.testing.assert_allclose(error.by_position, [5.0, 1.0, 1.0])
    assert error.counts.tolist() == [2, 2, 1]
    assert (error.onset, error.inside, error.space) == (5.0, 1.0, 0.5)


def test_a_word_begins_with_the_highest_error(analysis):
    for error in (analysis.boundary, analysis.exact_boundary):
        assert error.onset > 1.5 * error.inside
        assert error.by_position[0] > error.by_position[1] > error.by_position[2]
        assert error.space < error.inside


def test_a_text_without_words_has_no_boundaries():
    with pytest.raises(ValueError, match="not made of words"):
        boundary_error(made_up("abc", [1.0, 1.0]))


def test_the_inside_of_words_is_averaged_over_letters_not_positions():
    error = BoundaryError(np.array([9.0, 1.0, 4.0]), np.array([4, 3, 1]), 0.0)
    assert error.inside == pytest.approx((3 * 1 + 4) / 4)
