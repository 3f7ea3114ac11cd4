"""Reading in both directions: how it is wired, what it gets right, and what it depends on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from minimodel.drawing.diagrams import arrow, box
from minimodel.drawing.style import PALETTE, horizontal_grid, localize_ticks, styled
from minimodel.texts.labels import label, number, percent

if TYPE_CHECKING:
    from minimodel.tasks.reading_ahead import ReadingAhead
    from minimodel.tasks.sense_tagger import TaggerRun

COLORS: Final = {
    "ahead": PALETTE["positive"],
    "back": PALETTE["negative"],
    "both": PALETTE["ink"],
}
MARKS: Final = {"ahead": ">", "back": "<", "both": "D"}
ROWS: Final = {"word": 0.0, "ahead": 1.0, "back": 2.0, "joined": 3.1}
HALF: Final = (0.3, 0.22)  # of a box's width and height


@styled
def two_directions(words: Sequence[str], marked: int, lang: str = "en") -> Figure:
    """Draw both chains of states over a sentence, and their states joined at each word.

    Parameters
    ----------
    words
        The sentence, at most six short words.
    marked
        The position whose joined state is drawn with what it knows: all words.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4.3), layout="constrained")
    axes = figure.add_subplot()
    last = len(words) - 1
    axes.set(xlim=(-1.75, last + 0.6), ylim=(-0.4, 3.5))
    axes.axis("off")
    for name, row in ROWS.items():
        axes.text(
            -1.75,
            row,
            label(f"chapter_bidirectional.{name}", lang),
            va="center",
            color=COLORS.get(name, PALETTE["muted"]),
        )
    for t, word in enumerate(words):
        weight = "bold" if t == marked else "normal"
        axes.text(t, ROWS["word"], word, ha="center", va="center", fontsize=14, weight=weight)
        for name, sign in (("ahead", "→"), ("back", "←")):
            filled = t <= marked if name == "ahead" else t >= marked
            _box(axes, t, ROWS[name], COLORS[name], filled)
            axes.text(t, ROWS[name], rf"$h_{t + 1}^{sign}$", ha="center", va="center")
        _box(axes, t, ROWS["joined"], COLORS["both"], t == marked)
        axes.text(t, ROWS["joined"], rf"$h_{t + 1}$", ha="center", va="center")
        color = PALETTE["muted"]
        _arrow(axes, (t - 0.06, 0.18), (t - 0.06, ROWS["ahead"] - HALF[1]), color)
        # Around the lower box to the upper one, and around the upper one to the top.
        _arrow(axes, (t + 0.14, 0.18), (t + 0.14, ROWS["back"] - HALF[1]), color, bend=0.25)
        bottom, top = ROWS["ahead"] + HALF[1], ROWS["joined"] - HALF[1]
        _arrow(axes, (t - 0.14, bottom), (t - 0.14, top), color, bend=-0.25)
        _arrow(axes, (t, ROWS["back"] + HALF[1]), (t, ROWS["joined"] - HALF[1]), color)
        if t < last:
            y = ROWS["ahead"]
            _arrow(axes, (t + HALF[0], y), (t + 1 - HALF[0], y), COLORS["ahead"], 1.8)
            y = ROWS["back"]
            _arrow(axes, (t + 1 - HALF[0], y), (t + HALF[0], y), COLORS["back"], 1.8)
    return figure


