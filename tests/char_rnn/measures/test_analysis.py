"""All measurements in one: on the grammar, and on a text that is not of it."""

import copy
import json
import math
import warnings

import numpy as np
import pytest
from char_rnn.asking.answers import Explorer
from char_rnn.figures.plots import plots
from char_rnn.measures.analysis import analyze, as_json
from char_rnn.measures.letters import fresh_text
from char_rnn.measures.lexicon import hit_rate, written_words
from char_rnn.measures.report import summary
from char_rnn.measures.training_curves import evenly
from char_rnn.runs.default_run import as_results, default_corpus, train_on
from char_rnn.train import compute_val_loss, encode, forward, generate
from char_rnn.training.flags import BadInput

OTHER = "she sells sea shells by the sea shore and the shells she sells are sea shells " * 30


def test_losses_stand_between_the_floor_and_the_uniform_guess(analysis):
    assert analysis.text_kind == "fresh"
    assert analysis.floor == pytest.approx(0.405, abs=0.001)
    assert analysis.uniform == pytest.approx(3.178, abs=0.001)
    assert analysis.floor < analysis.reading.loss < 1.2 < analysis.uniform
    assert 0 < analysis.hit_rate < 1
    assert analysis.spectral_radius > 1.01


def test_the_json_holds_numbers_only_and_survives_a_round_trip(analysis):
    found = as_json(analysis)
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["loss"]["entropy_rate"] == analysis.floor
    assert found["vocab_hit_rate"] == analysis.hit_rate
    assert found["record"]["step"][-1] == 3000
    assert len(found["record"]["gradient_by_position"]["end"]) == 25
    assert found["word_boundaries"]["onset"] > found["word_boundaries"]["inside"]


def test_a_text_of_another_kind_is_measured_without_the_grammar():
    run = train_on(OTHER, steps=200, hidden_size=16, record_interval=0, jacobian_interval=0)
    found = analyze(as_results(run), OTHER.strip())
    assert found.text_kind == "trained"  # a tenth of it is too short to measure on
    assert (found.floor, found.exact, found.clusters) == (None, None, None)
    assert found.boundary is not None
    assert as_json(found)["word_clusters"] is None
    assert "3.178" not in summary(found)
    assert set(plots(found)) == {
        "loss", "memory_probe", "trajectory", "word_boundaries", "letter_by_letter",
    }  # fmt: skip


def test_a_text_without_spaces_has_no_words():
    text = "abcabd" * 200
    found = analyze(as_results(train_on(text, steps=50, hidden_size=8)), text)
    assert (found.boundary, found.hit_rate) == (None, None)
    assert summary(found, "es")


def test_a_text_that_the_network_cannot_read_is_refused(results):
    with pytest.raises(BadInput, match="'z'"):
        analyze(results, "the zebra")


def test_the_summary_is_in_the_readers_language(analysis):
    english, spanish = summary(analysis), summary(analysis, "es")
    assert "entropy rate of the grammar" in english
    assert "0.405" in english
    assert "tasa de entropía de la gramática" in spanish
    assert "0,405" in spanish
    assert len(english.splitlines()) == len(spanish.splitlines()) < 50


@pytest.mark.parametrize(
    "text",
    [
        "a b c d e f g h i j " * 60,  # no word of two letters
        "the man sleep " * 60,  # of the grammar, but too few words to cluster
        "x" * 200 + " " + "y" * 300,  # no word with a space on either side
    ],
)
def test_a_text_with_words_of_an_odd_kind_is_measured_all_the_same(text):
    found = analyze(as_results(train_on(text, steps=20, hidden_size=8)), text.strip())
    assert found.clusters is None
    assert summary(found)
    assert as_json(found)["memory_probe"]
    for draw in plots(found).values():
        draw()


def test_letters_that_stand_alone_have_no_place_within_a_word():
    text = "a b c d e f g h i j " * 60
    assert analyze(as_results(train_on(text, steps=20, hidden_size=8)), text).boundary is None


def test_what_a_network_rules_out_costs_infinitely_much(results, corpus):
    certain = copy.deepcopy(results)
    certain.model.W_hy[:] *= 1000
    with warnings.catch_warnings(action="error"):
        found = analyze(certain, corpus.read_text(encoding="utf-8"))
    assert found.reading.loss == math.inf
    assert as_json(found)["loss"]["reading"] is None
    assert "inf" in summary(found)


def test_what_is_read_is_what_is_said(results, analysis, corpus):
    assert analysis.reading.inputs + analysis.reading.targets[-1] == fresh_text()
    text = ("she sells sea shells by the sea shore and the shells she sells are sea shells ") * 60
    run = train_on(text, steps=20, hidden_size=8, val_fraction=0.3, record_interval=0)
    found = analyze(as_results(run), text.strip())
    assert found.text_kind == "held_out"
    words = written_words(run.model, run.char2idx, seed=42)
    assert found.hit_rate == hit_rate(words, set(text.split()))
    assert found.reading.inputs == text.strip()[-int(0.3 * len(text.strip())) :][:-1]


def test_the_json_says_what_was_measured(analysis):
    found, results = as_json(analysis), analysis.results
    assert found["loss"]["exact_predictor"] == analysis.exact.loss
    assert found["loss"]["reading"] == analysis.reading.loss
    assert found["loss"]["training"] == pytest.approx(results.curves["loss"][-1000:].mean())
    assert found["memory_probe_untrained"]["accuracy"] == analysis.untrained_probe.accuracy.tolist()
    assert found["word_boundaries_exact"]["onset"] == analysis.exact_boundary.onset
    for key, clusters in (
        ("word_clusters", analysis.clusters),
        ("word_clusters_untrained", analysis.untrained_clusters),
    ):
        assert found[key]["silhouette"] == pytest.approx(clusters.silhouette)
    assert found["spectral_radius"] == pytest.approx(
        np.abs(np.linalg.eigvals(results.model.W_hh)).max()
    )
    assert found["jacobian"]["product_norms"] == results.jacobians["product_norms"].tolist()
    chosen = evenly(results.records)
    assert found["record"]["saturation"] == results.records["saturation"][chosen].tolist()


def test_an_analysis_uses_the_runs_activation_and_temperature():
    run = train_on(
        default_corpus(),
        steps=300,
        hidden_size=12,
        activation="sigmoid",
        temperature=0.4,
        record_interval=0,
        jacobian_interval=0,
    )
    results = as_results(run)
    found = analyze(results, default_corpus())
    assert found.reading.loss == pytest.approx(
        compute_val_loss(run.model, encode(fresh_text(), run.char2idx), "sigmoid")
    )
    words = written_words(run.model, run.char2idx, temperature=0.4, activation="sigmoid", seed=42)
    assert found.hit_rate == hit_rate(words)
    explorer = Explorer(results, default_corpus())
    line = explorer.answer("states the").splitlines()[-1]
    h = forward(run.model, encode(" thee", run.char2idx), np.zeros(12), "sigmoid").hs[-1]
    assert line.split()[1] == f"{np.linalg.norm(h):.2f}"
    cold = generate(
        run.model,
        " ",
        300,
        run.char2idx,
        run.idx2char,
        0.1,
        "sigmoid",
        np.random.default_rng([42, 1]),
    )
    assert explorer.answer("generate 0.1") == cold
