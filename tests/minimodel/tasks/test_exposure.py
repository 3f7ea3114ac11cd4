"""Two trainings read the same mistakes: what exposure costs, put in and made."""

import pytest
from minimodel.tasks.decoding_tables import exposure_table
from minimodel.tasks.exposure import train_with_mistakes
from minimodel.tasks.verb_translation import train_verb_translation


@pytest.fixture(scope="module")
def pair():
    taught = train_verb_translation(seed=0)
    return taught, train_with_mistakes.function(taught, seed=0)


def test_whoever_has_read_mistakes_goes_on_behind_one_that_is_put_in(pair):
    taught, exposed = pair
    assert exposed.put_in[0] == pytest.approx(taught.put_in[0], abs=0.06)
    assert exposed.put_in[1] > taught.put_in[1] + 0.1
    assert 0.2 < exposed.exact < 0.8


def test_with_no_wrong_letters_the_network_is_the_same_one(pair):
    taught, _ = pair
    same = train_with_mistakes.function(taught, seed=0, wrong=0.0)
    assert same.put_in == taught.put_in
    letters = taught.letters
    assert same.written == pytest.approx((letters.taught_in_step, letters.alone_in_step))
    assert same.exact == taught.exact_held_out[-1]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_table_has_both_kinds_side_by_side(pair, lang):
    rows = exposure_table([pair[0]], [pair[1]], lang).cells()
    assert [len(row) for row in rows] == [3] * 4
    assert rows[1][1] != rows[1][2]
