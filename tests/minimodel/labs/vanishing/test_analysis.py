"""The facts that the vanishing-gradient lab's prose rests on, with margins."""

import numpy as np
import pytest
from minimodel.corpus.tokenizer import BOS
from minimodel.corpus.vocabulary import corpus_vocabulary
from minimodel.labs.vanishing.attention import compare_attention
from minimodel.labs.vanishing.constants import SIGMA, T
from minimodel.labs.vanishing.measurement import (
    for_log_plot,
    gradient_norms,
    gradients,
    gru,
    measure,
    norm_table,
    orders_lost,
    orders_per_10_steps,
    vanilla_rnn,
)
from minimodel.labs.vanishing.pitfalls import pitfalls
from minimodel.labs.vanishing.precision import adam_progress, tiny_gradient
from minimodel.labs.vanishing.sequences import synthetic_sequence
from minimodel.labs.vanishing.sweeps import SWEEPS, all_sweeps, sweep
from minimodel.labs.vanishing.tables import (
    decay_table,
    path_table,
    sweep_table,
    theory_table,
)
from minimodel.labs.vanishing.theory import contributions_by_lag, lag_contributions, theory
from minimodel.sequence_baselines.bptt import path_shares, rnn_gradients

BOTH = pytest.mark.parametrize("option", ["A", "B"])


@pytest.fixture(scope="module")
def sweeps():
    return {option: all_sweeps(option) for option in "AB"}


def lost(points):
    return [point.orders_lost for point in points]


def test_option_a_repeats_the_clauses_and_asks_for_the_first_ones_form():
    sequence = synthetic_sequence("A")
    assert len(sequence.tokens) == len(sequence.ids) == T == 50
    assert sequence.tokens[:8] == ("I", "work", ",", "you", "work", ",", "I", "work")
    assert sequence.tokens[-1] == "work"
    assert BOS not in sequence.tokens
    assert corpus_vocabulary().decode([sequence.target]) == ["work"]


def test_option_b_is_random_but_fixed_and_asks_for_the_same():
    sequence = synthetic_sequence("B")
    assert len(set(sequence.ids)) > 40
    assert sequence == synthetic_sequence("B")
    assert sequence.target == synthetic_sequence("A").target
    assert corpus_vocabulary().decode(sequence.ids) == list(sequence.tokens)


@pytest.mark.parametrize(
    ("arguments", "named"), [({"option": "C"}, "option: 'C'"), ({"length": 0}, "length: 0")]
)
def test_bad_sequences_are_named(arguments, named):
    with pytest.raises(ValueError, match=named):
        synthetic_sequence(**arguments)


def test_orders_of_known_curves():
    g = 10.0 ** np.arange(-50, 1)
    assert orders_lost(g) == pytest.approx(50)
    assert orders_per_10_steps(g) == pytest.approx(10)
    assert orders_lost(g[::-1]) == pytest.approx(-50)
    assert orders_lost([0.0, 1.0]) == float("inf")
    assert orders_lost([1e-200, 1e200]) == pytest.approx(400)


def test_only_zeros_are_replaced_for_the_log_plot():
    assert for_log_plot(np.array([0.0, 1e-300, 2])).tolist() == [5e-324, 1e-300, 2]
    assert for_log_plot(np.zeros(1, np.float32))[0] > 0


def test_norm_table_holds_every_step():
    curves = {"rnn": np.array([1e-3, 1e-2, 0.1]), "gru": np.array([0.01, 0.1, 1.0])}
    lines = norm_table(curves).splitlines()
    assert [line.split()[0] for line in lines] == ["t", "0", "1", "2", "2.00"]
    assert lines[1].split()[1:] == ["1.0000e-03", "1.0000e-02"]


@BOTH
def test_both_lose_many_orders_and_the_closed_gate_about_one(option):
    curves = {name: orders_lost(g) for name, g in measure(option).items()}
    assert 10.5 < curves["rnn"] < 12.5
    assert 9.5 < curves["gru"] < 11.5
    assert 0.7 < curves["gru_closed"] < 1.2


@BOTH
def test_over_seeds_the_gru_loses_about_as_much(sweeps, option):
    rnn, open_, closed = (
        lost(sweeps[option][f"{name}_seeds"]) for name in ("rnn", "gru", "gru_closed")
    )
    assert len(rnn) == len(open_) == len(closed) == 20
    assert 9 < min(rnn) < max(rnn) < 15
    assert 8 < min(open_) < max(open_) < 12.5
    assert 0.75 < np.mean(open_) / np.mean(rnn) < 1
    assert any(mine > theirs for mine, theirs in zip(open_, rnn, strict=True))
    assert 0.8 < min(closed) < max(closed) < 1.15


