"""Every figure: both languages, only the palette's colors, light, the same bytes each time."""

import re
from functools import cache

import matplotlib as mpl
import numpy as np
import pytest
from figure_rules import to_svg
from minimodel.chapter_figures import home
from minimodel.chapter_figures.unrolled import unrolled
from minimodel.corpus import figures as corpus
from minimodel.corpus.verb_sentences import corpus_lines
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.drawing.style import PALETTE
from minimodel.labs.forward import analysis
from minimodel.labs.forward import figures as forward
from minimodel.labs.forward.constants import D_HIDDEN
from minimodel.sequence_baselines.language_model import train_rnn

TOKENS = analysis.canonical_tokens()
NAMES = (
    "evolution",
    "sigma",
    "seeds",
    "gates",
    "before_after",
    "counts",
    "home",
    "unrolled",
)


@pytest.fixture(scope="module")
def draw():
    vocabulary = corpus_vocabulary()
    ids = analysis.canonical_ids()
    rnn, gru = analysis.untrained_rnn(), analysis.untrained_gru()
    logits, rnn_states = rnn.forward(ids)
    top = analysis.top_predictions(logits, vocabulary)
    run = train_rnn(epochs=2)
    functions = {
        "evolution": lambda lang: forward.hidden_state_evolution(
            rnn_states, gru.forward(ids)[1], TOKENS, lang
        ),
        "sigma": lambda lang: forward.norms_over_sigma(
            analysis.norms_over_sigma(), TOKENS, D_HIDDEN, lang
        ),
        "seeds": lambda lang: forward.top_one_over_seeds(
            analysis.top_one_over_seeds(range(20)), lang
        ),
        "gates": lambda lang: forward.gates_over_time(*gru.gates(ids), TOKENS, lang),
        "before_after": lambda lang: forward.predictions_before_and_after(top, top, lang),
        "counts": lambda lang: corpus.token_counts(vocabulary.counts, lang),
        "home": lambda lang: home.reading(analysis.read_line(run.model(), corpus_lines()[0]), lang),
        "unrolled": lambda lang: unrolled(rnn_states, TOKENS, lang),
    }
    assert set(functions) == set(NAMES)
    return lambda name, lang: functions[name](lang)


@pytest.fixture(scope="module")
def svg_of(draw):
    return cache(lambda name, lang: to_svg(draw(name, lang)))


@pytest.mark.parametrize("name", NAMES)
def test_svg_is_light_and_uses_only_the_palette(svg_of, name):
    svg = svg_of(name, "en")
    assert len(svg.encode()) < 60_000
    colors = set(re.findall(r"#[0-9a-fA-F]{6}\b", svg))
    assert colors
    assert colors <= set(PALETTE.values())
    assert "white" not in svg


@pytest.mark.parametrize("name", NAMES)
def test_text_is_text_and_in_the_language(svg_of, name):
    svg = {lang: svg_of(name, lang) for lang in ("en", "es")}
    texts = {
        lang: set(re.findall(r"<(?:text|tspan)[^>]*>([^<]+)<", content))
        for lang, content in svg.items()
    }
    assert texts["en"]
    assert texts["en"] != texts["es"]
    assert not any(re.search(r"\d\.\d\b(?!\d)", text) for text in texts["es"])


@pytest.mark.parametrize("name", NAMES)
def test_type_is_large_enough_for_a_phone(draw, name):
    figure = draw(name, "es")
    width = figure.get_size_inches()[0]
    sizes = [
        text.get_fontsize() * 7 / width
        for text in figure.findobj(mpl.text.Text)
        if text.get_text() and text.get_visible()
    ]
    assert min(sizes) >= 9
    assert figure.get_size_inches()[0] <= 3 * figure.get_size_inches()[1]


@pytest.mark.parametrize("name", ["evolution", "home"])
def test_same_bytes_again(draw, svg_of, name):
    assert to_svg(draw(name, "en")) == svg_of(name, "en")


def test_drawing_leaves_the_readers_settings_alone(draw):
    before = dict(mpl.rcParams)
    to_svg(draw("seeds", "en"))
    assert dict(mpl.rcParams) == before


def test_the_curves_are_the_norms(draw):
    axes = draw("evolution", "en").axes
    _, states = analysis.untrained_rnn().forward(analysis.canonical_ids())
    expected = [0, *np.linalg.norm(states, axis=1)]
    np.testing.assert_allclose(axes[0].lines[0].get_ydata(), expected)
    assert axes[1].images[0].get_array().shape == (D_HIDDEN, len(TOKENS) + 1)
