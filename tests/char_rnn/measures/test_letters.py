"""A network reads a text; so does the exact predictor, on the same terms."""

import numpy as np
import pytest
from char_rnn.measures.grammar import grammar
from char_rnn.measures.letters import accepted_by_grammar, fresh_text, read, read_exactly, readings
from char_rnn.runs.default_run import default_corpus, start_on
from char_rnn.training.flags import BadInput


def test_each_state_follows_from_the_one_before(results):
    model, reading = results.model, read(results.model, " the boy see", results.char2idx)
    h = np.zeros(64)
    for t, char in enumerate(" the boy se"):
        x = model.E[results.char2idx[char]]
        h = np.tanh(model.W_xh @ x + model.W_hh @ h + model.b_h)
        logits = model.W_hy @ h + model.b_y
        p = np.exp(logits) / np.exp(logits).sum()
        target = results.char2idx[reading.targets[t]]
        np.testing.assert_allclose(reading.states[t], h)
        np.testing.assert_allclose(reading.losses[t], -np.log(p[target]))
        assert reading.guesses[t] == results.idx2char[int(p.argmax())]
    assert reading.loss == pytest.approx(reading.losses.mean())


@pytest.mark.parametrize("flags", [{}, {"activation": "relu", "use_embedding": True}])
def test_several_networks_read_as_each_does_alone(flags):
    runs = [start_on(default_corpus(), seed=seed, **flags) for seed in range(11)]
    models, char2idx = [run.model for run in runs], runs[0].char2idx
    text, activation = fresh_text(3), runs[0].config.activation
    found = list(readings(models, text, char2idx, activation))
    assert len(found) == len(models)
    for model, reading in zip(models, found, strict=True):
        alone = read(model, text, char2idx, activation)
        np.testing.assert_allclose(reading.states, alone.states, atol=1e-12)
        np.testing.assert_allclose(reading.ps, alone.ps)
        np.testing.assert_allclose(reading.losses, alone.losses)
        assert (reading.inputs, reading.targets) == (alone.inputs, alone.targets)
        assert reading.guesses == alone.guesses
    assert list(readings([], text, char2idx)) == []


def test_the_exact_predictor_pays_about_the_entropy_rate_and_the_network_pays_more(results):
    text = fresh_text()
    exact = read_exactly(text)
    assert exact.loss == pytest.approx(grammar().entropy_rate, rel=0.03)
    assert read(results.model, text, results.char2idx).loss > exact.loss + 0.1


def test_fresh_sentences_are_of_the_grammar_and_not_the_corpus():
    text = fresh_text(50)
    assert text == fresh_text(50)
    assert text != fresh_text(50, seed=1)
    assert accepted_by_grammar(text[1:])
    assert text[1:200] not in default_corpus()
    assert "z" not in fresh_text(50, characters="abcdefghiklmnoprstvw ")
    assert "q" not in fresh_text(50, characters="abcdefghiklmnoprstvwuy ")


@pytest.mark.parametrize("text", ["the boy seee", "boy the", "the boy sleep  the", "Ñ"])
def test_what_the_grammar_never_writes(text):
    assert not accepted_by_grammar(text)


def test_texts_that_cannot_be_read(results):
    with pytest.raises(BadInput, match="'7'"):
        read(results.model, " the 7", results.char2idx)
    with pytest.raises(ValueError, match="at least two"):
        read(results.model, "t", results.char2idx)
    with pytest.raises(BadInput, match="'7'"):
        next(readings([results.model], " the 7", results.char2idx))
    with pytest.raises(ValueError, match="at least two"):
        next(readings([results.model], "t", results.char2idx))
    with pytest.raises(ValueError, match="begin with a space"):
        read_exactly("the boy")