@BOTH
def test_a_lower_gate_bias_loses_less(sweeps, option):
    points = sweeps[option]["gate_bias"]
    assert [point.varied["gate_bias"] for point in points] == [0, -1, -2, -3, -4]
    assert lost(points) == sorted(lost(points), reverse=True)
    assert 4.5 < points[1].orders_lost < 5.7
    assert points[4].orders_lost < 0.5


@BOTH
def test_scale_decides_for_the_vanilla_rnn(sweeps, option):
    tiny, lab, large, larger = sweeps[option]["rnn_sigma"]
    assert tiny.orders_lost > 2 * lab.orders_lost
    assert large.radius > 1.1
    assert larger.radius > 1.7
    # Far from what σ = 0.1 loses; but tanh keeps the growth far below what the radius predicts.
    assert abs(large.orders_lost) < 1.5
    assert -3 < larger.orders_lost < -0.5
    assert -larger.orders_lost < 0.2 * 50 * np.log10(larger.radius)


def test_at_twice_the_scale_it_depends_on_the_seed():
    orders = [orders_lost(gradient_norms(vanilla_rnn(seed, sigma=0.2))) for seed in range(12)]
    assert min(orders) < 0 < max(orders)
    assert max(map(abs, orders)) < 4.5


def test_at_ten_times_the_scale_it_always_grows():
    assert all(orders_lost(gradient_norms(vanilla_rnn(seed, sigma=1.0))) < -2 for seed in range(8))


@BOTH
def test_orthogonal_weights_lose_little_while_tanh_is_nearly_linear(sweeps, option):
    points = sweeps[option]["orthogonal"]
    linear = -T * np.log10(0.9)
    assert points[0].orders_lost == pytest.approx(linear, abs=0.1)
    assert points[1].orders_lost == pytest.approx(linear, abs=0.4)
    assert lost(points) == sorted(lost(points))  # larger inputs saturate more
    assert points[-1].orders_lost > 5


def test_sweep_names_an_unknown_one():
    with pytest.raises(ValueError, match="name: 'depth' is not one of gate_bias"):
        sweep(name="depth")


def test_in_the_vanilla_rnn_the_radius_predicts_and_the_singular_value_does_not():
    result = theory(vanilla_rnn())
    rates = result.orders_per_10_steps()
    assert result.radius < 1 < result.singular_value
    assert rates["singular_value"] < 0 < rates["radius"]
    assert rates["measured"] == pytest.approx(rates["radius"], abs=0.15)
    assert rates["measured"] == pytest.approx(rates["product"], abs=0.2)


@pytest.mark.parametrize("build", [vanilla_rnn, gru])
@BOTH
def test_the_product_bounds_what_any_gradient_keeps(build, option):
    result = theory(build(), option)
    assert result.products[0] == pytest.approx(1)
    assert (result.measured <= result.products * (1 + 1e-12)).all()
    assert (result.products <= np.prod([result.singular_value, 1.02]) ** np.arange(T + 1)).all()


def test_in_the_gru_the_jacobian_at_rest_predicts():
    for bias in (0.0, -1.0, -3.0):
        rates = theory(gru(gate_bias=bias)).orders_per_10_steps()
        assert rates["measured"] == pytest.approx(rates["radius"], abs=0.06)


def test_above_one_the_radius_does_not_predict_growth():
    for option in "AB":
        rates = theory(vanilla_rnn(sigma=0.2), option).orders_per_10_steps()
        assert rates["radius"] < -0.7
        assert abs(rates["measured"]) < 0.3


def test_the_highway_carries_most_and_the_gates_next_to_nothing():
    for bias, highway in ((0.0, (0.75, 0.87)), (-3.0, (0.98, 1.0))):
        shares = path_shares(gradients(gru(gate_bias=bias))).mean(axis=0)
        assert highway[0] < shares[0] < highway[1]
        assert shares[0] + shares[1] == pytest.approx(1, abs=1e-3)


def test_the_highway_alone_would_lose_fifteen_orders():
    g = gradients(gru())
    z, _ = gru().gates(synthetic_sequence("A").ids)
    alone = orders_lost(np.linalg.norm([np.prod(1 - z, axis=0) * g.dh[-1], g.dh[-1]], axis=1))
    assert alone == pytest.approx(50 * np.log10(2), abs=0.3)
    assert alone > 3 + orders_lost(np.linalg.norm(g.dh, axis=1))


