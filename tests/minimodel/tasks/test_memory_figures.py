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


def test_detection_draws_every_place():
    shares = {
        "feedforward": np.repeat([1.0, 0.0], [5, 6]),
        "recurrent": np.repeat([1.0, 0.0], [10, 1]),
    }
    check_figure(lambda lang: chapter_memory.detection(shares, 5, lang))
    (axes,) = chapter_memory.detection(shares, 5).axes
    for line, share in zip(axes.lines, shares.values(), strict=True):
        np.testing.assert_array_equal(line.get_xdata(), range(1, 11))
        np.testing.assert_array_equal(line.get_ydata(), share[:-1])


def test_four_kinds_says_how_long_each_example_is():
    def draw(lang):
        return chapter_sequences.four_kinds(examples(1, lang), SENTENCES[lang], lang)

    check_figure(draw)
    figure = draw("en")
    for axes, pair in zip(figure.axes, examples(1).values(), strict=True):
        texts = [text.get_text() for text in axes.texts]
        assert [f"T = {len(each)}" in texts for each in pair] == [True, True]
