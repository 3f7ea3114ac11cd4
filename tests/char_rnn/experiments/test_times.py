"""The times that the page of experiments shows."""

import dataclasses

import pytest
from char_rnn.experiments import times as experiment_times
from char_rnn.experiments.times import Times, measured_times, source_digest, write_times
from char_rnn.experiments.variations import EXPERIMENTS, STEPS, timed_training


def test_each_row_was_timed_at_the_length_that_the_page_trains():
    times = measured_times()
    assert list(times.seconds) == list(EXPERIMENTS)
    assert times.steps == STEPS
    assert times.relative("default") == 1
    assert all(seconds > 0 for seconds in times.seconds.values())


def test_what_is_written_is_read_back(monkeypatch, tmp_path):
    monkeypatch.setattr(experiment_times, "TIMES", tmp_path / "times.toml")
    times = Times({"default": 1.25, "hidden_16": 0.5}, 3, 100, source_digest())
    write_times(times)
    assert measured_times() == times
    assert times.relative("hidden_16") == pytest.approx(0.4)


def test_a_row_that_was_not_timed_says_how_to():
    with pytest.raises(ValueError, match="no time for 'nadam'; run python tests/benchmarks"):
        measured_times().relative("nadam")


def test_the_reader_is_told_when_the_program_has_changed_since():
    times = dataclasses.replace(measured_times(), source=source_digest())
    assert times.note() == ""
    older = dataclasses.replace(times, source="0" * 64)
    assert "has changed" in older.note()
    assert "ha cambiado" in older.note("es")


def test_a_timed_training_is_that_of_its_row():
    run, seconds = timed_training("seq_5_long", 20, 1)
    assert (run.config.seq_len, run.config.steps, run.config.seed) == (5, 100, 1)
    assert 0 < seconds < 60
