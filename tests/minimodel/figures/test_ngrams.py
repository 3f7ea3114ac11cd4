"""The n-gram lab's figures: the house rules, and that they draw what was computed."""

import pytest
from figure_rules import check_figure
from minimodel.corpus.tokenizer import tokenize
from minimodel.corpus.verb_sentences import corpus_lines
from minimodel.figures import ngrams
from minimodel.ngrams.comparison import (
    fitted,
    rnn_perplexity,
    rnn_predictor,
    scores,
    scores_by_position,
    split,
    top_guesses,
)
from minimodel.sequence_baselines.training import train_rnn

NAMES = ("perplexities", "guesses", "accuracy")


@pytest.fixture(scope="module")
def draw():
    run = train_rnn(epochs=2)
    found = scores(smoothings=(0.1, 0.01))
    predict = {"trigram": fitted(3).distribution, "rnn": rnn_predictor(run.model())}
    before = tokenize("I work , you work , he")
    guesses = {name: top_guesses(each(before)) for name, each in predict.items()}
    places = {name: scores_by_position(each, split().held_out) for name, each in predict.items()}
    functions = {
        "perplexities": lambda lang: ngrams.perplexities(found, rnn_perplexity(run), lang),
        "guesses": lambda lang: ngrams.guesses(guesses, lang),
        "accuracy": lambda lang: ngrams.accuracy_by_position(
            places, corpus_lines()[0].split(), lang
        ),
    }
    assert set(functions) == set(NAMES)
    return functions


@pytest.mark.parametrize("name", NAMES)
def test_house_rules(draw, name):
    check_figure(draw[name])


def test_a_bar_for_each_score_and_one_for_the_network(draw):
    (axes,) = draw["perplexities"]("en").axes
    assert len(axes.patches) == 7
    named = [text.get_text() for text in axes.get_yticklabels()]
    assert named[0] == "unigram, k = 0.1"
    assert named[-1] == "trained RNN"
    expected = scores(orders=(3,), smoothings=(0.01,))[0].held_out
    assert axes.patches[5].get_x() + axes.patches[5].get_width() == pytest.approx(expected)
