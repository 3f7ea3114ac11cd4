"""Looking inside a run: the same texts at every record, and nothing but what train.py computes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from char_rnn.inside.products import leading_share, pairs, spectral_radii
from char_rnn.inside.recording import PROBE, WINDOW, InsideRun, around, look_inside, spread
from char_rnn.measures.gradients import gradients_by_position
from char_rnn.measures.grammar import grammar
from char_rnn.measures.letters import accepted_by_grammar, fresh_text, read
from char_rnn.measures.word_boundaries import boundary_error
from char_rnn.runs.default_run import as_results, default_corpus, recorded_model, train_on
from char_rnn.runs.default_run import as_results as results_of
from char_rnn.runs.results import Results
from char_rnn.train import backward, capture_jacobian, encode, forward

STEPS, RECORDS = 400, 5


@pytest.fixture(scope="module")
def results() -> Results:
    return results_of(train_on(default_corpus(), steps=STEPS, val_interval=0))


@pytest.fixture(scope="module")
def run(results: Results) -> InsideRun:
    return look_inside(results, RECORDS)


def test_everything_has_a_row_a_record_and_is_finite(run: InsideRun) -> None:
    R, T, H, V, P = RECORDS, len(PROBE) - 1, 64, 24, WINDOW * (WINDOW + 1) // 2
    shapes = {
        "steps": (R,), "losses": (R,), "fresh_losses": (R,), "radii": (R,),
        "largest_singular_values": (R,), "saturation": (R,), "purity": (R,),
        "eigenvalues": (R, H), "gradients": (R, T), "last_gradients": (R, T),
        "products": (R, P, 6), "product_radii": (R, P), "points": (R, T, 2), "explained": (2,),
        "predictions": (R, T, V), "exact": (T, V), "states": (R, T, H),
        "W_xh": (R, H, V), "W_hh": (R, H, H), "W_hy": (R, V, H),
    }  # fmt: skip
    for name, shape in shapes.items():
        assert getattr(run, name).shape == shape, name
        assert np.isfinite(getattr(run, name)).all(), name
    assert len(run.samples) == len(run.boundaries) == len(run.clusters) == R
    assert run.steps[0] == 1
    assert run.steps[-1] == STEPS


def test_the_network_begins_orthogonal_and_as_good_as_a_guess(run: InsideRun) -> None:
    np.testing.assert_allclose(np.abs(run.eigenvalues[0]), 1)
    assert run.largest_singular_values[0] == pytest.approx(1)
    assert run.fresh_losses[0] == pytest.approx(math.log(24), abs=0.05)
    assert run.saturation[0] == 0
    assert run.floor < run.fresh_losses[-1] < run.fresh_losses[0]
    assert run.uniform == pytest.approx(math.log(24))


def test_the_sentence_that_is_read_is_one_of_the_grammar_and_new() -> None:
    assert accepted_by_grammar(PROBE[1:])
    assert PROBE.strip()[:-2] not in default_corpus()
    assert PROBE[:WINDOW].endswith("read ")


def test_the_exact_predictor_knows_that_a_book_is_read(run: InsideRun) -> None:
    after = PROBE.index("book") - 1
    assert run.exact[after, run.characters.index("b")] == pytest.approx(1)
    np.testing.assert_allclose(run.exact.sum(axis=1), 1)
    np.testing.assert_allclose(run.exact[0], grammar().predict("")[0])
    np.testing.assert_allclose(run.predictions.sum(axis=2), 1)


def test_the_loss_on_the_sentence_is_that_of_the_forward_pass(
    run: InsideRun, results: Results
) -> None:
    model = recorded_model(results, len(results.records["step"]) - 1)
    fwd = forward(model, encode(PROBE, results.char2idx), np.zeros(64))
    assert run.probe_losses[-1] == pytest.approx(fwd.nats_per_character)
    np.testing.assert_allclose(run.states[-1], fwd.hs[1:])


def test_gradients_agree_with_the_backward_pass_of_training(results: Results) -> None:
    model = recorded_model(results, -1)
    text, T = fresh_text(3), 25
    reading = read(model, text, results.char2idx)
    ids = encode(text, results.char2idx)
    by_all, by_last = gradients_by_position(model, reading, ids[1:], T)
    chunks = len(reading.inputs) // T
    assert chunks >= 2
    h, norms, last = np.zeros(64), [], []
    for start in range(0, chunks * T, T):
        fwd = forward(model, ids[start : start + T + 1], h)
        norms.append(backward(model, fwd, clip=0).per_step_grad_norm)
        # A loss of the last character alone: its gradient by central differences.
        last.append(_difference(model, fwd.hs, fwd.inputs, fwd.targets[-1]))
        h = fwd.hs[-1]
    np.testing.assert_allclose(by_all, np.mean(norms, axis=0))
    np.testing.assert_allclose(by_last[20], np.mean(last), rtol=1e-6)


def _difference(model, hs, inputs, target, t=20, step=1e-6):  # type: ignore[no-untyped-def]
    def loss(h):  # type: ignore[no-untyped-def]
        for i in inputs[t + 1 :]:
            h = np.tanh(model.W_xh[:, i] + model.W_hh @ h + model.b_h)
        y = model.W_hy @ h + model.b_y
        return np.log(np.exp(y).sum()) - y[target]

    nudges = step * np.eye(64)
    slopes = [(loss(hs[t + 1] + e) - loss(hs[t + 1] - e)) / (2 * step) for e in nudges]
    return np.linalg.norm(slopes)


def test_products_are_those_of_capture_jacobian(run: InsideRun, results: Results) -> None:
    model = recorded_model(results, -1)
    fwd = forward(model, encode(PROBE, results.char2idx), np.zeros(64))
    for start, end in ((0, 1), (0, 16), (3, 9), (15, 16)):
        seen = capture_jacobian(model, fwd, start, end)
        place = pairs(WINDOW).index((start, end))
        np.testing.assert_allclose(run.products[-1, place], seen["singular_values"][-1, :6])
        assert run.product_radii[-1, place] == pytest.approx(seen["spectral_radius"], rel=0.01)


def test_the_leading_share_is_of_the_squared_changes_that_come_out(
    run: InsideRun, results: Results
) -> None:
    """Without a singular value: the shares of the product's own image, and of its remainder."""
    late = np.flatnonzero(results.records["step"] >= 2 / 3 * STEPS)
    assert len(run.late_leading.values) == len(late) > 0
    for share, index in ((run.start_leading, 0), (run.late_leading.values[0], int(late[0]))):
        model = recorded_model(results, index)
        hs = forward(model, encode(PROBE, results.char2idx), np.zeros(64)).hs
        product = np.eye(64)
        for h in hs[1 : WINDOW + 1]:
            product = np.diag(1 - h**2) @ model.W_hh @ product
        variances = np.linalg.eigvalsh(product @ product.T)  # of the change, rising
        assert share == pytest.approx(variances[-2:].sum() / np.trace(product @ product.T))


