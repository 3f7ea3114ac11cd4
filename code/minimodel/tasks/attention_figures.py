"""What attention changes: translations by length, and which word each look goes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from minimodel.drawing.style import PALETTE, horizontal_grid, styled
from minimodel.tasks.noun_phrases import PhrasesRun
from minimodel.texts.labels import label, percent

STYLES: Final[dict[str, dict[str, Any]]] = {
    "plain": {"color": PALETTE["gru"], "marker": "s", "linestyle": (0, (5, 2))},
    "wide": {"color": PALETTE["ink"], "marker": "^", "linestyle": (0, (1, 1.5))},
    "attention": {"color": PALETTE["attention"], "marker": "o", "linestyle": "-"},
}


@styled
def bottleneck(runs: Mapping[str, Sequence[PhrasesRun]], lang: str = "en") -> Figure:
    """Draw how many lists are translated without a mistake, by their length.

    A line goes through the medians of the seeds, a bar from the lowest to the highest.

    Parameters
    ----------
    runs
        For each key of `STYLES`, the runs that differ in their seed alone.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 3.9), layout="constrained")
    axes = figure.subplots()
    for index, (name, several) in enumerate(runs.items()):
        shares = np.array([run.exact for run in several])  # (seeds, lengths)
        middle = np.median(shares, axis=0)
        words = np.mean([run.words for run in several], axis=0) + 0.14 * (index - 1)
        ends = np.abs(np.quantile(shares, (0, 1), axis=0) - middle)
        text = label(f"chapter_attention.{name}", lang)
        bars = axes.errorbar(
            words, middle, ends, label=text, clip_on=False, elinewidth=1.3, **STYLES[name]
        )
        bars[-1][0].set_linestyle("-")
    axes.set(ylim=(0, 1.02), xlim=(1.6, 14.6), xticks=range(2, 15, 2))
    axes.set_xlabel(label("chapter_attention.words", lang))
    axes.set_ylabel(label("chapter_attention.exact", lang))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: percent(share, lang)))
    horizontal_grid(axes)
    axes.legend(loc="upper left", bbox_to_anchor=(0.42, 0.66), fontsize=11)
    return figure


@styled
def alignment(
    read: Sequence[str], written: Sequence[str], weights: NDArray[Any], lang: str = "en"
) -> Figure:
    """Draw at which word each look goes: a row for each word written, a column for each one read.

    Parameters
    ----------
    read, written
        The words.
    weights
        α, (words written, words read); the side of a square grows with its root.
    lang
        Language of the labels.
    """
    height = 1.5 + 0.29 * len(written)
    figure = Figure(figsize=(7, height), layout="constrained")
    axes = figure.subplots()
    rows, columns = np.nonzero(weights > 0.02)
    sizes = 15**2 * weights[rows, columns]
    axes.scatter(columns, rows, s=sizes, marker="s", color=PALETTE["attention"], linewidth=0)
    axes.set(
        xlim=(-0.6, len(read) - 0.4),
        ylim=(len(written) - 0.4, -0.6),
        xticks=range(len(read)),
        yticks=range(len(written)),
    )
    axes.set_xticklabels(read, rotation=40, ha="left", rotation_mode="anchor")
    axes.set_yticklabels(written)
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.set_xlabel(label("chapter_attention.read", lang))
    axes.set_ylabel(label("chapter_attention.written", lang))
    axes.tick_params(length=0)
    axes.grid(linewidth=0.5)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return figure
