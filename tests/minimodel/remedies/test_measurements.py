"""What the page on remedies says in words, on more seeds than it shows."""

import numpy as np
import pytest
from minimodel.mathematics.clipping import clip_by_global_norm, global_norm
from minimodel.mathematics.losses import mean_squared_error
from minimodel.remedies.explosion import cosine, errors_by_step, first_gradient_that_grows
from minimodel.remedies.networks import Regression
from minimodel.remedies.reach import input_gradients, orders_lost
from minimodel.remedies.tables import (
    comparison_table,
    descent_table,
    losses_text,
    median_and_range,
    path_table,
    task_table,
)
from minimodel.remedies.trained import (
    DESCENT_STEPS,
    DESCENTS,
    SEEDS,
    STEPS,
    Run,
    descend_all,
    train_all,
    train_with,
)


@pytest.fixture(scope="module")
def descents():
    return descend_all(("uniform", "orthogonal", "lstm"))


@pytest.fixture(scope="module")
def runs():
    remedies = ("scaled", "identity", "rectified", "irnn", "leaky", "skip", "gru_keeping")
    trained = train_all([{"remedy": remedy} for remedy in remedies])
    return dict(zip(remedies, trained, strict=True))


def losses(runs):
    return np.array([run.final_loss for run in runs])


class TestBeforeTraining:
    @pytest.mark.parametrize("name", ["plain", "gru", "lstm", "rectified"])
    def test_gates_at_one_half_lose_about_as_much_as_the_vanilla_rnn(self, name):
        assert orders_lost(input_gradients(name)).min() > 7.5

    @pytest.mark.parametrize("name", ["orthogonal", "identity", "irnn", "gru_keeping", "attention"])
    def test_others_lose_few_orders(self, name):
        assert orders_lost(input_gradients(name)).max() < 2

    def test_the_first_input_counts_more_in_the_lstm_that_keeps(self):
        assert orders_lost(input_gradients("lstm_keeping")).max() < 0

    def test_larger_matrices_let_the_gradient_grow_in_gated_networks_too(self):
        grown = [-orders_lost(input_gradients("lstm_keeping", scale=k)) for k in (1, 4, 8)]
        assert np.median(grown[0]) < np.median(grown[1]) < np.median(grown[2])
        assert grown[2].min() > 2.5
        assert -orders_lost(input_gradients("lstm", scale=8)).min() > 1.5

    def test_orders_lost_do_not_predict_learning(self, runs):
        assert abs(np.median(orders_lost(input_gradients("scaled")))) < 0.5
        assert np.median(orders_lost(input_gradients("leaky"))) > 1
        assert np.median(losses(runs["scaled"])) > 2 * np.median(losses(runs["leaky"]))


class TestClipping:
    def test_without_it_every_orthogonal_start_fails(self, descents):
        for run in descents["orthogonal", False]:
            assert run.overflowed

    def test_with_it_every_orthogonal_start_learns(self, descents):
        for run in descents["orthogonal", True]:
            assert run.final_loss < 0.15

    def test_where_the_gradient_vanishes_it_changes_nothing_and_nothing_is_learned(self, descents):
        for plain, clipped in zip(
            descents["uniform", False], descents["uniform", True], strict=True
        ):
            assert plain.final_loss > 0.9
            assert abs(plain.final_loss - clipped.final_loss) < 0.005
            assert plain.largest_norm < 3

    def test_by_the_norm_the_direction_stays_by_the_entry_it_turns(self):
        caught = first_gradient_that_grows(by=4)
        by_norm = {name: g.copy() for name, g in caught.gradients.items()}
        norms = clip_by_global_norm(by_norm, max_norm=1)
        by_entry = {name: np.clip(g, -1, 1) for name, g in caught.gradients.items()}
        assert norms.before > 10
        assert norms.after == pytest.approx(1)
        assert cosine(caught.gradients, by_norm) == pytest.approx(1)
        assert cosine(caught.gradients, by_entry) < 0.995

    def test_the_gradient_shown_is_one_of_the_run_in_the_figure(self, descents):
        caught = first_gradient_that_grows(by=4)
        run = descents["orthogonal", False][0]
        assert run.norms[caught.step - 1] == pytest.approx(global_norm(caught.gradients))
        assert len(caught.errors) == 30
        assert caught.errors[0] > 4 * caught.errors[-1]

    def test_errors_are_the_derivatives_of_the_loss_by_the_states(self):
        rng = np.random.default_rng(5)
        network = Regression("orthogonal", rng, dtype=np.float64)
        x, targets = rng.normal(size=(1, 4, 1)), rng.normal(size=(1, 1))
        states, _ = network.recurrent.forward(x)
        _, dy = mean_squared_error(network.forward(x), targets)
        errors = errors_by_step(network, x, dy)

        def loss_from(state):  # of the state after step 2
            for t in (2, 3):
                a = network.recurrent.params["W_xh"] @ x[0, t]
                a = a + network.recurrent.params["W_hh"] @ state
                state = np.tanh(a + network.recurrent.params["b_h"])
            y = network.readout.params["W"] @ state + network.readout.params["b"]
            return ((y - targets[0]) ** 2)[0]

        slopes = [loss_from(states[0, 1] + 1e-30j * unit).imag / 1e-30 for unit in np.eye(32)]
        assert errors[1] == pytest.approx(np.linalg.norm(slopes), rel=1e-12)

    def test_in_the_end_the_readout_alone_runs_away(self, descents):
        run = descents["orthogonal", False][0]
        assert max(run.recurrent_norms) > 100
        assert not any(run.recurrent_norms[-5:-1])
        assert run.norms[-2] > 1e15

    def test_training_moves_an_orthogonal_matrix(self, descents):
        for run in descents["orthogonal", True]:
            singular = np.linalg.svd(run.params["W_hh"], compute_uv=False)
            assert singular[0] > 1.1
            assert singular[-1] < 0.97

    def test_a_gated_network_explodes_under_large_steps_and_clipping_saves_it(self, descents):
        assert losses(descents["lstm", True]).max() < 0.3
        for run in descents["lstm", False]:
            assert run.overflowed or run.final_loss > 0.9
        assert max(run.largest_norm for run in descents["lstm", False]) > 1e3

    def test_an_error_that_never_grows_that_much_is_refused(self):
        with pytest.raises(ValueError, match=r"^by: no error grows 1000-fold in 3 steps"):
            first_gradient_that_grows(by=1000, last=3)


