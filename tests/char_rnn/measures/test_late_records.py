"""A late record is measured as the page and analyze.py measure one, and the spread is theirs."""

from __future__ import annotations

import dataclasses

import numpy as np
from char_rnn.measures.gradients import gradients_by_position
from char_rnn.measures.late_records import Spread, as_json, late_records
from char_rnn.measures.letters import fresh_text, read
from char_rnn.measures.word_clusters import cluster_words
from char_rnn.runs.default_run import recorded_model
from char_rnn.runs.results import Results
from char_rnn.train import encode


def test_all_records_of_the_last_third_are_measured_and_none_before(results: Results) -> None:
    found = late_records(results, fresh_text())
    assert found is not None
    steps = results.records["step"]
    assert found.steps.tolist() == [step for step in steps if step >= 2000]
    assert len(found.loss.values) == len(found.steps) > 2


def test_each_is_what_its_own_network_gives(results: Results) -> None:
    text, T = fresh_text(), results.config.seq_len
    found = late_records(results, text)
    assert found is not None
    model = recorded_model(results, len(results.records["step"]) - 1)
    reading = read(model, text, results.char2idx)
    clusters = cluster_words(reading)
    targets = encode(text, results.char2idx)[1:]
    _, last = gradients_by_position(model, reading, targets, T)
    assert found.loss.values[-1] == reading.loss
    assert found.kind_purity.values[-1] == clusters.kind_purity()
    assert found.category_purity.values[-1] == clusters.purity
    assert found.gradient_share.values[-1] == last[0] / last[-1]


def test_a_spread_is_of_its_values() -> None:
    found = Spread(np.array([2.0, 1.0, 6.0]))
    assert (found.mean, found.least, found.greatest) == (3, 1, 6)


def test_where_something_is_missing_nothing_is_measured(results: Results) -> None:
    assert late_records(results, "a" * 400) is None  # no words
    assert late_records(results, "the boy") is None  # not one whole chunk
    relu = dataclasses.replace(results.config, activation="relu")
    assert late_records(dataclasses.replace(results, config=relu), fresh_text()) is None


def test_as_json_holds_the_steps_and_three_numbers_each(results: Results) -> None:
    found = late_records(results, fresh_text())
    assert found is not None
    written = as_json(found)
    assert written["steps"] == found.steps.tolist()
    assert written["kind_purity"] == {
        "mean": found.kind_purity.mean,
        "least": found.kind_purity.least,
        "greatest": found.kind_purity.greatest,
    }
