"""Several networks at once, each as train.py trains it alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from char_rnn.experiments.side_by_side import train_side_by_side
from char_rnn.experiments.variations import experiment
from char_rnn.generate_corpus import generate_corpus, join
from char_rnn.runs.default_run import start_on, train_on
from char_rnn.training.flags import Diverged

TEXT = join(generate_corpus(12, 3)[0])
SEEDS = (5, 6, 7)
QUIET = {"val_interval": 0, "jacobian_interval": 0, "record_interval": 0}


@pytest.mark.parametrize(
    "flags",
    [
        {"steps": 60},  # three times through the text: the state begins anew
        {"steps": 30, "freeze_whh": True},
        {"steps": 30, "seq_len": 1, "activation": "relu", "clip": 0.0, "lr": 0.001},
        {"steps": 30, "activation": "sigmoid", "hidden_size": 7, "clip": 40.0},
        {"steps": 30, "init": "xavier", "momentum": 0.5, "lr_decay_every": 10},
    ],
)
def test_each_network_is_the_one_that_train_py_makes(flags: dict[str, Any]) -> None:
    runs = [start_on(TEXT, seed=seed, **flags, **QUIET) for seed in SEEDS]
    train_side_by_side(runs)
    for seed, run in zip(SEEDS, runs, strict=True):
        alone = train_on(TEXT, seed=seed, **flags, **QUIET)
        for name, parameter in alone.model.parameters().items():
            np.testing.assert_allclose(getattr(run.model, name), parameter, atol=1e-12)
        np.testing.assert_allclose(run.losses, alone.losses)
        np.testing.assert_allclose(run.grad_norms, alone.grad_norms)
        np.testing.assert_allclose(run.h, alone.h, atol=1e-12)
        np.testing.assert_allclose(run.velocity, alone.velocity, atol=1e-12)
        assert (run.position, run.step) == (alone.position, alone.step)
    assert len({run.losses[-1] for run in runs}) == len(SEEDS)


def test_the_text_is_shorter_than_the_longest_of_these_trainings() -> None:
    assert len(start_on(TEXT).train_ids) < 60 * 25 / 2


def test_what_it_cannot_train_it_refuses() -> None:
    with pytest.raises(ValueError, match="embedding"):
        train_side_by_side([start_on(TEXT, seed=seed, use_embedding=True) for seed in SEEDS])
    with pytest.raises(Diverged):
        train_side_by_side(
            [start_on(TEXT, seed=s, steps=40, lr=1e200, clip=0.0, activation="relu") for s in SEEDS]
        )


def test_a_row_from_several_seeds_comes_to_the_same_as_from_each() -> None:
    alone = [experiment(name="freeze", steps=40, seed=seed) for seed in SEEDS]
    calls = [{"name": "freeze", "steps": 40, "seed": seed} for seed in SEEDS]
    for one, found in zip(alone, experiment.map(calls), strict=True):
        assert found.train_loss == pytest.approx(one.train_loss)
        assert found.fresh_loss == pytest.approx(one.fresh_loss)
        np.testing.assert_allclose(found.gradient, one.gradient)
        np.testing.assert_allclose(found.start_gradient, one.start_gradient)
        assert found.hit_rate == one.hit_rate
        assert found.clipped == one.clipped