class TestTraining:
    def test_who_learns_from_every_seed(self, runs):
        for name in ("irnn", "gru_keeping"):
            assert losses(runs[name]).max() < 0.06, name
        assert np.median(losses(runs["skip"])) < 0.06

    def test_the_rectified_unit_needs_the_identity_and_the_identity_the_rectified_unit(self, runs):
        assert np.median(losses(runs["identity"])) > 0.25
        assert losses(runs["rectified"]).min() > 0.85
        assert losses(runs["irnn"]).max() < 0.05

    def test_a_mean_lets_the_half_open_gru_learn_and_not_the_lstm(self):
        gru, lstm = train_all(
            [{"remedy": name, "task": "copy_first_plus_1"} for name in ("gru", "lstm")]
        )
        assert losses(gru).max() < 0.3
        assert losses(lstm).min() > 0.85

    def test_the_adding_problem_is_lost_only_without_mean_and_with_early_marks(self):
        tasks = ("adding_early", "adding_early_minus_1")
        *learned, lost = train_all([{"remedy": "gru", "task": task} for task in tasks])
        for each in learned:
            assert losses(each).max() < 0.03
        assert losses(lost).min() > 0.13


def test_a_run_as_far_as_a_step_is_judged_by_the_steps_before_it():
    losses = (1.0,) * 60 + (0.5,) * 40
    run = Run(losses, (*([2.0] * 80), 7.0, *([2.0] * 19)), (1.0,) * 100)
    assert run.until(60).final_loss == 1
    assert (run.until(80).largest_norm, run.until(81).largest_norm) == (2, 7)
    assert len(run.until(60).recurrent_norms) == 60
    assert run.until(100) is run
    wild = Run((1.0, 2.0), (1.0, float("inf")))
    assert wild.until(50).overflowed
    assert not wild.until(1).overflowed


def test_every_descent_is_judged_at_the_same_step(descents):
    for runs in descents.values():
        for run in runs:
            assert run.overflowed or len(run.losses) == DESCENT_STEPS


def test_fewer_steps_are_the_first_ones_of_more():
    short, long = (train_with(remedy="plain", seed=3, steps=steps) for steps in (20, 40))
    assert short == long.until(20)


def test_a_run_that_overflows_ends_there():
    run = train_with(remedy="orthogonal", seed=0, optimizer="sgd", rate=0.1, clipped=False)
    assert run.overflowed
    assert len(run.losses) == len(run.norms) < STEPS
    assert np.isnan(run.final_loss)
    assert np.isfinite(run.largest_norm)


def test_tables_are_in_the_readers_language(descents):
    spanish = str(descent_table(descents, "es"))
    assert "desbordamiento" in spanish
    assert "overflow" in str(descent_table(descents, "en"))
    for name, (_, optimizer, rate) in DESCENTS.items():
        row = str(descent_table({(name, True): descents["uniform", True]}, "en")).splitlines()[2]
        assert f"{'SGD' if optimizer == 'sgd' else 'Adam'} {rate:g} " in row
    assert "SGD 0,1 " in spanish

    made = [Run((loss,) * 60, (2.0,) * 60) for loss in (0.5, 0.25, 0.75)]
    table = str(comparison_table({"plain": np.array([[1e-4, 0.1]])}, {"plain": made}, "es"))
    assert table.splitlines()[2].split() == (
        ["RNN", "simple", "3,0", "(3,0", "…", "3,0)", "2", "0,500", "(0,250", "…", "0,750)"]
    )
    assert "0,2500" in str(task_table({("gru", "adding"): made}, "es"))
    assert "0.125" in str(path_table({"half": {"direct": 0.125}}, "en"))


def test_a_loss_is_written_with_what_overflowed():
    lost = Run((1.0,), (float("inf"),))
    assert losses_text([lost, lost]) == "2 overflow"
    assert losses_text([lost, Run((0.5,) * 60, (1.0,) * 60)], "es") == "0,500; 1 con desbordamiento"
    assert median_and_range([3, 1, 2], "en", 1) == "2.0 (1.0 … 3.0)"
    assert len(SEEDS) == 5
