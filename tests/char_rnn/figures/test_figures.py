"""The figures of the character RNN: the house rules, and that they draw what was measured."""

import dataclasses

import matplotlib as mpl
import numpy as np
import pytest
from char_rnn.experiments import figures as experiments
from char_rnn.experiments.variations import experiment
from char_rnn.figures import curves as training
from char_rnn.figures import dynamics, memory, words
from char_rnn.figures import words as wfig
from char_rnn.figures.glyphs import without_glyph
from char_rnn.figures.plots import plots
from char_rnn.measures.training_curves import gradient_by_position, phases
from char_rnn.measures.word_boundaries import BoundaryError
from figure_rules import check_figure
from minimodel.drawing.style import RC

NAMES = (
    "loss", "spectral_radius", "saturation", "eigenvalues", "gradient_by_position",
    "jacobian_products", "word_boundaries", "letter_by_letter", "word_clusters", "memory_probe",
    "trajectory",
)  # fmt: skip


@pytest.fixture(scope="module")
def outcomes():
    return {name: experiment(name=name, steps=30) for name in ("default", "clip_1", "seq_5")}


@pytest.mark.parametrize("name", NAMES)
def test_house_rules(analysis, name):
    assert set(plots(analysis)) == set(NAMES)
    check_figure(lambda lang: plots(analysis, lang)[name]())


def test_house_rules_of_the_experiments(outcomes):
    check_figure(lambda lang: experiments.overview(outcomes, lang))
    check_figure(lambda lang: experiments.against_default(outcomes, ("clip_1", "seq_5"), lang))


def test_the_loss_stands_between_two_lines(analysis):
    figure = training.losses(analysis.results.curves, 24, analysis.floor)
    _, _, uniform, floor = figure.axes[0].lines
    assert uniform.get_ydata()[0] == pytest.approx(np.log(24))
    assert floor.get_ydata()[0] == analysis.floor
    assert "0.405" in floor.get_label()


def test_every_eigenvalue_is_drawn_once(analysis):
    values = analysis.results.records["eigenvalues"][-1]
    (axes,) = dynamics.eigenvalues({3000: values}).axes
    drawn = np.concatenate([line.get_xdata() + 1j * line.get_ydata() for line in axes.lines])
    assert sorted(drawn, key=np.angle) == sorted(values, key=np.angle)
    assert (np.abs(axes.lines[1].get_xdata() + 1j * axes.lines[1].get_ydata()) > 1).all()


def test_a_product_that_is_zero_leaves_a_gap():
    figure = dynamics.jacobian_products({1: np.array([1.0, 1e-5, 0.0])})
    assert np.isnan(figure.axes[0].lines[0].get_ydata()[2])


def test_words_are_listed_as_the_dendrogram_orders_them(analysis):
    found = analysis.clusters
    (axes,) = words.word_tree(found).axes
    assert [text.get_text() for text in axes.texts] == [found.words[i] for i in found.order]


def test_the_probe_shows_the_network_before_and_after(analysis):
    (axes,) = memory.memory_probe(analysis.probe, analysis.untrained_probe).axes
    np.testing.assert_array_equal(axes.lines[0].get_ydata(), analysis.probe.accuracy)
    np.testing.assert_array_equal(axes.lines[1].get_ydata(), analysis.untrained_probe.accuracy)


def test_gradients_are_drawn_from_the_end_of_the_chunk(outcomes):
    figure = experiments.against_default(outcomes, ("seq_5",))
    gradient = figure.axes[1]
    assert gradient.lines[0].get_xdata().tolist() == list(range(24, -1, -1))
    assert gradient.lines[1].get_xdata().tolist() == list(range(4, -1, -1))
    np.testing.assert_array_equal(gradient.lines[1].get_ydata(), outcomes["seq_5"].gradient)


def check_nothing_is_cut(figure):
    with mpl.rc_context(RC):
        figure.draw_without_rendering()
        drawn = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    assert min(drawn.x0, drawn.y0) >= 0
    assert drawn.x1 <= width
    assert drawn.y1 <= height


