"""Every figure: both languages, only the palette's colors, light, the same bytes each time."""

from functools import partial

import matplotlib as mpl
import numpy as np
import pytest
from figure_rules import check_figure, to_svg
from minimodel.chapter_figures import home
from minimodel.chapter_figures.unrolled import unrolled
from minimodel.corpus import figures as corpus
from minimodel.corpus.verb_sentences import corpus_lines
from minimodel.corpus.vocabulary import corpus_vocabulary
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


@pytest.mark.parametrize("name", NAMES)
def test_house_rules(draw, name):
    check_figure(partial(draw, name))


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
