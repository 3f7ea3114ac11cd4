"""What the page on remedies says in words, on more seeds than it shows."""

import numpy as np
import pytest
from minimodel.mathematics.clipping import clip_by_global_norm, global_norm
from minimodel.mathematics.losses import mean_squared_error
from minimodel.remedies.explosion import cosine, errors_by_step, first_gradient_that_grows
from minimodel.remedies.networks import Regression
from minimodel.remedies.reach import input_gradients, orders_lost
from minimodel.remedies.tables import comparison_table, descent_table
from minimodel.remedies.trained import (
    DESCENT_SEEDS,
    EPOCHS,
    SEEDS,
    Run,
    descend,
    descend_all,
    train_with,
)


@pytest.fixture(scope="module")
def descents():
    return descend_all()


@pytest.mark.parametrize("seed", range(5))
class TestBeforeTraining:
    def test_gates_at_one_half_lose_about_as_much_as_the_vanilla_rnn(self, seed):
        for name in ("plain", "gru", "lstm"):
            assert orders_lost(input_gradients(name, seed)) > 7.5

    def test_all_others_lose_few_orders(self, seed):
        for name in ("orthogonal", "gru_keeping", "lstm_keeping", "skip", "attention"):
            assert orders_lost(input_gradients(name, seed)) < 3

    def test_the_first_input_counts_more_in_the_lstm_that_keeps(self, seed):
        assert orders_lost(input_gradients("lstm_keeping", seed)) < 0


class TestClipping:
    def test_without_it_every_orthogonal_start_fails(self, descents):
        for run in descents["orthogonal", False]:
            assert run.overflowed or run.final_loss > 0.3

    def test_with_it_every_orthogonal_start_learns(self, descents):
        for run in descents["orthogonal", True]:
            assert run.final_loss < 0.1

    def test_where_the_gradient_vanishes_it_changes_nothing_and_nothing_is_learned(self, descents):
        for plain, clipped in zip(descents["plain", False], descents["plain", True], strict=True):
            assert plain.final_loss > 0.9
            assert abs(plain.final_loss - clipped.final_loss) < 0.005
            assert plain.largest_norm < 2

    def test_by_the_norm_the_direction_stays_by_the_entry_it_turns(self):
        caught = first_gradient_that_grows(by=20)
        by_norm = {name: g.copy() for name, g in caught.gradients.items()}
        norms = clip_by_global_norm(by_norm, max_norm=1)
        by_entry = {name: np.clip(g, -1, 1) for name, g in caught.gradients.items()}
        assert norms.before > 10
        assert norms.after == pytest.approx(1)
        assert cosine(caught.gradients, by_norm) == pytest.approx(1)
        assert cosine(caught.gradients, by_entry) < 0.97

    def test_the_gradient_shown_is_one_of_the_run_in_the_figure(self, descents):
        caught = first_gradient_that_grows(by=20)
        run = descents["orthogonal", False][0]
        assert run.norms[caught.step - 1] == pytest.approx(global_norm(caught.gradients))
        assert len(caught.errors) == 30
        assert caught.errors[0] > 20 * caught.errors[-1]

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
        assert run.recurrent_norms[10] > 10
        assert not any(run.recurrent_norms[60:-1])

    def test_training_moves_an_orthogonal_matrix(self, descents):
        for run in descents["orthogonal", True]:
            assert run.singular_values[0] > 1.1
            assert run.singular_values[-1] < 0.97

    def test_an_error_that_never_grows_that_much_is_refused(self):
        with pytest.raises(ValueError, match=r"^by: no error grows 1000-fold in 3 steps"):
            first_gradient_that_grows(by=1000, last=3)


class TestTraining:
    @pytest.mark.parametrize(("remedy", "most"), [("skip", 0.1), ("attention", 0.05)])
    def test_short_paths_learn(self, remedy, most):
        assert train_with(remedy=remedy, seed=2).final_loss < most

    def test_a_gate_that_keeps_learns_and_one_at_a_half_does_not(self):
        assert train_with(remedy="gru_keeping", seed=2).final_loss < 0.05
        assert train_with(remedy="gru", seed=2).final_loss > 0.8

    def test_gated_networks_need_clipping_too(self):
        assert train_with(remedy="lstm_keeping", seed=0).largest_norm > 2


def test_a_run_that_overflows_ends_there():
    run = descend(remedy="orthogonal", seed=0, clipped=False)
    assert run.overflowed
    assert len(run.losses) == len(run.norms) < EPOCHS
    assert np.isnan(run.final_loss)
    assert np.isfinite(run.largest_norm)


def test_tables_are_in_the_readers_language(descents):
    spanish = str(descent_table(descents, "es"))
    assert "se desborda" in spanish
    assert f"semilla {DESCENT_SEEDS[-1]}" in spanish
    assert "overflow" in str(descent_table(descents, "en"))

    runs = {"plain": [Run((0.5,) * 60, (2.0,) * 60) for _ in SEEDS]}
    table = str(comparison_table({"plain": np.array([1e-4, 0.1])}, runs, "es"))
    assert table.splitlines()[2].split() == ["RNN", "simple", "3,0", "2", "0,500", "0,500"]
