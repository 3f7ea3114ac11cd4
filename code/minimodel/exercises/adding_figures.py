"""The adding problem: one sequence, learning curves, answers beside the right sums, and scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from minimodel.drawing.style import MODELS, PALETTE, horizontal_grid, localize_ticks, styled
from minimodel.exercises.adding import BASELINE, TARGET
from minimodel.remedies.tables import median_and_range
from minimodel.tasks.loop import block_means
from minimodel.texts.labels import label, number
from minimodel.texts.table import Table

if TYPE_CHECKING:
    from minimodel.exercises.adding import Run

BLOCK: Final = 10  # training steps that are one point of a curve


@styled
def sequence(numbers: Sequence[float], marks: Sequence[int], lang: str = "en") -> Figure:
    """Draw one sequence: its numbers as bars, those that count marked, and their sum.

    Parameters
    ----------
    numbers, marks
        One for each time step.
    lang
        Language of the labels.

    Raises
    ------
    ValueError
        If there are not as many marks as numbers.
    """
    if len(numbers) != len(marks):
        raise ValueError(f"marks: expected {len(numbers)}, one for each number, got {len(marks)}")
    figure = Figure(figsize=(7, 3.1), layout="constrained")
    axes = figure.subplots()
    for t, (value, mark) in enumerate(zip(numbers, marks, strict=True)):
        color = PALETTE["positive" if mark else "muted"]
        axes.bar(t, value, 0.6, color=color, alpha=1 if mark else 0.35)
        axes.text(t, value + 0.03, number(value, lang, 1), ha="center", va="bottom")
        axes.text(
            t,
            -0.16,
            str(mark),
            ha="center",
            va="center",
            color=color,
            weight="bold" if mark else "normal",
        )
    axes.axhline(0, color=PALETTE["muted"], linewidth=0.8)
    terms = [number(v, lang, 1) for v, m in zip(numbers, marks, strict=True) if m]
    total = number(float(np.dot(numbers, marks)), lang, 1)
    axes.annotate(
        label("adding.sum", lang, terms=" + ".join(terms), sum=total),
        (len(numbers) - 0.4, 0.5),
        ha="left",
        va="center",
        fontsize=14,
        weight="bold",
        color=PALETTE["positive"],
    )
    for height, name in ((0.35, "number"), (-0.16, "marked")):
        axes.text(-0.6, height, label(f"adding.{name}", lang), ha="right", va="center")
    axes.set(xlim=(-1.6, len(numbers) + 1.6), ylim=(-0.32, 1.12))
    axes.set_axis_off()
    return figure


@styled
def learning(runs: Mapping[str, Sequence[Run]], lang: str = "en", last: int = 400) -> Figure:
    """Draw the error during training: a line for each run, its color that of the cell.

    Parameters
    ----------
    runs
        By cell, ``"rnn"`` and ``"gru"``.
    lang
        Language of the labels.
    last
        The last training step that is drawn, a multiple of 10.
    """
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    for cell, several in runs.items():
        style = {key: MODELS[cell][key] for key in ("color", "linestyle")}
        for place, each in enumerate(several):
            points = block_means(each.losses[:last], BLOCK)
            steps = BLOCK * (np.arange(len(points)) + 0.5)
            name = label(f"adding.{cell}", lang) if place == 0 else None
            axes.plot(steps, points, **style, linewidth=1.4, label=name)
    for value in (BASELINE, TARGET):
        axes.axhline(value, color=PALETTE["ink"], linewidth=0.9, linestyle=(0, (6, 3)))
    text = label("adding.baseline", lang)
    axes.text(last, 1.3 * BASELINE, text, ha="right", va="bottom", fontsize=11)
    axes.set(yscale="log", xlim=(0, last), ylim=(2e-4, 2))
    ticks = [0.001, 0.01, 0.1, 1]
    axes.set_yticks(ticks, [number(t, lang, max(0, len(str(t)) - 2)) for t in ticks])
    axes.minorticks_off()
    axes.set_xlabel(label("adding.training_step", lang))
    axes.set_ylabel(label("adding.error", lang))
    horizontal_grid(axes)
    axes.legend(loc="lower left", fontsize=11)
    return figure


@styled
def answers(runs: Mapping[str, Run], lang: str = "en") -> Figure:
    """Draw each network's answers to held-out sequences over the right sums.

    Parameters
    ----------
    runs
        By cell, ``"rnn"`` and ``"gru"``.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4.4), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 2], [0, 2], color=PALETTE["muted"], linewidth=0.9, linestyle=(0, (6, 3)))
    for cell, run in runs.items():
        axes.plot(
            run.sums,
            run.answers,
            linestyle="none",
            marker=MODELS[cell]["marker"],
            color=MODELS[cell]["color"],
            markersize=4.5,
            alpha=0.75,
            markeredgewidth=0,
            label=label(f"adding.{cell}", lang),
        )
    axes.set(xlim=(0, 2), ylim=(0, 2), aspect="equal")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(4))
        localize_ticks(axis, lang)
    axes.set_xlabel(label("adding.right_sum", lang))
    axes.set_ylabel(label("adding.answer", lang))
    axes.legend(loc="upper left", bbox_to_anchor=(1.02, 1), fontsize=11)
    return figure


def scores(runs: Mapping[tuple[str, int, int], Sequence[Run]], lang: str = "en") -> Table:
    """Return the errors on held-out sequences: a row for each cell, length and number of steps."""
    rows = [
        [
            label(f"adding.{cell}", lang),
            str(length),
            number(steps, lang, 0),
            median_and_range((run.error for run in several), lang, 4),
        ]
        for (cell, length, steps), several in runs.items()
    ]
    header = ("network", "length", "steps", "held_out")
    return Table([label(f"adding.{name}", lang) for name in header], rows, lang=lang)
