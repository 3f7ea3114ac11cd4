"""Each experiment changes one flag, and is measured like all others."""

import numpy as np
import pytest
from char_rnn.experiments import figures as xfig
from char_rnn.experiments import variations as experiments
from char_rnn.experiments.table import recurrence_table, results_table, work_table
from char_rnn.experiments.variations import (
    EXPERIMENTS,
    GROUPS,
    command_of,
    experiment,
    timed_training,
)
from char_rnn.measures.letters import fresh_text
from char_rnn.measures.lexicon import hit_rate, written_words
from char_rnn.runs.default_run import default_corpus, train_on
from char_rnn.train import TrainConfig, backward, compute_val_loss, encode, forward
from char_rnn.training.flags import Diverged


@pytest.fixture(scope="module")
def outcomes():
    names = ("default", "clip_1", "lr_002", "random", "sigmoid", "freeze", "hidden_16", "seq_5")
    return {name: experiment(name=name, steps=60) for name in names}


def test_all_rows_to_try_are_there_and_shown():
    commands = {command_of(name) for name in EXPERIMENTS}
    assert commands >= {
        "", "--hidden-size 16", "--hidden-size 128", "--seq-len 5", "--seq-len 50", "--clip 1",
        "--lr 0.001", "--init xavier", "--init random", "--activation relu",
        "--activation sigmoid", "--freeze-whh",
    }  # fmt: skip
    shown = [name for names in GROUPS.values() for name in names]
    assert sorted([*shown, "default"]) == sorted(EXPERIMENTS)
    for flags in EXPERIMENTS.values():
        TrainConfig(**flags)


def test_a_clipped_gradient_makes_steps_of_one_length(outcomes):
    smaller_clip, smaller_rate = outcomes["clip_1"], outcomes["lr_002"]
    assert smaller_clip.clipped == 1
    np.testing.assert_allclose(smaller_clip.curve.values, smaller_rate.curve.values)
    assert smaller_clip.train_loss != outcomes["default"].train_loss


def test_a_frozen_recurrence_stays_as_it_was(outcomes):
    assert outcomes["freeze"].spectral_radius == pytest.approx(1)
    assert outcomes["freeze"].largest_singular_value == pytest.approx(1)
    assert outcomes["freeze"].parameters == 7256 - 64 * 64
    assert outcomes["default"].spectral_radius != pytest.approx(1, abs=1e-3)


def test_where_no_error_travels_the_gradient_is_flat(outcomes):
    for name in ("random", "sigmoid"):
        norms = outcomes[name].start_gradient
        assert norms.max() < 1.1 * norms[-1]
    norms = outcomes["default"].start_gradient
    assert norms[0] > 2 * norms[-1]


def test_losses_are_compared_with_the_best_possible(outcomes):
    for found in outcomes.values():
        assert found.above_floor == pytest.approx(found.fresh_loss - 0.410, abs=0.001)
        assert found.train_above_floor == pytest.approx(found.train_loss - 0.405, abs=0.001)
        assert 0 <= found.hit_rate <= 1


def test_lengths_follow_the_flags(outcomes):
    assert len(outcomes["seq_5"].gradient) == 5
    assert outcomes["seq_5"].characters == 60 * 5
    assert experiment(name="seq_5_long", steps=20).steps == 100
    assert outcomes["hidden_16"].parameters == 1064


