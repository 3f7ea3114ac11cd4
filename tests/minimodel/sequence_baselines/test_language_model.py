"""Hand-written gradients against a complex step, and what training achieves."""

import pickle
from itertools import pairwise

import numpy as np
import pytest
from minimodel.corpus.verb_sentences import corpus_lines, verb_sentences
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.labs.forward.analysis import (
    blank_accuracy,
    canonical_ids,
    top_predictions,
)
from minimodel.sequence_baselines.language_model import (
    PARAMETERS,
    encode_lines,
    loss_and_gradients,
    mean_loss,
    train_rnn,
)
from minimodel.sequence_baselines.rnn import VanillaRNN

V, D_EMBED, D_HIDDEN = 6, 3, 4
IDS = np.array([[0, 3, 1, 5, 3], [0, 2, 2, 4, 1], [0, 5, 3, 1, 1]])


@pytest.fixture(scope="module")
def run():
    return train_rnn()


def independent_loss(parameters, ids):
    """Read every line token by token; works with complex numbers, and shares no code."""
    total = 0.0
    for line in ids:
        h = np.zeros(D_HIDDEN)
        for token, target in pairwise(line):
            a = parameters["W_hh"] @ h + parameters["W_xh"] @ parameters["E"][token]
            h = np.tanh(a + parameters["b_h"])
            y = parameters["W_ho"] @ h + parameters["b_o"]
            total += np.log(np.sum(np.exp(y))) - y[target]
    return total / ids[:, 1:].size


@pytest.fixture
def model():
    model = VanillaRNN(V, D_EMBED, D_HIDDEN, sigma=0.6)
    rng = np.random.default_rng(1)
    model.b_h += rng.normal(size=D_HIDDEN)
    model.b_o += rng.normal(size=V)
    return model


def test_loss_against_the_independent_one(model):
    parameters = {name: getattr(model, name) for name in PARAMETERS}
    loss, _ = loss_and_gradients(model, IDS)
    assert loss == pytest.approx(independent_loss(parameters, IDS), rel=1e-13)
    assert mean_loss(model, IDS) == loss


@pytest.mark.parametrize("name", PARAMETERS)
def test_gradient_against_a_complex_step(model, name):
    parameters = {key: getattr(model, key).astype(complex) for key in PARAMETERS}
    expected = np.empty(parameters[name].shape)
    step = 1e-30
    for index in np.ndindex(expected.shape):
        parameters[name][index] += 1j * step
        expected[index] = independent_loss(parameters, IDS).imag / step
        parameters[name][index] -= 1j * step
    gradient = loss_and_gradients(model, IDS)[1][name]
    error = np.linalg.norm(gradient - expected) / np.linalg.norm(expected)
    assert np.linalg.norm(expected) > 1e-3
    assert error < 1e-12


def test_gradients_leave_the_model_alone(model):
    before = pickle.dumps(vars(model))
    loss_and_gradients(model, IDS)
    assert pickle.dumps(vars(model)) == before


def test_lines_of_different_length_are_refused():
    with pytest.raises(ValueError, match=r"lines: .*\[3, 4\]"):
        encode_lines(["I work", "I work ,"], corpus_vocabulary())


def test_trained_network_expects_the_s_form(run):
    first, second, *_ = top_predictions(
        run.model().forward(canonical_ids())[0], corpus_vocabulary()
    )
    assert first.token == "works"
    assert first.probability > 0.5 > 5 * second.probability


def test_loss_falls_on_both_sides(run):
    assert len(run.losses) == len(run.held_out_losses) == 30
    assert run.losses[0] > 3
    assert run.losses[-1] < 0.7
    assert run.held_out_losses[-1] < 0.65 * run.held_out_losses[0]


def test_held_out_lines_are_mostly_completed_but_were_not_trained_on(run):
    out = [s for s in verb_sentences() if s.text in run.held_out]
    kept = [s for s in verb_sentences() if s.text not in run.held_out]
    assert len(out) == 24
    assert corpus_lines()[0] not in run.held_out
    assert blank_accuracy(run.model(), kept).correct > 0.95 * len(kept)
    assert 0.7 * len(out) < blank_accuracy(run.model(), out).correct


def test_verbs_never_seen_are_never_completed():
    run = train_rnn(split_by="verb", epochs=12)
    out = [s for s in verb_sentences() if s.text in run.held_out]
    assert blank_accuracy(run.model(), out).correct == 0
    assert run.held_out_losses[-1] > run.held_out_losses[0]


def test_started_at_a_tenth_the_same_budget_does_not_suffice(run):
    small = train_rnn(sigma=0.1)
    assert small.losses[-1] > 1.5 * run.losses[-1]
    kept = [s for s in verb_sentences() if s.text not in run.held_out]
    assert blank_accuracy(small.model(), kept).correct < 0.6 * len(kept)


def test_a_run_repeats_itself_and_survives_pickling():
    first, second = train_rnn(epochs=1), train_rnn(epochs=1)
    copy = pickle.loads(pickle.dumps(second))
    for name in PARAMETERS:
        np.testing.assert_array_equal(first.parameters[name], copy.parameters[name])
    assert first.losses == copy.losses
