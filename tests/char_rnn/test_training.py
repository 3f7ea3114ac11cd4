"""Training with train.py: what it learns, what it records, and when it stops."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from char_rnn import train as program
from char_rnn.generate_corpus import generate_corpus, join
from char_rnn.measures.grammar import grammar
from char_rnn.train import (
    Run,
    TrainConfig,
    backward,
    build_vocab,
    capture_jacobian,
    compute_val_loss,
    encode,
    forward,
    generate,
    load_corpus,
    should_record,
    split_data,
    start_run,
    train,
    update_parameters,
)
from char_rnn.training.flags import BadInput, Diverged
from char_rnn.training.saving import stack
from plain_char_rnn import train_plainly

Config = Callable[..., TrainConfig]


class TestData:
    def test_a_corpus_is_lower_case_with_single_spaces(self, tmp_path: Path) -> None:
        path = tmp_path / "text.txt"
        path.write_text("The  Boy\n\n sees\tTHE dog \n", encoding="utf-8")
        assert load_corpus(path) == "the boy sees the dog"

    def test_characters_are_numbered_alphabetically(self) -> None:
        char2idx, idx2char = build_vocab("dab a bad")
        assert char2idx == {" ": 0, "a": 1, "b": 2, "d": 3}
        assert idx2char == {0: " ", 1: "a", 2: "b", 3: "d"}
        assert encode("bad", char2idx).tolist() == [2, 1, 3]

    def test_an_unknown_character_is_named(self) -> None:
        with pytest.raises(BadInput, match=r"text: 'ñ' is not in the vocabulary 'abn'"):
            encode("baña", build_vocab("ban")[0])

    def test_the_end_is_held_out_in_its_order(self) -> None:
        held_in, held_out = split_data(np.arange(100), 0.1)
        assert held_in.tolist() == list(range(90))
        assert held_out.tolist() == list(range(90, 100))
        assert len(split_data(np.arange(7), 0.0)[1]) == 0


def test_chunks_follow_one_another_and_the_state_starts_anew_at_the_wrap(small: Config) -> None:
    run = start_run(small(seq_len=10))
    run.train_ids = np.arange(35)
    run.h = np.ones(12)
    chunks = []
    for _ in range(4):
        chunks.append(program.next_chunk(run).tolist())
        if run.position > 10:
            assert run.h.all()  # carried along
    assert chunks[:3] == [list(range(s, s + 11)) for s in (0, 10, 20)]
    assert chunks[3] == chunks[0]
    assert not run.h.any()


def test_training_takes_the_same_way_as_the_plain_version(small: Config) -> None:
    # Long enough to come past the end of the corpus.
    config = small(steps=1_200, record_interval=0, jacobian_interval=0, lr=0.02, clip=2.0)
    start = start_run(config)
    losses = train_plainly(start.model.parameters(), start.train_ids, 1_200, 10, 0.02, 2.0)
    run = train(config)
    np.testing.assert_allclose(run.losses, losses, atol=1e-10)
    np.testing.assert_allclose(run.model.W_hh, start.model.W_hh, atol=1e-10)


def test_the_network_comes_near_the_best_possible_predictor_and_not_below(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    corpus.write_text(join(generate_corpus(5_000, seed=1)[0]), encoding="utf-8")
    options = {"record_interval": 0, "jacobian_interval": 0, "val_interval": 0}
    run = train(TrainConfig(corpus=str(corpus), output_dir=None, steps=9_000, lr=0.02, **options))  # type: ignore[arg-type]
    fresh = join(generate_corpus(1_000, seed=2)[0])
    learned = compute_val_loss(run.model, encode(fresh, run.char2idx))
    floor = grammar().cross_entropy(fresh)
    assert floor < learned < floor + 0.25
    assert np.mean(run.losses[-500:]) == pytest.approx(learned, abs=0.08)


def test_validation_and_samples_leave_training_as_it_is(small: Config) -> None:
    watched, unwatched = (
        train(small(**options))
        for options in ({}, {"record_interval": 0, "jacobian_interval": 0, "val_interval": 0})
    )
    assert watched.losses == unwatched.losses
    assert watched.records
    assert not unwatched.records
    assert not unwatched.jacobians
    assert not unwatched.val_losses


@pytest.mark.parametrize(
    "options",
    [
        {"momentum": 0.9, "lr": 0.002},
        {"activation": "relu"},
        {"activation": "sigmoid", "lr": 0.03},
        {"init": "xavier"},
        {"init": "random"},
        {"use_embedding": True},
        {"freeze_whh": True},
        {"lr_decay_every": 50},
        {"clip": 0.0, "lr": 0.002},
    ],
)
def test_every_variant_learns(small: Config, options: dict[str, object]) -> None:
    run = train(small(steps=400, **options))
    assert np.mean(run.losses[-50:]) < 0.93 * np.mean(run.losses[:20])


def test_frozen_recurrent_weights_stay_and_an_embedding_moves(small: Config) -> None:
    config = small(freeze_whh=True, use_embedding=True)
    before, after = start_run(config).model, train(config).model
    np.testing.assert_array_equal(before.W_hh, after.W_hh)
    assert not np.array_equal(before.E, after.E)


@pytest.fixture
def run(small: Config) -> Run:
    return train(small())


class TestRecords:
    def test_early_steps_are_dense_and_later_ones_at_intervals(self, run: Run) -> None:
        assert [record["step"] for record in run.records] == [1, 2, 3, 40, 80, 120]
        assert [seen["step"] for seen in run.jacobians] == [1, 50, 100]
        assert [step for step, _ in run.val_losses] == [60, 120]
        assert not should_record(1, 5, 0)
        assert should_record(1, 0, 100)

    def test_a_record_holds_what_it_says(self, run: Run) -> None:
        records = stack(run.records)
        R, T, H, V = 6, 10, 12, 24
        assert {name: values.shape for name, values in records.items()} == {
            "step": (R,),
            "loss": (R,),
            "eigenvalues": (R, H),
            "spectral_radius": (R,),
            "total_grad_norm": (R,),
            "clipped": (R,),
            "clip_ratio": (R,),
            "per_step_grad_norm": (R, T),
            "hs": (R, T, H),
            "inputs": (R, T),
            "targets": (R, T),
            "ps": (R, T, V),
            "correct": (R, T),
            "saturation": (R,),
            "text": (R,),
            "W_xh": (R, H, V),
            "W_hh": (R, H, H),
            "W_hy": (R, V, H),
            "b_h": (R, H),
            "b_y": (R, V),
            **{f"grad_norm_{name}": (R,) for name in run.model.parameters()},
        }
        assert all(len(text) == 20 for text in records["text"])
        np.testing.assert_array_equal(
            records["correct"], records["ps"].argmax(axis=2) == records["targets"]
        )
        np.testing.assert_allclose(
            records["saturation"], np.mean(np.abs(records["hs"]) > 0.95, axis=(1, 2))
        )
        np.testing.assert_array_equal(records["inputs"][:, 1:], records["targets"][:, :-1])
        parts = [records[f"grad_norm_{name}"] ** 2 for name in run.model.parameters()]
        np.testing.assert_allclose(np.sqrt(sum(parts)), records["total_grad_norm"])
        assert [run.losses[step - 1] for step in records["step"]] == records["loss"].tolist()

    def test_a_record_shows_the_weights_before_its_update(self, run: Run) -> None:
        first = start_run(run.config).model
        np.testing.assert_array_equal(run.records[0]["W_hh"], first.W_hh.astype(np.float32))
        assert run.records[0]["spectral_radius"] == pytest.approx(1)
        assert run.records[-1]["spectral_radius"] != pytest.approx(1, abs=1e-3)
        for record in run.records:
            radius = np.abs(np.linalg.eigvals(record["W_hh"].astype(float))).max()
            assert record["spectral_radius"] == pytest.approx(radius, rel=1e-4)

    def test_a_jacobian_is_kept_as_its_norms(self, run: Run) -> None:
        assert run.jacobians[0]["product_norms"].shape == (10,)
        assert run.jacobians[0]["singular_values"].shape == (10, 12)

    def test_a_run_can_go_to_another_process(self, run: Run) -> None:
        copy = pickle.loads(pickle.dumps(run))
        assert copy.losses == run.losses
        with pytest.raises(Diverged, match="at step 7"):
            raise pickle.loads(pickle.dumps(Diverged.at(7, 0.1, 5.0)))


def test_a_loss_that_is_not_finite_stops_training(small: Config) -> None:
    with pytest.raises(Diverged, match=r"--lr 1e\+300: .* not finite at step 2; try a smaller"):
        train(small(lr=1e300))
    with pytest.raises(Diverged, match="try --clip 5 or a smaller --lr"):
        train(small(lr=1e300, clip=0.0))


def test_a_narrow_network_and_a_single_step_work(small: Config) -> None:
    for options in ({"hidden_size": 1}, {"seq_len": 1}, {"steps": 1}, {"val_fraction": 0.0}):
        assert np.isfinite(train(small(**options)).losses).all()


@pytest.mark.parametrize(
    "options",
    [
        {"momentum": 0.8},
        {"lr_decay_every": 3},
        {"activation": "sigmoid"},
        {"activation": "relu"},
        {"use_embedding": True},
        {"freeze_whh": True},
        {"seed": 5},
        {"temperature": 0.5},
    ],
)
def test_every_flag_reaches_the_loop(small, options):
    config = small(
        steps=8, record_interval=4, dense_steps=0, jacobian_interval=4, val_interval=4, **options
    )
    run, hand = train(config), start_run(config)
    activation = config.activation
    for step in range(1, 9):
        fwd = forward(hand.model, program.next_chunk(hand), hand.h, activation)
        bwd = backward(hand.model, fwd, config.clip, activation, config.freeze_whh)
        if step % 4 == 0:
            seen = capture_jacobian(hand.model, fwd, 0, 10, activation)
            [kept] = [j for j in run.jacobians if j["step"] == step]
            np.testing.assert_allclose(kept["product_norms"], seen["product_norms"])
            [record] = [r for r in run.records if r["step"] == step]
            rng = np.random.default_rng([config.seed, step])
            text = generate(
                hand.model,
                " ",
                20,
                hand.char2idx,
                hand.idx2char,
                config.temperature,
                activation,
                rng,
            )
            assert record["text"] == text
            assert (record["clipped"], record["clip_ratio"]) == (bwd.clipped, bwd.clip_ratio)
        halvings = (step - 1) // config.lr_decay_every if config.lr_decay_every else 0
        update_parameters(
            hand.model, bwd, hand.velocity, config.lr * 0.5**halvings, config.momentum
        )
        hand.h = fwd.hs[-1]
        if step % 4 == 0:
            expected = compute_val_loss(hand.model, hand.val_ids, activation)
            assert dict(run.val_losses)[step] == pytest.approx(expected)
    for name, value in hand.model.parameters().items():
        np.testing.assert_allclose(run.model.parameters()[name], value)


def test_the_last_chunk_that_fits_is_read(small):
    run = start_run(small(seq_len=10))
    run.train_ids = np.arange(31)
    assert [int(program.next_chunk(run)[0]) for _ in range(4)] == [0, 10, 20, 0]


def test_a_gradient_that_is_not_finite_stops_training(small, monkeypatch):
    real = program.backward
    monkeypatch.setattr(
        program, "backward", lambda *a, **k: real(*a, **k)._replace(total_grad_norm=float("inf"))
    )
    with pytest.raises(program.Diverged, match="at step 1"):
        train(small())