def test_the_leading_share_of_all_directions_is_one(results: Results) -> None:
    model = recorded_model(results, -1)
    fwd = forward(model, encode(PROBE, results.char2idx), np.zeros(64))
    assert leading_share(model, fwd, 3, leading=64) == pytest.approx(1)
    assert leading_share(model, fwd, 3, leading=1) < leading_share(model, fwd, 3) < 1


def test_spectral_radii_are_those_of_the_eigenvalues_and_of_nothing() -> None:
    rng = np.random.default_rng(0)
    matrices = rng.normal(size=(20, 8, 8)) * 10.0 ** rng.uniform(-6, 3, (20, 1, 1))
    true = np.abs(np.linalg.eigvals(matrices)).max(axis=1)
    found = spectral_radii(matrices)
    assert (found >= true * (1 - 1e-12)).all()
    np.testing.assert_allclose(found, true, rtol=0.01)
    nilpotent = np.array([[[0.0, 5.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]])
    np.testing.assert_array_equal(spectral_radii(nilpotent), 0)


def test_records_stand_close_together_at_first() -> None:
    steps = np.r_[np.arange(1, 51), np.arange(200, 30_001, 200)]
    chosen = steps[spread(steps, 64)]
    assert len(chosen) in range(60, 101)
    assert (chosen[0], chosen[-1]) == (1, 30_000)
    gaps = np.diff(chosen)
    assert gaps[:5].max() < 10 < 1000 < gaps[-5:].min()
    np.testing.assert_array_equal(spread(np.arange(1, 4), 64), [0, 1, 2])


@pytest.mark.parametrize(("steps", "count"), [(np.arange(9), 1), (np.arange(1), 4)])
def test_fewer_than_two_records_cannot_be_compared(steps: np.ndarray, count: int) -> None:
    with pytest.raises(ValueError, match="records: 1 is too few"):
        spread(steps, count)


def test_a_loss_is_averaged_over_the_steps_nearest_to_a_record() -> None:
    losses = np.array([10.0, 20, 30, 40, 50, 60])  # of steps 1 … 6
    np.testing.assert_allclose(around(losses, np.array([1, 3, 6])), [10, 30, 55])


def test_kinds_are_told_apart_perfectly_only_if_the_tree_does(run: InsideRun) -> None:
    for found in run.clusters:
        assert 15 / 35 <= found.kind_purity() <= 1
    assert run.purity.tolist() == [found.kind_purity() for found in run.clusters]
    assert run.purity_by_chance == run.clusters[-1].kind_purity_by_chance()
    assert 0.4 < run.purity_by_chance < 0.55


def test_the_inside_run_reads_new_text_and_measures_each_record():
    results = as_results(train_on(default_corpus(), steps=400, val_interval=0))
    run = look_inside(results, 3)
    model = recorded_model(results, -1)
    reading = read(model, fresh_text(), results.char2idx)
    assert run.fresh_losses[-1] == pytest.approx(reading.loss)
    assert run.saturation[-1] == pytest.approx(np.mean(np.abs(reading.states) > 0.95))
    np.testing.assert_allclose(run.boundaries[-1].by_position, boundary_error(reading).by_position)
