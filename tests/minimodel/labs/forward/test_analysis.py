"""The facts that the forward-pass lab's prose rests on, with margins."""

import inspect

import numpy as np
import pytest
from minimodel.corpus.verb_sentences import corpus_lines
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.labs.forward import analysis
from minimodel.labs.forward.constants import D_HIDDEN, LINE, SEED, SIGMA
from minimodel.sequence_baselines.rnn import GRU, VanillaRNN


def test_the_example_begins_a_line_of_the_corpus():
    assert corpus_lines()[0].startswith(LINE + " works ")
    assert analysis.canonical_tokens() == ["<bos>", "I", "work", ",", "you", "work", ",", "he"]


@pytest.mark.parametrize("model_class", [VanillaRNN, GRU])
def test_the_models_defaults_are_the_locked_ones(model_class):
    parameters = inspect.signature(model_class).parameters
    assert parameters["seed"].default == SEED
    assert parameters["sigma"].default == SIGMA


@pytest.mark.parametrize("model", ["rnn", "gru"])
def test_untrained_first_guess_is_not_reasonable(model):
    result = analysis.top_one_over_seeds(model=model)
    assert result.seeds == 100
    assert result.answer_share <= 0.02
    assert result.third_person_share < 0.2
    assert result.distinct > 70


def test_top_one_over_seeds_names_an_unknown_model():
    with pytest.raises(ValueError, match="model: 'lstm'"):
        analysis.top_one_over_seeds(model="lstm")


def test_untrained_predictions_are_nearly_uniform():
    vocabulary = corpus_vocabulary()
    for model in (analysis.untrained_rnn(), analysis.untrained_gru()):
        logits, _ = model.forward(analysis.canonical_ids())
        ranked = analysis.top_predictions(logits, vocabulary, count=len(vocabulary))
        assert sum(p.probability for p in ranked) == pytest.approx(1)
        assert [p.logit for p in ranked] == sorted(logits, reverse=True)
        assert ranked[0].probability < 1.2 / len(vocabulary)


def test_the_norm_stays_put_at_a_tenth_without_saturation():
    at_a_tenth, at_two_tenths, at_three_tenths = analysis.norms_over_sigma()
    assert at_a_tenth.spectral_radius == pytest.approx(0.6, abs=0.05)
    assert 1 < at_a_tenth.largest_singular_value < 1.2
    assert at_a_tenth.norms[0] == 0
    assert 0.15 < at_a_tenth.norms[1:].min() <= at_a_tenth.norms.max() < 0.4
    assert at_a_tenth.largest_entry < 0.2
    assert at_a_tenth.saturated_share == 0
    assert at_two_tenths.spectral_radius > 1.1
    assert at_two_tenths.norms[-1] > 2 * at_two_tenths.norms[1]
    assert at_three_tenths.saturated_share > 0.05
    assert 3 < at_three_tenths.norms[-1] < np.sqrt(D_HIDDEN)


def test_spectral_radius_grows_in_proportion_to_sigma():
    radii = [result.spectral_radius for result in analysis.norms_over_sigma()]
    assert radii == pytest.approx([radii[0], 2 * radii[0], 3 * radii[0]])


def test_the_gru_state_is_smaller_and_smoother_and_its_gates_half_open():
    ids = analysis.canonical_ids()
    _, rnn_states = analysis.untrained_rnn().forward(ids)
    gru = analysis.untrained_gru()
    _, gru_states = gru.forward(ids)
    assert analysis.norms(gru_states).mean() < 0.7 * analysis.norms(rnn_states).mean()
    assert analysis.smoothness(gru_states) < 0.8 * analysis.smoothness(rnn_states)
    for gate in gru.gates(ids):
        statistics = analysis.gate_statistics(gate)
        assert 0.3 < statistics.low < statistics.high < 0.7
        assert statistics.mean == pytest.approx(0.5, abs=0.02)


def test_smoothness_of_states_that_are_known():
    assert analysis.smoothness(np.array([[1.0, 0], [1, 0], [1, 0], [1, 0]])) == pytest.approx(0.25)
    assert analysis.smoothness(np.array([[0.0, 1]])) == pytest.approx(1)


def test_each_pitfall_shows_in_its_number():
    found = analysis.pitfalls()
    assert found.tiny_sigma_norm < 1e-3 * found.norm
    assert found.huge_sigma_share > 0.7
    assert found.share == found.cured_share == 0
    assert found.open_gate.low > 0.999
    assert found.open_gate_smoothness == pytest.approx(found.rnn_smoothness, rel=0.1)
    assert found.gru_smoothness < 0.8 * found.open_gate_smoothness


def test_reading_a_line_gives_the_logits_of_every_prefix():
    model = analysis.untrained_rnn()
    line = corpus_lines()[0]
    steps = analysis.read_line(model, line)
    assert [step.token for step in steps] == ["<bos>", *line.split()]
    logits, _ = model.forward(analysis.canonical_ids())
    assert steps[7].prediction == analysis.top_predictions(logits, corpus_vocabulary())[0]
