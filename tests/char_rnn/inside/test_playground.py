"""The playground's numbers: its gradient, its rounding, and what goes into the page."""

from __future__ import annotations

import gzip
import json
import re

import numpy as np
import pytest
from char_rnn.inside.influence import influence, swap
from char_rnn.inside.playground import LABELS, Packed, Playground, character_network, verb_network
from char_rnn.inside.playground_figure import playground
from char_rnn.inside.strip import Strip
from char_rnn.measures.letters import fresh_text, read
from char_rnn.runs.default_run import as_results, default_corpus, recorded_model, train_on
from char_rnn.runs.results import Results
from char_rnn.train import CharRNN
from minimodel.corpus.tokenizer import tokenize
from minimodel.corpus.verb_sentences import corpus_lines
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.sequence_baselines.language_model import TrainingRun, train_rnn

CHAR2IDX = {character: index for index, character in enumerate(" abcde")}


@pytest.fixture(scope="module")
def results() -> Results:
    return as_results(train_on(default_corpus(), steps=600, val_interval=0))


@pytest.fixture(scope="module")
def verbs() -> TrainingRun:
    return train_rnn(epochs=2)


def network(seed: int = 0) -> CharRNN:
    """A network whose states are far from the straight part of tanh."""
    model, rng = CharRNN(len(CHAR2IDX), 7), np.random.default_rng(seed)
    for parameter in model.parameters().values():
        parameter[...] = rng.normal(0, 0.6, parameter.shape)
    return model


def test_the_shade_is_the_derivative_of_the_winning_logit_by_each_input() -> None:
    model, text = network(), "bad cab "
    found = influence(model, text, CHAR2IDX)
    winner = int(found.distribution.argmax())
    for t in range(len(text)):
        for v in range(len(CHAR2IDX)):
            xs = np.eye(len(CHAR2IDX))[[CHAR2IDX[c] for c in text]].astype(complex)
            xs[t, v] += 1e-30j
            h = np.zeros(7)
            for x in xs:
                h = np.tanh(model.W_xh @ x + model.W_hh @ h + model.b_h)
            slope = (model.W_hy[winner] @ h).imag / 1e-30
            assert found.slopes[t, v] == pytest.approx(slope, rel=1e-10, abs=1e-14)
    assert found.sizes == pytest.approx(np.linalg.norm(found.slopes, axis=1))
    last = found.shares[-found.half :].sum()
    assert last >= 0.5 > last - found.shares[-found.half]


def test_a_swap_compares_what_the_slopes_promise_with_what_happens() -> None:
    model = network()
    for parameter in (model.W_hh, model.W_xh, model.b_h):
        parameter *= 1e-3  # almost linear: the promise is kept
    found = swap(model, "bad cab", "bad dab", CHAR2IDX, "e")
    assert found.promised == pytest.approx(found.happened, rel=1e-4)
    assert found.happened != 0
    with pytest.raises(ValueError, match=r"^other: 2 characters; it must have 3"):
        swap(model, "bad", "ba", CHAR2IDX, "e")
    with pytest.raises(ValueError, match=r"^text: it is empty"):
        influence(model, "", CHAR2IDX)


def test_rounding_changes_no_prediction_that_anyone_could_see(results: Results) -> None:
    packed = character_network(results, 5)
    assert packed.steps[0] == 1 and len(packed.steps) >= 5
    fresh = fresh_text(40, characters="".join(results.char2idx))
    recorded = results.records["step"].tolist()
    for record, step in enumerate(packed.steps):
        exact = read(recorded_model(results, recorded.index(step)), fresh, results.char2idx)
        rounded = read(packed.model(record), fresh, results.char2idx)
        assert abs(exact.loss - rounded.loss) < 0.003
        assert np.abs(exact.ps - rounded.ps).max() < 0.01


def test_the_verb_network_predicts_as_the_one_it_was_packed_from(verbs: TrainingRun) -> None:
    model, vocabulary = verbs.model(), corpus_vocabulary()
    ids = vocabulary.encode(tokenize(corpus_lines()[0]))
    logits, _ = model.forward(ids)
    packed = verb_network(verbs).model(0)
    h = np.zeros(len(packed.b_h))
    for index in ids:
        h = np.tanh(packed.W_xh[:, index] + packed.W_hh @ h + packed.b_h)
    assert packed.W_hy @ h + packed.b_y == pytest.approx(logits, abs=0.02)


def test_the_page_gets_all_networks_in_less_than_250_kb(
    results: Results, verbs: TrainingRun
) -> None:
    packed = character_network(results)
    by_lang = {}
    for lang in ("en", "es"):
        shown = Playground(packed, verb_network(verbs), "he arrives", lang)._repr_html_()
        assert len(gzip.compress(shown.encode())) < 250_000
        match = re.fullmatch(
            r'<script type="application/json" id="play-data">([^<]*)</script>', shown
        )
        assert match
        by_lang[lang] = json.loads(match[1])
    english, spanish = by_lang["en"], by_lang["es"]
    assert english["arrays"]["W_hh"]["shape"] == [len(packed.steps), 64, 64]
    assert set(english["texts"]) == set(LABELS)
    assert english["texts"] != spanish["texts"] and spanish["decimal"] == ","
    assert english["verbs"]["symbols"] == list(corpus_vocabulary().tokens)


def test_the_still_figure_names_the_likeliest_letters(results: Results) -> None:
    packed: Packed = character_network(results, 2)
    characters = "".join(results.char2idx)
    found = influence(packed.model(1), "the boy ", results.char2idx)
    figure = playground(found, characters, "es")
    texts = {text.get_text() for axes in figure.axes for text in axes.texts}
    assert {characters[i] for i in found.distribution.argsort()[-3:]} - {" "} <= texts


def test_a_line_of_words_stands_in_a_page_with_its_shade() -> None:
    model, words = network(), ["a", "<bos>", "b", "a"]
    symbols = {word: index for index, word in enumerate(["<bos>", "a", "b", "c", "d", "e"])}
    found = influence(model, words, symbols)
    shown = Strip(found, "en")._repr_html_()
    assert re.findall(r">([^<]+)</span>", shown) == ["a", "&lt;bos&gt;", "b", "a"]
    shades = [float(each) for each in re.findall(r"--play-shade:([\d.]+)", shown)]
    assert shades == pytest.approx(found.sizes / found.sizes.max(), abs=0.001)
    assert (
        f"belongs to “{words[int(found.sizes.argmax())]}”".replace("<", "&lt;").replace(">", "&gt;")
        in shown
    )
