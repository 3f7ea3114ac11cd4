"""Counting characters: probabilities that add up, and a formula worked out by hand."""

import numpy as np
import pytest
from minimodel.tasks.character_model import characters, divided, train_curves
from minimodel.tasks.character_ngrams import Interpolated, costs, fitted


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_probabilities_add_up_to_one_after_any_context(n):
    model = Interpolated("abracadabra", n, 2.0, "abcdrz")
    for before in ("", "a", "br", "zz", "abrac", "dabra"):
        p = [model.probability(character, before) for character in model.vocabulary]
        assert sum(p) == pytest.approx(1)
        assert min(p) > 0  # also for z, which was never seen


def test_a_bigram_by_hand():
    # In "abab", a stands twice of four and b follows it both times.
    model = Interpolated("abab", 2, 1.0, "ab")
    p_b = (2 + 0.5) / (4 + 1)
    assert model.probability("b", "xyz"[:0]) == pytest.approx(p_b)
    assert model.probability("b", "a") == pytest.approx((2 + p_b) / (2 + 1))
    np.testing.assert_allclose(costs(model, "b", "a"), [-np.log((2 + p_b) / 3)])


def test_counting_three_in_a_row_is_not_beaten_by_the_network_on_the_speech():
    learn, held_out = divided()
    vocabulary = characters()
    counted = {n: costs(fitted(learn, n, vocabulary), held_out, learn).mean() for n in (1, 2, 3)}
    assert counted[3] < counted[2] < counted[1] < np.log(len(vocabulary))
    losses = train_curves(seed=0).held_out_losses
    assert min(losses) > counted[3]
    assert 5 < np.argmin(losses) < 20