def test_the_command_prints_every_row(capsys, monkeypatch):
    monkeypatch.setattr(experiments, "EXPERIMENTS", {"default": {}, "clip_1": {"clip": 1.0}})
    assert experiments.main(["--steps", "20"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in lines[1:]] == ["default", "--clip 1"]
    assert experiments.main(["--steps", "20", "--lang", "es"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("por defecto ")
    assert "1,00" in lines[1]
    assert experiments.main(["--steps", "-1"]) == 2
    assert "--steps -1" in capsys.readouterr().err


def test_a_row_with_its_own_steps_is_labelled_with_those_it_did(capsys, monkeypatch):
    rows = {name: EXPERIMENTS[name] for name in ("default", "seq_5_long")}
    monkeypatch.setattr(experiments, "EXPERIMENTS", rows)
    assert experiments.main(["--steps", "20"]) == 0
    assert capsys.readouterr().out.splitlines()[2].startswith("--seq-len 5 --steps 100 ")
    assert command_of("seq_5_long") == "--seq-len 5 --steps 50000"


@pytest.mark.parametrize(
    ("problem", "status", "lines"),
    [(KeyboardInterrupt(), 130, 0), (Diverged.at(7, 0.01, 5.0), 1, 1)],
)
def test_control_c_and_divergence_end_the_command(capsys, monkeypatch, problem, status, lines):
    def fail(*_):
        raise problem

    monkeypatch.setattr(experiments, "training", fail)
    assert experiments.main([]) == status
    assert capsys.readouterr().err.count("\n") == lines


def test_the_tables_have_a_row_each_in_the_readers_language(outcomes):
    for make in (results_table, recurrence_table, work_table):
        english, spanish = make(outcomes), make(outcomes, "es")
        assert [row[0] for row in english.rows][:2] == ["default", "--clip 1"]
        assert spanish.rows[0][0] == "por defecto"
        assert len(spanish.rows) == len(outcomes)
    [row] = [row for row in work_table(outcomes, "es").cells() if row[0] == "--seq-len 5"]
    assert [row[0], *row[2:]] == ["--seq-len 5", "0,20", "0,20", "7.256"]


def test_an_outcome_is_measured_with_its_own_activation_and_clip(monkeypatch):
    found = experiment(name="relu", steps=40)
    run = train_on(
        default_corpus(),
        steps=40,
        activation="relu",
        val_interval=0,
        record_interval=0,
        jacobian_interval=0,
    )
    assert found.fresh_loss == pytest.approx(
        compute_val_loss(run.model, encode(fresh_text(), run.char2idx), "relu")
    )
    by_hand, h = [], np.zeros(64)
    for start in range(0, len(run.train_ids) - 25, 25):
        fwd = forward(run.model, run.train_ids[start : start + 26], h, "relu")
        by_hand.append(backward(run.model, fwd, 0, "relu").per_step_grad_norm)
        h = fwd.hs[-1]
    np.testing.assert_allclose(found.gradient, np.mean(by_hand, axis=0))
    words = written_words(run.model, run.char2idx, activation="relu", seed=42)
    assert found.hit_rate == (hit_rate(words) if words else 0)
    assert experiment(name="xavier", steps=2).start_radius != pytest.approx(1, abs=0.01)
    clipped = experiment(name="clip_1", steps=40)
    assert clipped.clipped == 1
    monkeypatch.setitem(experiments.EXPERIMENTS, "clip_1", {"clip": 40.0})
    norms = np.array(timed_training("clip_1", 40, experiments.SEED)[0].grad_norms)
    share = experiment(name="clip_1", steps=40).clipped
    assert share == np.mean(norms > 40)
    assert 0 < share < 1


def test_tables_and_figures_of_the_experiments_show_each_number_in_its_place():
    outcomes = {name: experiment(name=name, steps=30) for name in ("default", "seq_5")}
    d = outcomes["default"]
    assert results_table(outcomes).rows[0][1:5] == (
        d.train_loss,
        d.train_above_floor,
        d.fresh_loss,
        d.above_floor,
    )
    assert recurrence_table(outcomes).rows[0][3:5] == (d.gradient[0], d.gradient[-1])
    (axes,) = xfig.overview(outcomes).axes
    ring, dot = axes.lines[1], axes.lines[2]
    assert (ring.get_xdata()[0], dot.get_xdata()[0]) == (d.train_loss, d.fresh_loss)
    lines = xfig.against_default(outcomes, ("seq_5",), before_training=True).axes[1].lines
    np.testing.assert_array_equal(lines[0].get_ydata(), d.start_gradient)
