"""The network without its tanh, and the share of each token in its last state."""

import re

import numpy as np
from minimodel.labs.forward import analysis
from minimodel.labs.forward.linear import contributions, linear_states
from minimodel.labs.forward.tables import contribution_table, scale_table


def test_parts_sum_to_the_last_linear_state():
    model, ids = analysis.untrained_rnn(), analysis.canonical_ids()
    model.b_h += 0.1
    parts = contributions(model, ids)
    np.testing.assert_allclose(parts.sum(axis=0), linear_states(model, ids)[-1], atol=1e-12)
    np.testing.assert_array_equal(parts[-1], model.W_xh @ model.E[ids[-1]] + model.b_h)


def test_a_small_linear_network_by_hand():
    model = analysis.untrained_rnn()
    model.W_hh = np.array([[0.0, 2], [1, 0]])
    model.W_xh = np.eye(2)
    model.b_h = np.zeros(2)
    model.E = np.array([[1.0, 0], [0, 1]])
    np.testing.assert_array_equal(linear_states(model, [0, 1, 0]), [[1, 0], [0, 2], [5, 0]])
    np.testing.assert_array_equal(contributions(model, [0, 1, 0]), [[2, 0], [2, 0], [1, 0]])


def test_tanh_hardly_matters_at_a_tenth_and_holds_the_state_at_three_tenths():
    ids = analysis.canonical_ids()
    small, large = analysis.untrained_rnn(), analysis.untrained_rnn(sigma=0.3)
    for model, low, high in ((small, 1, 1.01), (large, 10, 30)):
        _, states = model.forward(ids)
        ratio = analysis.norms(linear_states(model, ids))[-1] / analysis.norms(states)[-1]
        assert low < ratio < high


def test_the_last_tokens_make_up_most_of_the_last_state():
    sizes = analysis.norms(contributions(analysis.untrained_rnn(), analysis.canonical_ids()))
    assert np.argmax(sizes) == 7
    assert sizes[:3].max() < 0.1 * sizes[7]


def test_tables_are_in_the_language():
    results = analysis.norms_over_sigma()
    assert scale_table(results, "es").header == ["", "σ = 0,1", "σ = 0,2", "σ = 0,3"]
    assert len(scale_table(results, "en").rows) == 6
    (huge,) = analysis.norms_over_sigma((1.0,))
    (without_tanh,) = [row[1] for row in scale_table([huge], "es").rows if "sin tanh" in row[0]]
    assert re.fullmatch(r"\d,\d\s×\s10[⁴-⁹]", without_tanh)
    table = contribution_table("es")
    assert [row[1] for row in table.rows] == analysis.canonical_tokens()
    assert "0," in str(table)
    assert "0." not in str(table)
