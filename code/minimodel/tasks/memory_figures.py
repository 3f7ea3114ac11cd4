"""What a network without memory can't do: the next word, a key word by place, which came first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from minimodel.drawing.style import PALETTE, horizontal_grid, styled
from minimodel.texts.labels import label, percent

if TYPE_CHECKING:
    from minimodel.tasks.word_by_word import NextWordRun

STYLES: Final[dict[str, dict[str, Any]]] = {
    "feedforward": {"color": PALETTE["reference"], "linestyle": (0, (5, 2)), "marker": "D"},
    "window": {"color": PALETTE["reference"], "linestyle": (0, (5, 2)), "marker": "D"},
    "convolution": {"color": PALETTE["category_2"], "linestyle": (0, (1, 1.5)), "marker": "^"},
    "recurrent": {"color": PALETTE["rnn"], "linestyle": "-", "marker": "o"},
}
WIDER: Final[dict[str, Any]] = {"linestyle": (0, (5, 2, 1, 2)), "marker": "v"}
SMALLEST: Final = 0.01  # a probability below it is not drawn


@styled
def next_words(runs: Mapping[str, NextWordRun], lang: str = "en") -> Figure:
    """Draw for each word of the first sentence what each network expects next.

    The area of a square is the probability. The rows of a word that comes twice are shaded.

    Parameters
    ----------
    runs
        ``feedforward`` and ``recurrent``, trained on the same sentence.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 3.9), layout="constrained")
    panels = figure.subplots(1, len(runs), sharey=True)
    for axes, (kind, run) in zip(panels, runs.items(), strict=True):
        read = run.sentences[0][:-1]
        probabilities = run.probabilities[0]  # (T - 1, V)
        for row, word in enumerate(read):
            if read.count(word) > 1:
                axes.axhspan(row - 0.5, row + 0.5, color=PALETTE["grid"], alpha=0.55, lw=0)
        rows, columns = np.nonzero(probabilities > SMALLEST)
        # In points squared: the square of a probability of 1 is half an inch wide.
        axes.scatter(
            columns,
            rows,
            s=0.72 * 28**2 * probabilities[rows, columns],
            marker="s",
            color=STYLES[kind]["color"],
            linewidths=0,
        )
        axes.set(
            xlim=(-0.6, len(run.words) - 0.4),
            ylim=(len(read) - 0.4, -0.6),
            xticks=range(len(run.words)),
            yticks=range(len(read)),
        )
        axes.set_xticklabels(run.words)
        axes.set_yticklabels(read)
        axes.set_title(label(f"chapter_memory.{kind}", lang))
        axes.set_xlabel(label("chapter_memory.expects", lang))
        axes.tick_params(length=0, labelsize=12)
        for spine in axes.spines.values():
            spine.set_visible(False)
    panels[0].set_ylabel(label("chapter_memory.reads", lang))
    return figure


@styled
def detection(shares: Mapping[str, NDArray[np.float64]], taught: int, lang: str = "en") -> Figure:
    """Draw how often each reader finds the key word at each place: median and range of seeds.

    Parameters
    ----------
    shares
        For each reader, (seeds, places + 1), as `keyword.detection_by_place` returns the rows.
    taught
        How many first places training showed.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    axes.axvspan(0.5, taught + 0.5, color=PALETTE["grid"], alpha=0.55, lw=0)
    axes.text(
        (taught + 1) / 2,
        0.5,
        label("chapter_memory.taught", lang),
        ha="center",
        va="center",
        color=PALETTE["muted"],
    )
    # The curves at 100 percent would hide each other: each marks places of its own.
    first_marks = {"window": 0, "convolution": 1, "recurrent": 0}
    for kind, share in shares.items():
        name = label(f"chapter_memory.{kind}_reader", lang)
        every = 1 if kind == "window" else (first_marks[kind], 2)
        _median_and_range(axes, share[:, :-1], name, {**STYLES[kind], "markevery": every})
    _shares_axes(axes, lang)
    places = next(iter(shares.values())).shape[1] - 1
    axes.set(ylim=(0, 1), xlim=(0.5, places + 0.5), xticks=range(1, places + 1))
    axes.set_xlabel(label("chapter_memory.place", lang))
    axes.set_ylabel(label("chapter_memory.found", lang))
    axes.legend(loc="center right")
    return figure


@styled
def order(shares: Mapping[tuple[str, int], NDArray[np.float64]], lang: str = "en") -> Figure:
    """Draw how often each reader tells which of two words came first, by their distance.

    Parameters
    ----------
    shares
        For each reader and width of its filters (0 where it has none), (seeds, distances), as
        `word_order.order_by_distance` returns the rows; the narrower filters come first.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    chance = 0.5  # which of two words came first
    axes.axhline(chance, color=PALETTE["muted"], linewidth=1.4, linestyle=(0, (2, 2)))
    drawn: set[str] = set()
    for (kind, width), share in shares.items():
        name = label(f"chapter_memory.{kind}_{'width' if width else 'reader'}", lang, width=width)
        style = STYLES[kind] | (WIDER if kind in drawn else {})
        _median_and_range(axes, share, name, style)
        drawn.add(kind)
    _shares_axes(axes, lang)
    distances = next(iter(shares.values())).shape[1]
    axes.annotate(
        label("chapter_memory.guessing", lang),
        (1, chance),
        (0, -16),
        textcoords="offset points",
        color=PALETTE["muted"],
    )
    axes.set(ylim=(0, 1), xlim=(0.8, distances + 0.2), xticks=range(1, distances + 1))
    axes.set_xlabel(label("chapter_memory.distance", lang))
    axes.set_ylabel(label("chapter_memory.right", lang))
    axes.legend(loc="lower right")
    return figure


def _median_and_range(
    axes: Axes, shares: NDArray[np.float64], name: str, style: dict[str, Any]
) -> None:
    x = np.arange(1, shares.shape[1] + 1)
    low, high = shares.min(axis=0), shares.max(axis=0)
    axes.fill_between(x, low, high, color=style["color"], alpha=0.2, lw=0)
    axes.plot(x, np.median(shares, axis=0), label=name, clip_on=False, **style)


def _shares_axes(axes: Axes, lang: str) -> None:
    axes.set_yticks((0, 0.5, 1))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(value, lang)))
    horizontal_grid(axes)
