"""What a network without memory can't do: the next word by word, and a key word by place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from minimodel.drawing.style import PALETTE, horizontal_grid, styled
from minimodel.texts.labels import label, percent

if TYPE_CHECKING:
    from minimodel.tasks.word_by_word import NextWordRun

STYLES: Final[dict[str, dict[str, Any]]] = {
    "feedforward": {"color": PALETTE["reference"], "linestyle": (0, (5, 2)), "marker": "D"},
    "recurrent": {"color": PALETTE["rnn"], "linestyle": "-", "marker": "o"},
}
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
    """Draw how often each network finds the key word at each place.

    Parameters
    ----------
    shares
        For each network as `keyword.detection_by_place` returns it.
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
    places = {"feedforward": (taught + 3, 0.1), "recurrent": (taught + 3, 0.9)}
    for kind, share in shares.items():
        axes.plot(np.arange(1, len(share)), share[:-1], clip_on=False, **STYLES[kind])
        axes.annotate(
            label(f"chapter_memory.{kind}_reader", lang),
            places[kind],
            ha="center",
            va="center",
            color=STYLES[kind]["color"],
        )
    steps = range(1, len(next(iter(shares.values()))))
    axes.set(ylim=(0, 1), xlim=(0.5, len(steps) + 0.5), xticks=steps, yticks=(0, 0.5, 1))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(value, lang)))
    axes.set_xlabel(label("chapter_memory.place", lang))
    axes.set_ylabel(label("chapter_memory.found", lang))
    horizontal_grid(axes)
    return figure
