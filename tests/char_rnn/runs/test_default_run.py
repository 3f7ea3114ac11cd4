"""The course's recorded run, in memory and from its folder, is one and the same."""

import numpy as np
from char_rnn.runs.default_run import (
    as_results,
    default_corpus,
    default_run,
    recorded_model,
    untrained,
)
from char_rnn.runs.results import load_results
from char_rnn.train import CharRNN, TrainConfig, init_parameters, train
from char_rnn.training import saving as storage


def test_a_run_in_memory_is_what_its_folder_gives_back(small, tmp_path):
    run = train(small(output_dir=str(tmp_path)))
    here, there = as_results(run), load_results(tmp_path)
    for part in ("curves", "records", "jacobians"):
        ours, theirs = getattr(here, part), getattr(there, part)
        assert set(ours) == set(theirs), part
        for key, values in theirs.items():
            np.testing.assert_array_equal(ours[key], values, err_msg=f"{part}.{key}")
    assert (here.step, here.char2idx) == (there.step, there.char2idx)
    for name, parameter in there.model.parameters().items():
        np.testing.assert_array_equal(here.model.parameters()[name], parameter)


def test_the_default_run_has_every_flag_at_its_default(corpus):
    assert default_corpus() == corpus.read_text(encoding="utf-8")
    config = default_run(steps=2).config
    for name, value in vars(TrainConfig()).items():
        if name not in ("steps", "corpus", *storage.OF_THE_MOMENT):
            assert getattr(config, name) == value, name
    assert (TrainConfig().steps, TrainConfig().seed) == (30_000, 42)


def test_the_network_as_it_was_before_and_along_the_way(results):
    start = CharRNN(24, 64)
    init_parameters(start, "orthogonal", 42)
    np.testing.assert_array_equal(untrained(results).W_hh, start.W_hh)
    first, last = recorded_model(results, 0), recorded_model(results, -1)
    np.testing.assert_allclose(first.W_hh, start.W_hh, atol=1e-7)
    np.testing.assert_allclose(last.W_hh, results.model.W_hh, atol=0.1)
    assert not np.allclose(first.W_hh, last.W_hh)


def test_a_recorded_model_is_the_one_of_its_record(results):
    middle = recorded_model(results, 5)
    np.testing.assert_array_equal(middle.W_hh, results.records["W_hh"][5].astype(float))
