"""The n-gram lab's figures: the house rules, and that they draw what was computed."""

import pytest
from figure_rules import check_figure
from minimodel.corpus.tokenizer import tokenize
from minimodel.corpus.verb_sentences import corpus_lines
from minimodel.ngrams import figures as ngrams
from minimodel.ngrams.comparison import (
    fitted,
    rnn_perplexity,
    rnn_predictor,
    scores,
    scores_by_position,
    split,
    top_guesses,
    unseen_share,
)
from minimodel.sequence_baselines.language_model import train_rnn

NAMES = ("perplexities", "guesses", "accuracy", "windows", "unseen", "over_k")


@pytest.fixture(scope="module")
def draw():
    run = train_rnn(epochs=2)
    found = scores(smoothings=(0.1, 0.01))
    predict = {"trigram": fitted(3).distribution, "rnn": rnn_predictor(run.model())}
    before = tokenize("I work , you work , he")
    guesses = {name: top_guesses(each(before)) for name, each in predict.items()}
    places = {name: scores_by_position(each, split().held_out) for name, each in predict.items()}
    unseen = {k: unseen_share(fitted(2, k), before) for k in (1.0, 0.1, 0.01, 0.001)}
    orders = scores(orders=(1, 2, 3, 4, 5), smoothings=(0.1, 0.01))
    functions = {
        "perplexities": lambda lang: ngrams.perplexities(found, rnn_perplexity(run), lang),
        "guesses": lambda lang: ngrams.guesses(guesses, lang),
        "accuracy": lambda lang: ngrams.accuracy_by_position(
            places, corpus_lines()[0].split(), lang
        ),
        "windows": lambda lang: ngrams.windows(before, (5, 7), lang),
        "unseen": lambda lang: ngrams.unseen_shares(unseen, lang),
        "over_k": lambda lang: ngrams.perplexity_over_k(orders, rnn_perplexity(run), lang),
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
    assert named == ["k = 0.1", "k = 0.01"] * 3
    groups = [text.get_text() for text in axes.texts if not text.get_text()[0].isdigit()]
    assert groups == ["unigram", "bigram", "trigram", "trained RNN"]
    expected = scores(orders=(3,), smoothings=(0.01,))[0].held_out
    assert axes.patches[5].get_x() + axes.patches[5].get_width() == pytest.approx(expected)


def test_each_model_shows_the_tokens_that_it_sees(draw):
    (axes,) = draw["windows"]("en").axes
    shown = [text.get_text() for text in axes.texts]
    assert shown.count("he") == 3  # bigram, trigram, network; not the unigram
    assert shown.count(",") == 3  # the trigram's, and both of the network's
    assert shown.count("<bos>") == 1
    assert shown.count("___") == 4


def test_bars_of_seen_and_unseen_fill_the_whole(draw):
    (axes,) = draw["unseen"]("en").axes
    widths = [patch.get_width() for patch in axes.patches]
    expected = unseen_share(fitted(2, 1.0), tokenize("I work , you work , he"))
    assert widths[0] + widths[1] == pytest.approx(1)
    assert widths[1] == pytest.approx(expected)


def test_a_line_for_each_order_and_a_level_for_the_network(draw):
    (axes,) = draw["over_k"]("es").axes
    named = [line.get_label() for line in axes.lines]
    assert named == ["unigrama", "bigrama", "trigrama", "4-grama", "5-grama", "RNN entrenada"]
    (expected,) = scores(orders=(4,), smoothings=(0.01,))
    assert axes.lines[3].get_ydata()[1] == pytest.approx(expected.held_out)
