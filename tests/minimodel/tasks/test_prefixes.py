"""Prefixes with a mistake: where it stands, what is behind it, and what is read."""

import numpy as np
import pytest
from minimodel.tasks.prefixes import put_in, written

# Begin is 1, end is 2, letters are 3 to 6.
TARGETS = np.array([[1, 3, 4, 5, 2], [1, 6, 2, 0, 0]])


class Echo:
    """A translator that says at each step the token that it has just read."""

    def forward(self, sources, given):
        assert len(sources) == len(given)
        return np.eye(7)[given]


def test_each_place_with_something_behind_it_gets_one_other_letter():
    prefixes = put_in(TARGETS, (3, 7), np.random.default_rng(0))
    assert prefixes.rows.tolist() == [0, 1, 0, 0]  # places 1, 1, 2 and 3
    changed = prefixes.given != TARGETS[prefixes.rows, :-1]
    assert changed.tolist() == np.eye(4, dtype=bool)[[1, 1, 2, 3]].tolist()
    assert set(prefixes.given[changed].tolist()) <= {3, 4, 5, 6}
    behind = [[False, True, True, True], [False, True, False, False]]
    assert prefixes.behind[:2].tolist() == behind
    assert prefixes.behind[3].tolist() == [False, False, False, True]


def test_every_other_letter_can_be_put_in_and_never_the_right_one():
    rng = np.random.default_rng(1)
    drawn = {int(put_in(TARGETS, (3, 7), rng).given[0, 1]) for _ in range(60)}
    assert drawn == {4, 5, 6}


def test_what_was_written_is_read_where_its_length_is_right():
    prefixes = written(TARGETS, [[3, 6, 5], [6, 6]])
    assert prefixes.rows.tolist() == [0]
    assert prefixes.given.tolist() == [[1, 3, 6, 5]]
    assert prefixes.behind.tolist() == [[False, False, True, True]]


def test_shares_are_of_the_letters_behind_read_either_way():
    # Behind the mistake 5 and end are asked for. Echo says 4, 5 from the right letters.
    assert written(TARGETS, [[3, 6, 5], [6]]).right(Echo(), TARGETS, TARGETS) == (0, 0)
    said = np.array([[1, 3, 3, 4, 2]])  # Echo has to say 3, 4, 2 where 3, 3, 4 was right
    assert written(said, [[3, 4, 2]]).right(Echo(), said, said) == (0, 1)
    nothing = written(TARGETS, [[3, 4, 5], [6]]).right(Echo(), TARGETS, TARGETS)
    assert nothing == pytest.approx((np.nan, np.nan), nan_ok=True)
