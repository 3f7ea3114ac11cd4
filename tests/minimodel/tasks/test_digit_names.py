"""From a picture to a name: the glyphs, the gradients, and what is spelled."""

import numpy as np
import pytest
from gradient_check import numerical_gradient, relative_error
from minimodel.tasks.digit_names import (
    NAMES,
    PictureSpeller,
    alphabet,
    draw_digits,
    glyphs,
    train_digit_names,
)


@pytest.fixture(scope="module", params=["en", "es"])
def run(request):
    return train_digit_names(lang=request.param)


def test_glyphs_are_ten_different_pictures():
    pictures = glyphs()
    assert pictures.shape == (10, 7, 5)
    assert set(np.unique(pictures)) == {0, 1}
    distances = np.abs(pictures[:, None] - pictures).sum(axis=(2, 3))
    assert np.all(distances[~np.eye(10, dtype=bool)] >= 3)


def test_noise_is_added_to_the_glyph_of_the_digit():
    pictures, digits = draw_digits(500, 0.4, np.random.default_rng(0))
    difference = pictures - glyphs()[digits]
    assert difference.std() == pytest.approx(0.4, abs=0.01)
    assert set(digits) == set(range(10))


def test_gradients_of_the_whole_network():
    rng = np.random.default_rng(1)
    network = PictureSpeller(35, 5, 3, 4, rng)
    for holder in (network, network.reader, network.writer):
        assert all(value.dtype == np.float32 for value in holder.params.values())
    pictures = draw_digits(2, 0.3, rng)[0].astype(float)
    given = np.array([[0, 2, 4], [0, 3, 3]])
    wide = _in_float64(network)
    weights = rng.normal(size=(2, 3, 5))

    def loss():
        return float(np.sum(weights * wide.forward(pictures, given)))

    loss()
    wide.backward(weights)
    for name, value in wide.params.items():
        assert relative_error(wide.grads[name], numerical_gradient(loss, value)) < 1e-8, name


def _in_float64(network):
    """A network like it, of float64, so that differences can tell."""
    wide = PictureSpeller(35, 5, 3, 4, np.random.default_rng(1), dtype=np.float64)
    for name, value in wide.params.items():
        value[...] = network.params[name]
    return wide


def test_names_are_spelled_under_pictures_not_seen_before(run):
    assert run.losses[0] > 2
    assert run.losses[-1] < 0.2
    assert run.exact > 0.95
    assert run.spelled == NAMES[run.lang]


def test_noise_makes_it_harder(run):
    by_noise = run.exact_by_noise
    assert by_noise[0.0] == 1
    assert by_noise[1.0] < by_noise[0.6] < by_noise[0.2]
    assert by_noise[1.0] > 0.4  # still far above guessing one of ten


def test_alphabet():
    assert alphabet("en")[:2] == ("<", ">")
    assert len(set(alphabet("es"))) == len(alphabet("es"))
    with pytest.raises(ValueError, match=r"^lang: 'fr' is not one of en, es$"):
        train_digit_names(lang="fr")


def test_the_trained_network_can_be_had_again(run):
    assert tuple(run.speller().spell(run.pictures, run.lang)) == run.spelled
