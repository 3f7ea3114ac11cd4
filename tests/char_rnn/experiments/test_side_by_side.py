"""Several networks at once, each as train.py trains it alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from char_rnn.experiments import variations
from char_rnn.experiments.side_by_side import train_side_by_side
from char_rnn.experiments.variations import EXPERIMENTS, experiment, outcomes_of, sizes_of
from char_rnn.generate_corpus import generate_corpus, join
from char_rnn.runs.default_run import start_on, train_on
from char_rnn.train import Run
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


def test_networks_together_keep_their_own_rate_clip_start_and_freezing() -> None:
    own: list[dict[str, Any]] = [
        {"seed": 5},
        {"seed": 5, "lr": 0.002},
        {"seed": 6, "clip": 1.0},
        {"seed": 6, "clip": 0.0, "lr": 0.001},
        {"seed": 7, "init": "random"},
        {"seed": 7, "freeze_whh": True},
    ]
    shared = {"steps": 40, "lr_decay_every": 10, **QUIET}
    runs = [start_on(TEXT, **flags, **shared) for flags in own]
    train_side_by_side(runs)
    for flags, run in zip(own, runs, strict=True):
        alone = train_on(TEXT, **flags, **shared)
        for name, parameter in alone.model.parameters().items():
            np.testing.assert_allclose(getattr(run.model, name), parameter, atol=1e-12)
        np.testing.assert_allclose(run.losses, alone.losses)
        np.testing.assert_allclose(run.grad_norms, alone.grad_norms)


@pytest.mark.parametrize("other", [{"seq_len": 5}, {"steps": 9}, {"activation": "relu"}])
def test_what_is_not_alike_is_refused(other: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="may differ in seed, init, lr, clip, freeze_whh"):
        train_side_by_side([start_on(TEXT, steps=8), start_on(TEXT, **{"steps": 8, **other})])


def test_what_it_cannot_train_it_refuses() -> None:
    with pytest.raises(ValueError, match="embedding"):
        train_side_by_side([start_on(TEXT, seed=seed, use_embedding=True) for seed in SEEDS])
    with pytest.raises(Diverged):
        train_side_by_side(
            [start_on(TEXT, seed=s, steps=40, lr=1e200, clip=0.0, activation="relu") for s in SEEDS]
        )


def test_rows_together_come_to_the_same_as_each_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    together: list[int] = []

    def counted(runs: Sequence[Run]) -> None:
        together.append(len(runs))
        train_side_by_side(runs)

    monkeypatch.setattr(variations, "train_side_by_side", counted)
    rows = [(name, seed) for name in ("default", "freeze", "lr_002", "relu") for seed in SEEDS[:2]]
    found = outcomes_of(rows, 40)
    assert together == [6, 2]  # relu has another activation
    for (name, seed), one in zip(rows, found, strict=True):
        alone = experiment(name, 40, seed)
        assert one.name == name
        assert one.train_loss == pytest.approx(alone.train_loss)
        assert one.fresh_loss == pytest.approx(alone.fresh_loss)
        np.testing.assert_allclose(one.gradient, alone.gradient)
        np.testing.assert_allclose(one.start_gradient, alone.start_gradient)
        assert (one.hit_rate, one.clipped) == (alone.hit_rate, alone.clipped)
        assert one.parameters == alone.parameters
    assert together == [6, 2]


def test_rows_of_the_same_sizes_are_those_that_change_how_it_learns() -> None:
    alike = {name for name in EXPERIMENTS if not sizes_of(name)}
    assert alike == {"default", "clip_1", "lr_002", "lr_001", "xavier", "random", "freeze"}
    assert sizes_of("seq_5") != sizes_of("seq_5_long") != sizes_of("seq_50")
