"""Figures of the chapter's first page: the house rules, and that they draw what was measured."""

import numpy as np
import pytest
from figure_rules import check_figure
from minimodel.chapter_figures import sequences as chapter_sequences
from minimodel.tasks import memory_figures as chapter_memory
from minimodel.tasks.sequence_kinds import SENTENCES, examples
from minimodel.tasks.word_by_word import CAT, KINDS, train_next_word


@pytest.fixture(scope="module")
def runs():
    return {
        lang: {kind: train_next_word([CAT[lang]], kind) for kind in KINDS} for lang in ("en", "es")
    }


def test_next_words_draws_each_probability_as_an_area(runs):
    check_figure(lambda lang: chapter_memory.next_words(runs[lang], lang))
    figure = chapter_memory.next_words(runs["en"])
    for axes, kind in zip(figure.axes, KINDS, strict=True):
        (squares,) = axes.collections
        probabilities = runs["en"][kind].probabilities[0]
        drawn = probabilities[probabilities > chapter_memory.SMALLEST]
        np.testing.assert_allclose(
            squares.get_sizes() / squares.get_sizes().max(), drawn / drawn.max()
        )
        assert len(axes.patches) == 2  # both rows of "the" are shaded


def test_detection_draws_the_median_and_range_of_every_place():
    drop = np.repeat([1.0, 0.0], [5, 6])
    stay = np.repeat([1.0, 0.0], [10, 1])
    shares = {
        "window": np.stack([drop, drop, drop]),
        "convolution": np.stack([stay, stay, stay]),
        "recurrent": np.stack([stay, 0.95 * stay, 0.9 * stay]),
    }
    check_figure(lambda lang: chapter_memory.detection(shares, 5, lang))
    (axes,) = chapter_memory.detection(shares, 5).axes
    for line, share in zip(axes.lines, shares.values(), strict=True):
        np.testing.assert_array_equal(line.get_xdata(), range(1, 11))
        np.testing.assert_array_equal(line.get_ydata(), share[1, :-1])
    ranges = [band.get_paths()[0].get_extents() for band in axes.collections]
    assert [(band.y0, band.y1) for band in ranges] == [(0, 1), (1, 1), (0.9, 1)]


def test_order_draws_each_reader_with_a_mark_of_its_own():
    share = np.linspace(1, 0.5, 7)[None].repeat(3, axis=0)
    shares = {("convolution", 3): share, ("convolution", 5): share, ("recurrent", 0): share}
    check_figure(lambda lang: chapter_memory.order(shares, lang=lang))
    (axes,) = chapter_memory.order(shares).axes
    guessing, *lines = axes.lines
    assert set(guessing.get_ydata()) == {0.5}
    for line in lines:
        np.testing.assert_array_equal(line.get_ydata(), share[0])
    assert len({line.get_marker() for line in lines}) == 3


def test_four_kinds_says_how_long_each_example_is():
    def draw(lang):
        return chapter_sequences.four_kinds(examples(1, lang), SENTENCES[lang], lang)

    check_figure(draw)
    figure = draw("en")
    for axes, pair in zip(figure.axes, examples(1).values(), strict=True):
        texts = [text.get_text() for text in axes.texts]
        assert [f"T = {len(each)}" in texts for each in pair] == [True, True]
