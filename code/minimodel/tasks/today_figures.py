"""The recurrence today: a scan's rounds, factors on a ring, right answers over time, run times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator
from numpy.typing import NDArray

from minimodel.drawing.style import MODELS, PALETTE, horizontal_grid, localize_ticks, styled
from minimodel.tasks.memory_tasks import TASKS
from minimodel.tasks.recurrence_times import LENGTHS, Times
from minimodel.tasks.recurrences import BLOCK
from minimodel.texts.labels import label, localized_number, percent

if TYPE_CHECKING:
    from minimodel.tasks.recurrences import MemoryRun

STEP: Final = {"last": "blanks", "parity": "bits", "ball": "swaps"}  # what a task's step brings
SCANNED: Final = {"color": PALETTE["ink"], "linestyle": "-", "marker": "D"}  # by a scan
WAYS: Final[dict[str, dict[str, Any]]] = {
    "gru": MODELS["gru"],
    "stepwise": {"color": PALETTE["reference"], "linestyle": (0, (1, 1.5)), "marker": "v"},
    "pairing": SCANNED,
    "attention": {
        "color": PALETTE["attention"],
        "linestyle": (0, (5, 2, 1, 2)),
        "marker": "P",
    },
}


@styled
def scan_rounds(steps: int = 8, lang: str = "en") -> Figure:
    """Draw how each step takes in others, round by round, until each knows all before it.

    Parameters
    ----------
    steps
        How many, a power of two.
    lang
        Language of the labels.
    """
    rounds = steps.bit_length() - 1
    figure = Figure(figsize=(7, 0.85 * (rounds + 2)), layout="constrained")
    axes = figure.add_subplot()
    axes.set(xlim=(-1.3, steps + 0.5), ylim=(rounds + 0.45, -0.75))
    axes.axis("off")
    for row in range(rounds + 1):
        key = "round" if row else "start"
        text = label(f"chapter_today.{key}", lang, n=row)
        axes.text(-1.3, row, text, va="center", color=PALETTE["muted"])
        for t in range(1, steps + 1):
            known = min(t, 2**row)
            done = known == t
            first = t - known + 1
            if row < rounds:
                axes.plot([t, t], [row + 0.26, row + 0.74], color=PALETTE["muted"], linewidth=1)
                if t + 2**row <= steps:
                    axes.annotate(
                        "",
                        (t + 2**row - 0.12, row + 0.76),
                        (t + 0.12, row + 0.24),
                        arrowprops={
                            "arrowstyle": "-|>",
                            "color": PALETTE["rnn"],
                            "linewidth": 1.3,
                            "shrinkA": 0,
                            "shrinkB": 0,
                        },
                    )
            axes.text(
                t,
                row,
                f"{first}–{t}" if known > 1 else f"{t}",
                ha="center",
                va="center",
                weight="bold" if done else "normal",
                color=PALETTE["ink"] if done else PALETTE["muted"],
            )
    axes.text(
        (steps + 1) / 2,
        -0.6,
        label("chapter_today.knows", lang),
        ha="center",
        va="center",
        color=PALETTE["muted"],
    )
    return figure


@styled
def rings(factors: Mapping[str, NDArray[Any]], lang: str = "en") -> Figure:
    """Draw complex factors in the unit circle, one panel for each way to draw them at the start.

    Parameters
    ----------
    factors
        λ by the key of the panel's title, (N,) each.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 3.9), layout="constrained")
    around = np.linspace(0, 2 * np.pi, 60)
    panels = figure.subplots(1, len(factors), sharey=True)
    for axes, (title, lam) in zip(panels, factors.items(), strict=True):
        axes.plot(np.cos(around), np.sin(around), color=PALETTE["grid"], linewidth=1.5)
        axes.plot(lam.real, lam.imag, color=PALETTE["ink"], linestyle="", marker="o", ms=4)
        axes.set(xlim=(-1.1, 1.1), ylim=(-1.1, 1.1), aspect="equal")
        axes.set(xticks=(-1, 0, 1), yticks=(-1, 0, 1))
        axes.set_title(label(f"chapter_today.{title}", lang))
        axes.set_xlabel(label("chapter_today.real", lang))
    panels[0].set_ylabel(label("chapter_today.imaginary", lang))
    return figure


@styled
def right_answers(runs: Sequence[MemoryRun], lang: str = "en") -> Figure:
    """Draw the share of right answers over the steps, one panel a model, one line a seed.

    Parameters
    ----------
    runs
        Of one task, the seeds of a model in a row.
    lang
        Language of the labels.
    """
    task = TASKS[runs[0].task]
    models = list(dict.fromkeys(run.model for run in runs))
    columns = 3 if len(models) % 3 == 0 else 4
    rows = -(-len(models) // columns)
    figure = Figure(figsize=(7, 0.7 + 1.75 * rows), layout="constrained")
    panels = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    steps = np.arange(BLOCK, task.asked + 1, BLOCK)
    # What happens fast happens first; behind it every other point draws the same line.
    drawn = np.r_[0:6, 7 : len(steps) : 2]
    for axes, model in zip(panels.flat, models, strict=False):
        color = MODELS.get(model, SCANNED)["color"]
        axes.axhline(1 / task.answers, color=PALETTE["muted"], linewidth=1, linestyle=(0, (2, 2)))
        for run in runs:
            if run.model == model:
                right = np.array(run.right)[drawn]
                axes.plot(steps[drawn], right, color=color, linewidth=1.3, alpha=0.75)
        axes.set_title(label(f"chapter_today.{model}", lang), fontsize=12)
        axes.set(xlim=(0, task.asked), ylim=(0, 1.04), yticks=(0, 0.5, 1))
        axes.set_xticks((0, 2 * task.asked // 5, 4 * task.asked // 5))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(value, lang)))
        horizontal_grid(axes)
    for axes in panels.flat[len(models) :]:
        axes.set_visible(False)
    final = [min(run.right[-1] for run in runs if run.model == model) for model in models]
    panels.flat[int(np.argmax(final))].annotate(
        label("chapter_today.chance", lang),
        (task.asked, 1 / task.answers),
        (-2, -4),
        textcoords="offset points",
        ha="right",
        va="top",
        color=PALETTE["muted"],
        fontsize=10.5,
    )
    figure.supxlabel(label(f"chapter_today.{STEP[runs[0].task]}", lang), fontsize=12)
    figure.supylabel(label("chapter_today.right", lang), fontsize=12)
    return figure


@styled
def run_times(times: Times, lang: str = "en") -> Figure:
    """Draw how long a whole sequence takes over its length, on two logarithmic axes.

    Parameters
    ----------
    times
        As `recurrence_times.measured_times` reads them.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4.4), layout="constrained")
    axes = figure.add_subplot()
    for way, style in WAYS.items():
        milliseconds = 1000 * np.array(times.seconds[way])
        axes.plot(LENGTHS, milliseconds, **style)
        axes.annotate(
            label(f"chapter_today.{way}", lang),
            (LENGTHS[-1], milliseconds[-1]),
            (9, 0),
            textcoords="offset points",
            va="center",
            color=style["color"],
        )
    axes.set(xscale="log", yscale="log", xticks=LENGTHS[::2])
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: localized_number(f"{value:,.0f}", lang))
    )
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_minor_locator(NullLocator())
    localize_ticks(axes.yaxis, lang)
    axes.set_xlabel(label("chapter_today.length", lang))
    axes.set_ylabel(label("chapter_today.milliseconds", lang))
    horizontal_grid(axes)
    return figure
