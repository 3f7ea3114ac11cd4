"""The drawings of the page on the recurrence today: house rules and contents."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
from figure_rules import check_figure
from minimodel.nn.lru import LRU
from minimodel.tasks.memory_tasks import TASKS
from minimodel.tasks.recurrence_times import measured_times
from minimodel.tasks.recurrences import BLOCK, MemoryRun
from minimodel.tasks.today_figures import right_answers, rings, run_times, scan_rounds


def test_each_round_doubles_what_a_step_knows() -> None:
    check_figure(lambda lang: scan_rounds(8, lang))
    figure = scan_rounds(8, "es")
    rows: dict[float, list[str]] = {}
    for text in figure.findobj(mpl.text.Text):
        if text.get_text() and text.get_ha() == "center" and text.get_text()[0].isdigit():
            rows.setdefault(text.get_position()[1], []).append(text.get_text())
    assert rows[0] == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert rows[2][4:] == ["2–5", "3–6", "4–7", "5–8"]
    assert rows[3] == ["1", *(f"1–{t}" for t in range(2, 9))]


def test_factors_stand_where_they_are() -> None:
    factors = {
        "narrow_ring": LRU(2, 200, 0).factors(),
        "wide_ring": LRU(2, 200, 0, r_min=0.0).factors(),
    }
    check_figure(lambda lang: rings(factors, lang))
    for axes, lam in zip(rings(factors).axes, factors.values(), strict=True):
        x, y = axes.lines[1].get_data()
        np.testing.assert_array_equal(x + 1j * np.asarray(y), lam)


def test_each_model_has_a_panel_and_each_seed_a_line() -> None:
    models = ("rnn", "gru", "lstm", "min_gru", "signed", "lru", "selective")
    for task, shown in (("parity", models), ("ball", models[:4]), ("last", models[:6])):
        blocks = TASKS[task].asked // BLOCK
        rng = np.random.default_rng(0)
        runs = [
            MemoryRun(model, task, seed, 2000, tuple(rng.uniform(0.2, 1, blocks)))
            for model in shown
            for seed in range(5)
        ]
        check_figure(lambda lang, runs=runs: right_answers(runs, lang))
        panels = [axes for axes in right_answers(runs).axes if axes.get_visible()]
        assert len(panels) == len(shown)
        assert all(len(axes.lines) == 1 + 5 for axes in panels)  # guessing, and the seeds
        assert all(axes.lines[0].get_ydata()[0] == 1 / TASKS[task].answers for axes in panels)


def test_run_times_are_those_that_were_measured() -> None:
    times = measured_times()
    check_figure(lambda lang: run_times(times, lang))
    (axes,) = run_times(times).axes
    assert [len(line.get_xdata()) for line in axes.lines] == [7] * 4
    np.testing.assert_allclose(axes.lines[0].get_ydata(), 1000 * np.array(times.seconds["gru"]))