@styled
def tagger_scores(runs: Sequence[TaggerRun], lang: str = "en") -> Figure:
    """Draw the share of held-out sentences that each network gets right, by where the clue is.

    Parameters
    ----------
    runs
        The trained networks, in the order in which to draw them.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 3.6), layout="constrained")
    panels = figure.subplots(1, 2, sharey=True, gridspec_kw={"wspace": 0.12})
    for axes, order in zip(panels, ("before", "after"), strict=True):
        for row, run in enumerate(runs):
            share, color = run.right[order], COLORS[run.reader]
            axes.plot([0, share], [row, row], color=color, linewidth=3)
            axes.plot(share, row, marker=MARKS[run.reader], color=color, markersize=9)
            axes.text(share - 0.03, row - 0.3, percent(share, lang), ha="right", va="center")
        axes.axvline(0.5, color=PALETTE["muted"], linewidth=1, linestyle=(0, (4, 3)))
        axes.set(xlim=(0, 1.04), xticks=(0, 0.5, 1), ylim=(len(runs) - 0.6, -0.7))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(value, lang)))
        axes.set_title(label(f"chapter_bidirectional.clue_{order}", lang))
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
    panels[0].set_yticks(range(len(runs)))
    panels[0].set_yticklabels(
        [label(f"chapter_bidirectional.{run.reader}_H", lang, H=run.d_hidden) for run in runs],
        ha="left",
    )
    # Room for a browser's font, which may be wider than the one that is measured with here.
    panels[0].tick_params(axis="y", pad=97)
    figure.supxlabel(label("chapter_bidirectional.right", lang), fontsize=12)
    return figure


@styled
def dependence_maps(
    maps: Mapping[str, NDArray[Any]], words: Sequence[str], lang: str = "en"
) -> Figure:
    """Draw how strongly the output at each word (row) depends on each word (column).

    Parameters
    ----------
    maps
        For each reader, the norms of the Jacobians (T, T).
    words
        The T words.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 3.5), layout="constrained")
    panels = figure.subplots(1, len(maps), sharey=True)
    steps = range(len(words))
    for axes, (reader, found) in zip(panels, maps.items(), strict=True):
        rows, columns = np.nonzero(found)
        # The root, or the small ones could not be told from none.
        sizes = np.sqrt(found[rows, columns] / found.max())
        axes.scatter(columns, rows, s=16**2 * sizes, marker="s", color=COLORS[reader], linewidths=0)
        axes.set(
            xlim=(-0.6, len(words) - 0.4),
            ylim=(len(words) - 0.4, -0.6),
            xticks=steps,
            yticks=steps,
            aspect="equal",
        )
        axes.set_title(label(f"chapter_bidirectional.{reader}_reader", lang))
        axes.set_xticklabels(words, rotation=90)
        axes.set_yticklabels(words)
        axes.tick_params(length=0, pad=7)
        for spine in axes.spines.values():
            spine.set_visible(False)
    figure.supxlabel(label("chapter_bidirectional.depends_on", lang), fontsize=12)
    panels[0].set_ylabel(label("chapter_bidirectional.output_at", lang), labelpad=10)
    return figure


@styled
def chance_losses(runs: Mapping[str, ReadingAhead], floor: float, lang: str = "en") -> Figure:
    """Draw the loss on letters of pure chance, at each place of new sequences.

    Parameters
    ----------
    runs
        ``ahead`` and ``both``.
    floor
        The least loss that is possible for who doesn't know the next letter, in nats.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 3.4), layout="constrained")
    axes = figure.add_subplot()
    axes.axhline(floor, color=PALETTE["reference"], linewidth=1.4, linestyle=(0, (4, 3)))
    text = label("chapter_bidirectional.floor", lang, floor=number(floor, lang))
    axes.text(1, floor + 0.09, text, color=PALETTE["reference"])
    for reader, run in runs.items():
        places = np.arange(1, len(run.by_place) + 1)
        axes.plot(places, run.by_place, color=COLORS[reader], marker=MARKS[reader], clip_on=False)
        low = reader == "both"
        axes.annotate(
            label(f"chapter_bidirectional.{reader}_reader", lang),
            (5, 0.18 if low else floor - 0.28),
            color=COLORS[reader],
        )
    axes.set(ylim=(0, floor + 0.35), xlim=(0.6, len(places) + 0.4), xticks=places)
    localize_ticks(axes.yaxis, lang)
    axes.set_xlabel(label("chapter_bidirectional.place", lang))
    axes.set_ylabel(label("chapter_bidirectional.loss", lang))
    horizontal_grid(axes)
    return figure


def _box(axes: Axes, x: float, y: float, color: str, filled: bool) -> None:
    size = (2 * HALF[0], 2 * HALF[1])
    inside = color if filled else "none"
    box(axes, (x, y), size, color, linewidth=1.4, facecolor=inside, alpha=0.3 if filled else 1)


def _arrow(
    axes: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    color: str,
    width: float = 1.1,
    bend: float = 0,
) -> None:
    style = {"arrowstyle": "-|>", "connectionstyle": f"arc3,rad={bend}"}
    arrow(axes, start, end, color, linewidth=width, **style)