@pytest.mark.parametrize("lang", ["en", "es"])
def test_nothing_of_a_long_run_is_cut_off(analysis, lang):
    results = analysis.results

    def later(arrays):
        return arrays | {"step": arrays["step"] * 100}  # 300,000 steps

    long = dataclasses.replace(
        analysis,
        results=dataclasses.replace(
            results, records=later(results.records), jacobians=later(results.jacobians)
        ),
    )
    for draw in plots(long, lang).values():
        check_nothing_is_cut(draw())


def test_nothing_is_cut_off_where_nothing_was_held_out(analysis):
    curves = analysis.results.curves | {"val_step": np.zeros(0), "val_loss": np.zeros(0)}
    check_nothing_is_cut(training.losses(curves, 24, analysis.floor, "es"))


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [(0.0012, ["0.00%", "0.05%"]), (0.012, ["0.0%", "0.5%"]), (0.5, ["0%", "10%"])],
)
def test_ticks_of_small_shares_differ(largest, ticks):
    records = {"step": np.arange(1, 9) * 10, "saturation": np.linspace(0, largest, 8)}
    figure = training.saturation(records)
    figure.draw_without_rendering()
    assert [text.get_text() for text in figure.axes[0].get_yticklabels()][:2] == ticks


def test_steps_are_whole_even_if_there_is_only_one():
    figure = training.saturation({"step": np.array([1]), "saturation": np.array([0.0])})
    figure.draw_without_rendering()
    shown = [text.get_text() for text in figure.axes[0].get_xticklabels()]
    assert len(shown) == len(set(shown))


def test_letters_of_long_words_are_not_all_numbered():
    error = BoundaryError(np.ones(300), np.ones(300, np.int64), 1.0)
    ticks = [text.get_text() for text in words.boundary_error(error).axes[0].get_xticklabels()]
    assert (ticks[0], ticks[-1]) == ("1", "space")
    assert len(ticks) <= 13


def test_a_letter_that_the_font_lacks_is_known():
    assert without_glyph("añ字🙂") == ["字", "🙂"]


def test_each_word_of_the_tree_has_the_mark_of_its_category(analysis):
    found = analysis.clusters
    (axes,) = wfig.word_tree(found).axes
    marks = [line for line in axes.lines if len(line.get_xdata()) == 1]
    for i, line in zip(found.order, marks, strict=True):
        assert line.get_marker() == wfig.CATEGORIES[found.categories[i]][1]


def test_figures_draw_the_numbers_that_they_name(analysis):
    drawn = {name: draw() for name, draw in plots(analysis).items()}
    axes = drawn["word_boundaries"].axes[0]
    network, space, exact, exact_space = axes.lines
    np.testing.assert_array_equal(network.get_ydata(), analysis.boundary.by_position)
    np.testing.assert_array_equal(exact.get_ydata(), analysis.exact_boundary.by_position)
    assert space.get_ydata() == [analysis.boundary.space]
    assert exact_space.get_ydata() == [analysis.exact_boundary.space]
    letters = drawn["letter_by_letter"].axes[0].lines
    np.testing.assert_array_equal(letters[1].get_ydata(), analysis.exact.losses[:36])
    jac = drawn["jacobian_products"].axes[0].lines[0]
    assert jac.get_xdata()[0] == 1
    probe = drawn["memory_probe"].axes[0].lines
    np.testing.assert_array_equal(probe[0].get_ydata(), analysis.probe.accuracy)
    panels = drawn["eigenvalues"].axes
    values = np.concatenate([line.get_xdata() + 1j * line.get_ydata() for line in panels[-1].lines])
    assert np.abs(values).max() == pytest.approx(
        np.abs(analysis.results.records["eigenvalues"][-1]).max()
    )
    path = drawn["trajectory"].axes[0]
    assert [t.get_text() for t in path.texts][:5] == list(
        analysis.reading.inputs[1:40].replace(" ", "")
    )[:5]
    records = analysis.results.records
    curves = drawn["gradient_by_position"].axes[0].lines
    np.testing.assert_array_equal(
        curves[-1].get_ydata(), gradient_by_position(records, *phases(records)["end"])
    )