def test_lag_terms_sum_to_the_gradient_which_the_nearest_make_up():
    model, sequence = vanilla_rnn(), synthetic_sequence("A")
    whole = rnn_gradients(model, sequence.ids, sequence.target).parameters["W_hh"]
    terms = contributions_by_lag(model)
    np.testing.assert_allclose(terms.sum(axis=0), whole, atol=1e-15)
    result = lag_contributions(model)
    assert result.total == pytest.approx(np.linalg.norm(whole))
    assert result.total > 0.05  # healthy, as norms go
    assert 5 < result.lags_for_99_percent < 15
    rest = np.linalg.norm(whole - terms[: result.lags_for_99_percent].sum(axis=0))
    assert rest < 0.01 * result.total
    assert result.sizes[40] < 1e-8
    assert result.sizes[-1] == 0  # it meets h_0 = 0


@BOTH
@pytest.mark.parametrize("build", [vanilla_rnn, gru])
def test_attention_reaches_every_input_alike(build, option):
    result = compare_attention(build(), option)
    assert result.weights == pytest.approx(1 / T, rel=0.05)
    assert result.inputs_attention[0] > 1e8 * result.inputs[0]
    assert result.states_attention[1:].max() < 4 * result.states_attention[1:].min()
    assert result.direct[0] == 0
    assert result.direct[1:].max() < 1.2 * result.direct[1:].min()
    # Each state now shares the readout with all others: the last input gets less than before.
    assert result.inputs_attention[-1] < 0.2 * result.inputs[-1]


def test_a_tiny_gradient_can_be_written_down_and_changes_nothing():
    tiny = tiny_gradient(1e-15)
    assert tiny.stored == pytest.approx(1e-15, rel=1e-6)
    assert tiny.smallest_normal == 2.0**-126
    assert tiny.spacing == 2.0**-23
    assert tiny.weight_after == tiny.weight_after_many == 1
    assert tiny.updates_for_one_spacing > 1e9
    assert tiny_gradient(1e-3).weight_after < 1


def test_adam_rescales_until_noise_dominates():
    assert adam_progress(0.0) == pytest.approx(1)
    assert adam_progress(0.0, epsilon=1e-8) < 1e-6
    assert adam_progress(1e-16) > 0.95
    for seed in range(8):
        assert abs(adam_progress(1e-12, seed=seed)) < 0.15


@BOTH
def test_each_pitfall_shows_in_its_number(option):
    found = pitfalls(option)
    assert found.open_gate.smallest > 0.9
    assert found.open_gate.orders_lost > 2 * found.gate.orders_lost
    assert found.gate.mean == pytest.approx(0.5, abs=0.01)
    assert found.closed_gate.mean == pytest.approx(0.047, abs=0.003)
    assert found.saturated_share > 0.99
    assert found.zero_norms > 40
    assert found.cured_norm > 0
    assert found.grown_radius > 1.7
    assert found.grown_norm > 5
    assert found.huge_norm > 1e4
    assert found.cured_radius == pytest.approx(0.9)
    assert 2 < found.cured_orders_lost < 3


@BOTH
def test_float32_loses_the_norm_long_before_the_entries(option):
    found = pitfalls(option).underflow
    assert found.single[0] == 0 < found.double[0] < 1e-40
    assert found.single[found.zero_up_to + 1] > 0
    assert 1e-24 < found.double_there < 1e-21
    assert found.largest_entry_there > 1e-24
    assert found.single[-1] == pytest.approx(found.double[-1], rel=1e-5)


def test_the_labs_own_models_are_lab_twos():
    model = vanilla_rnn()
    assert model.W_hh.shape == (32, 32)
    assert model.W_hh.std() == pytest.approx(SIGMA, rel=0.1)
    np.testing.assert_array_equal(model.E, gru().E)


def test_tables_hold_every_point_in_the_readers_language(sweeps):
    english, spanish = (sweep_table(sweeps["A"], lang) for lang in ("en", "es"))
    points = sum(1 if "seeds" in name else len(SWEEPS[name][1]) for name in SWEEPS)
    assert len(english.rows) == len(spanish.rows) == points
    assert "10.54" in str(english)
    assert "10,54" in str(spanish)
    assert "2.30" in str(theory_table())
    assert "99,24" in str(path_table(lang="es"))


def test_decay_table_runs_backward_and_ends_with_the_orders_lost():
    curves = measure()
    rows = decay_table(curves, "es", every=25).cells()
    assert [row[0] for row in rows] == ["50", "25", "0", "órdenes perdidos"]
    assert [row[1] for row in rows[1:]] == [
        "9,07\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10⁻⁷",
        "1,88\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10⁻¹²",
        "11,49",
    ]


def test_path_table_has_no_negative_zeros():
    assert "−0" not in str(path_table("B")).replace("b_z = −", "")


def test_measure_takes_another_scale():
    at_scale = measure(sigma=0.05)
    np.testing.assert_array_equal(at_scale["rnn"], gradient_norms(vanilla_rnn(sigma=0.05)))
    assert orders_lost(at_scale["gru_closed"]) < 1.5
