"""Page 1 of the chapter: what can't be predicted from one word, and what a state makes of it."""

import numpy as np
import pytest
from gradient_check import numerical_gradient, relative_error
from minimodel.mathematics.losses import softmax_cross_entropy
from minimodel.tasks.word_by_word import (
    CAT,
    DOG,
    KINDS,
    best_loss,
    build,
    one_hot,
    train_next_word,
    vocabulary_of,
)

SEEDS = range(3)
BOTH = [CAT["en"], DOG["en"]]


@pytest.mark.parametrize("seed", SEEDS)
def test_without_training_only_the_state_tells_the_same_word_apart(seed):
    x = one_hot([CAT["en"]], vocabulary_of([CAT["en"]]))
    feedforward, recurrent = (build(kind, 5, 16, seed).forward(x)[0][0] for kind in KINDS)
    np.testing.assert_array_equal(feedforward[0], feedforward[4])
    assert np.abs(recurrent[0] - recurrent[4]).max() > 0.01


def test_the_recurrent_network_has_one_matrix_more():
    counts = [build(kind, 5, 16, 0).parameter_count() for kind in KINDS]
    assert counts[1] - counts[0] == 16 * 16


def test_the_least_loss_is_the_entropy_of_the_next_word():
    assert best_loss([CAT["en"]], 1) == pytest.approx(2 * np.log(2) / 5)
    assert best_loss([CAT["en"]], 2) == 0
    expected = {1: 2 * np.log(4) / 5, 2: 2 * np.log(2) / 5, 3: 2 * np.log(2) / 5}
    for window, loss in expected.items():
        assert best_loss(BOTH, window) == pytest.approx(loss)
    assert best_loss(BOTH, 4) == pytest.approx(np.log(2) / 5)
    with pytest.raises(ValueError, match=r"^window: expected at least 1 word, got 0$"):
        best_loss(BOTH, 0)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_feedforward_network_reaches_its_floor_and_the_recurrent_one_goes_below(seed):
    floor = best_loss([CAT["en"]], 1)
    feedforward, recurrent = (train_next_word([CAT["en"]], kind, seed) for kind in KINDS)
    assert floor < feedforward.loss < floor + 0.005
    assert recurrent.loss < 0.005
    for word in ("cat", "mat"):
        assert feedforward.after("the", word) == pytest.approx(0.5, abs=0.01)
    assert recurrent.after("the", "cat") > 0.99
    assert recurrent.after("the cat sat on the", "mat") > 0.99


@pytest.mark.parametrize("seed", SEEDS)
def test_the_state_carries_the_animal_across_three_words(seed):
    feedforward, recurrent = (train_next_word(BOTH, kind, seed) for kind in KINDS)
    assert feedforward.after("the cat sat on the", "mat") == pytest.approx(0.25, abs=0.01)
    assert recurrent.after("the cat sat on the", "mat") > 0.99
    assert recurrent.after("the dog sat on the", "rug") > 0.99
    assert recurrent.loss == pytest.approx(best_loss(BOTH, 4), abs=0.005)


def test_both_languages_have_the_same_plan():
    spanish = train_next_word([CAT["es"], DOG["es"]], "recurrent")
    np.testing.assert_array_equal(
        spanish.probabilities, train_next_word(BOTH, "recurrent").probabilities
    )


@pytest.mark.parametrize("kind", KINDS)
def test_gradients(kind):
    network = build(kind, 4, 3, seed=1)
    rng = np.random.default_rng(2)
    x, targets = rng.normal(size=(2, 5, 4)), rng.integers(0, 4, (2, 5))

    def loss():
        return softmax_cross_entropy(network.forward(x)[0], targets)[0]

    dx, *_ = network.backward(softmax_cross_entropy(network.forward(x)[0], targets)[1])
    for name, value in network.params.items():
        assert relative_error(network.grads[name], numerical_gradient(loss, value)) < 1e-7, name
    assert relative_error(dx, numerical_gradient(loss, x)) < 1e-7


def test_what_is_not_there_is_named():
    run = train_next_word([CAT["en"]], "feedforward", steps=1)
    with pytest.raises(ValueError, match=r"^start: no sentence goes on after 'a cat'$"):
        run.after("a cat", "sat")
    with pytest.raises(ValueError, match=r"^word: 'dog' is not one of the, cat, sat, on, mat$"):
        run.after("the", "dog")
    with pytest.raises(ValueError, match=r"^kind: 'lstm' is not one of feedforward, recurrent$"):
        build("lstm", 5, 16, 0)
