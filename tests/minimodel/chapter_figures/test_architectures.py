"""The three architectures as diagrams, and what their trained networks answer as figures."""

import numpy as np
import pytest
from figure_rules import check_figure
from minimodel.chapter_figures.architectures import encoder_decoder, many_to_one, one_to_many
from minimodel.tasks.architecture_figures import reading, spelled, translation
from minimodel.tasks.architecture_tables import sentence
from minimodel.tasks.digit_names import NAMES, glyphs
from minimodel.tasks.letters import Letters
from minimodel.tasks.verb_translation import VerbTranslationRun

READINGS = [("a b", [0.9, 0.1]), ("c d e", [0.2, 0.6, 1.0])]
RUN = VerbTranslationRun(
    seed=0,
    epochs=(5, 10),
    losses=(1.0, 0.5),
    held_out_losses=(1.1, 0.7),
    exact_training=(0.2, 1.0),
    exact_held_out=(0.1, 0.6),
    exact_with_teacher=(0.1, 0.6),
    forced_held_out=(0.8, 0.9),
    letters=Letters(0.9, 0.8, 0.9, 0.3, 0.9, 0.6),
    beams={},
    held_out=(),
    put_in=(0.9, 0.6),
)


def texts(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_house_rules():
    pictures = np.concatenate([glyphs()] * 2)[:10]
    names = {"en": NAMES["en"], "es": NAMES["es"]}
    check_figure(lambda lang: many_to_one(sentence("sentence", lang).split(), lang))
    check_figure(lambda lang: one_to_many(glyphs()[2], NAMES[lang][2]))
    check_figure(lambda lang: encoder_decoder("I go", "voy", lang))
    check_figure(lambda lang: reading(READINGS, lang))
    check_figure(lambda lang: spelled(pictures, names[lang], [True] * 9 + [False], lang))
    check_figure(lambda lang: translation(RUN, lang))


def test_many_words_one_answer():
    shown = texts(many_to_one(["not", "bad"], "en"))
    assert shown.count("praise or blame?") == 1
    assert {"not", "bad", "$h_0$", "$h_1$", "$h_2$"} <= set(shown)


def test_what_is_written_goes_in_one_step_later():
    shown = texts(one_to_many(glyphs()[2], "two"))
    written = [text for text in shown if len(text) == 1]
    assert written == ["<", "t", "t", "w", "w", "o", "o", ">"]


def test_encoder_and_decoder_have_a_state_for_each_letter():
    figure = encoder_decoder("I go", "voy", "en")
    assert {"encoder", "decoder", "␣"} <= set(texts(figure))
    assert len(figure.axes[0].patches) >= 4 + 4


def test_a_wrong_name_is_told_without_its_color():
    shown = texts(spelled(glyphs(), ["", *NAMES["en"][1:]], [False] + [True] * 9, "en"))
    assert shown == ["— ✗", *NAMES["en"][1:]]


def test_a_word_is_on_the_side_of_its_answer():
    first, second = reading(READINGS, "en").axes
    assert [label.get_text() for label in first.get_yticklabels()] == ["a", "b"]
    points = [line.get_xdata() for line in second.lines if line.get_marker() in "os"]
    np.testing.assert_array_equal(points[0], [0.6, 1.0])
    np.testing.assert_array_equal(points[1], [0.2])


@pytest.mark.parametrize("lang", ["en", "es"])
def test_curves_are_those_of_the_run(lang):
    lines = translation(RUN, lang).axes[0].lines
    assert [tuple(line.get_ydata()) for line in lines] == [
        RUN.exact_training,
        RUN.forced_held_out,
        RUN.exact_held_out,
    ]
