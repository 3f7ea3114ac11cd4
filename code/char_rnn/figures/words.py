"""Figures of words: the error inside them, and the tree of those that the network treats alike."""

from __future__ import annotations

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from minimodel.drawing.style import PALETTE, horizontal_grid, localize_ticks, styled
from minimodel.texts.labels import label
from scipy.cluster.hierarchy import dendrogram

from char_rnn.measures.letters import SPACE, Reading
from char_rnn.measures.word_boundaries import BoundaryError
from char_rnn.measures.word_clusters import WordClusters

OPEN_BOX: Final = "␣"
NUMBERED: Final = 12
NETWORK: Final = {"color": PALETTE["rnn"], "marker": "o", "linestyle": "-"}
EXACT: Final = {"color": PALETTE["reference"], "marker": "D", "linestyle": (0, (5, 2, 1, 2))}
# Nouns are filled, verbs are not; each category has its own marker.
CATEGORIES: Final = {
    "NOUN_HUMAN": ("category_1", "o", True),
    "NOUN_ANIMAL": ("positive", "^", True),
    "NOUN_FOOD": ("reference", "s", True),
    "NOUN_OBJECT": ("muted", "D", True),
    "VERB_INTRAN": ("category_2", "v", False),
    "VERB_TRAN": ("category_3", "o", False),
    "VERB_PERCEPT": ("negative", "s", False),
}


@styled
def boundary_error(
    network: BoundaryError, exact: BoundaryError | None = None, lang: str = "en"
) -> Figure:
    """Draw the mean loss by position in the word, and that of the space after it.

    Parameters
    ----------
    network, exact
        Of the network and of the exact predictor, on the same text.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 3.8), layout="constrained")
    axes = figure.add_subplot()
    length = len(network.by_position)
    for name, error, style in (("network", network, NETWORK), ("exact", exact, EXACT)):
        if error is None:
            continue
        text = label(f"char_rnn.{name}", lang)
        axes.plot(range(1, length + 1), error.by_position, label=text, **style)
        axes.plot([length + 1], [error.space], **style)
    every = -(-length // NUMBERED)  # of long words, not all letters have room for a number
    places = [*range(1, length + 2 - every, every), length + 1]
    axes.set_xticks(places, [*map(str, places[:-1]), label("char_rnn.space", lang)])
    axes.set_xlabel(label("char_rnn.letter", lang))
    axes.set_ylabel(label("char_rnn.error", lang))
    axes.set_ylim(0, None)
    localize_ticks(axes.yaxis, lang)
    horizontal_grid(axes)
    axes.legend()
    return figure


@styled
def letter_by_letter(
    network: Reading,
    exact: Reading | None = None,
    start: int = 0,
    lang: str = "en",
) -> Figure:
    """Draw the loss of each character of a stretch of text (the figure of Elman 1990).

    Parameters
    ----------
    network, exact
        The network's reading and the exact predictor's, of the same text.
    start
        The first of the 36 predicted characters that are drawn.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 3.4), layout="constrained")
    axes = figure.add_subplot()
    here = slice(start, start + 36)
    chars = network.targets[here]
    for name, reading, style in (("network", network, NETWORK), ("exact", exact, EXACT)):
        if reading is not None:
            axes.plot(
                reading.losses[here],
                label=label(f"char_rnn.{name}", lang),
                **(style | {"linewidth": 1.4, "markersize": 4}),
            )
    before = network.inputs[here]
    onsets = [
        i for i, (a, b) in enumerate(zip(before, chars, strict=True)) if SPACE in a and b != a
    ]
    for onset in onsets:
        axes.axvline(onset, color=PALETTE["grid"], linewidth=1, zorder=0)
    axes.set_xticks(range(len(chars)), [OPEN_BOX if char == SPACE else char for char in chars])
    axes.tick_params(axis="x", length=0)
    axes.set_ylabel(label("char_rnn.loss_of_letter", lang))
    axes.set_ylim(0, None)
    localize_ticks(axes.yaxis, lang)
    figure.legend(loc="outside upper center", ncols=2)  # inside, it would hide a peak
    return figure


def _joins(axes: Axes, found: WordClusters) -> None:
    tree = dendrogram(found.linkage, no_plot=True)
    for rows, heights in zip(tree["icoord"], tree["dcoord"], strict=True):
        # scipy puts leaf i at 10 i + 5.
        axes.plot(heights, (np.array(rows) - 5) / 10, color=PALETTE["muted"], linewidth=1.2)


@styled
def word_tree(found: WordClusters, lang: str = "en") -> Figure:
    """Draw the dendrogram of the words, each beside the mark of its true category."""
    figure = Figure(figsize=(7, 0.205 * len(found.words) + 1.6), layout="constrained")
    axes = figure.add_subplot()
    _joins(axes, found)
    widest = found.linkage[:, 2].max()
    for row, i in enumerate(found.order):
        color, marker, filled = CATEGORIES[found.categories[i]]
        axes.plot(
            -0.035 * widest,
            row,
            marker,
            color=PALETTE[color],
            markerfacecolor=PALETTE[color] if filled else "none",
            markersize=6,
        )
        axes.text(-0.065 * widest, row, found.words[i], va="center", fontsize=11)
    axes.set(xlim=(widest * 1.03, -0.25 * widest), ylim=(len(found.words) - 0.3, -0.7), yticks=[])
    axes.set_xlabel(label("char_rnn.distance", lang))
    axes.spines["left"].set_visible(False)
    ticks = [tick for tick in axes.get_xticks() if 0 <= tick <= widest]
    axes.set_xticks(ticks)
    localize_ticks(axes.xaxis, lang)
    handles = [
        Line2D(
            [],
            [],
            linestyle="",
            marker=marker,
            color=PALETTE[color],
            markerfacecolor=PALETTE[color] if filled else "none",
            label=label(f"char_rnn.{name}", lang),
        )
        for name, (color, marker, filled) in CATEGORIES.items()
        if name in found.categories
    ]
    figure.legend(handles=handles, loc="outside upper center", ncols=3)
    return figure
