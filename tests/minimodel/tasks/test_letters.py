"""Letters in their places, and behind the first mistake."""

import numpy as np
from minimodel.tasks.letters import count_letters


def test_letters_are_counted_in_their_places_and_behind_the_first_mistake():
    asked = np.array([[5, 6, 7, 8], [5, 6, 2, 0]])
    taught = np.array([[5, 9, 7, 9], [5, 6, 2, 4]])
    alone = np.array([[5, 9, 9, 8], [5, 6, 2, -1]])
    letters = count_letters(taught, alone, asked, asked != 0)
    assert letters.taught == 5 / 7  # the padding does not count
    assert letters.alone == 5 / 7
    assert letters.taught_after == 1 / 2
    assert letters.alone_after == 1 / 2
    assert (letters.taught_in_step, letters.alone_in_step) == (1 / 2, 1 / 2)
    shorter = alone.copy()
    shorter[0, 3] = -1
    letters = count_letters(taught, shorter, asked, asked != 0)
    assert letters.alone_after == 0
    assert np.isnan(letters.alone_in_step)
