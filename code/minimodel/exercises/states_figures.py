"""States in a plane: by sentiment, by position, along a sentence, as neighbors; and a score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes as Panel
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from minimodel.drawing.style import MODELS, PALETTE, horizontal_grid, styled
from minimodel.exercises.states import Look, pca, project
from minimodel.tasks.sentiment import BLAME, PRAISE
from minimodel.texts.labels import label, percent

Array = NDArray[Any]

SENTIMENTS: Final[dict[str, dict[str, Any]]] = {
    "praise": {"color": PALETTE["negative"], "marker": "o"},
    "blame": {"color": PALETTE["positive"], "marker": "x"},
}
VALUES: Final = {"praise": PRAISE, "blame": BLAME}
SHOWN: Final = 100  # sentences of which each panel has a point


@styled
def planes(seen: Look, lefts: Sequence[int], lang: str = "en") -> Figure:
    """Draw the states with so many words still to come, each in the plane of its own first axes.

    Parameters
    ----------
    seen
        The states of a network.
    lefts
        How many words are still to come, a panel each.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 3.1), layout="constrained")
    for panel, left in zip(figure.subplots(1, len(lefts)), lefts, strict=True):
        states, labels = seen.at(left)
        found = pca(states, 2)
        _sentiments(panel, project(states, found.mean, found.axes), labels)
        key = {0: "left_none", 1: "left_one"}.get(left, "left_many")
        panel.set_title(label(f"states.{key}", lang, left=left), fontsize=11.5)
    _legend(figure, figure.axes[0], lang)
    return figure


@styled
def positions(seen: Look, texts: Sequence[str], lang: str = "en") -> Figure:
    """Draw the states at all words in one plane, the later the darker, and paths of sentences.

    Parameters
    ----------
    seen
        The states of a network.
    texts
        Two of its sentences, whose path is drawn word by word: one of praise, one of blame.
    lang
        Language of the labels.

    Raises
    ------
    ValueError
        If a sentence is not among them, or they are not one of each.
    """
    missing = [text for text in texts if text not in seen.texts]
    if missing:
        raise ValueError(f"texts: {missing[0]!r} is not among the sentences; choose another")
    if [seen.labels[seen.texts.index(text)] for text in texts] != list(VALUES.values()):
        raise ValueError("texts: give two sentences, first one of praise, then one of blame")
    states, sentence, left = seen.found
    mean, axes, shares = pca(states, 2)
    points = project(states, mean, axes)
    figure = Figure(figsize=(7, 4.6), layout="constrained")
    panel = figure.subplots()
    few = sentence < SHOWN // 2
    for step in range(int(left.max()) + 1):
        chosen = few & (left == step)
        alpha = 0.08 + 0.5 * 0.6**step
        panel.plot(*points[chosen].T, "o", ms=5, mew=0, color=PALETTE["reference"], alpha=alpha)
    for text, (sentiment, style) in zip(texts, SENTIMENTS.items(), strict=True):
        own = points[sentence == seen.texts.index(text)]
        offset = (4, 6) if sentiment == "praise" else (4, -14)
        panel.plot(*own.T, "-", lw=1.6, color=style["color"])
        panel.plot(*own.T, ls="", ms=6, **style)
        for (x, y), word in zip(own, text.split(), strict=True):
            panel.annotate(
                *(word, (x, y), offset),
                textcoords="offset points",
                color=style["color"],
                fontsize=11,
            )
    panel.margins(x=0.2)  # room for the words at the sides
    _name_axes(panel, shares, lang)
    return figure


@styled
def maps(plane: Array, neighbors: Array, labels: Array, lang: str = "en") -> Figure:
    """Draw the same states twice: in the plane of their axes, and on a map of neighbors."""
    figure = Figure(figsize=(7, 3.7), layout="constrained")
    for panel, points, key in zip(
        figure.subplots(1, 2), (plane, neighbors), ("map_pca", "map_tsne"), strict=True
    ):
        _sentiments(panel, points, labels)
        panel.set_title(label(f"states.{key}", lang), fontsize=11.5)
    _legend(figure, figure.axes[0], lang)
    return figure


@styled
def separations(trained: Array, untrained: Array, lang: str = "en") -> Figure:
    """Draw how many states are nearer to their own class's mean, the fewer words are left.

    Parameters
    ----------
    trained, untrained
        Shares with 0, 1, 2 … words still to come, one row for each network, (S, n).
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 3.6), layout="constrained")
    panel = figure.subplots()
    lefts = np.arange(trained.shape[1])
    for name, rows, style in (
        ("trained", trained, MODELS["lstm"]),
        ("untrained", untrained, {"color": PALETTE["muted"], "linestyle": "-", "marker": "s"}),
    ):
        for row in rows:
            panel.plot(lefts, row, lw=1, alpha=0.45, color=style["color"])
        middle = np.median(rows, axis=0)
        panel.plot(lefts, middle, label=label(f"states.{name}", lang), **style)
    panel.invert_xaxis()
    panel.xaxis.set_major_locator(MaxNLocator(integer=True))
    panel.set_ylim(0.4, 1.03)
    panel.set_yticks([0.5, 0.75, 1], [percent(share, lang) for share in (0.5, 0.75, 1)])
    panel.set_xlabel(label("states.to_come", lang))
    panel.set_title(label("states.nearest", lang), fontsize=12, weight="normal")
    horizontal_grid(panel)
    panel.legend(loc="upper left")
    return figure


def _sentiments(panel: Panel, points: Array, labels: Array) -> None:
    for name, style in SENTIMENTS.items():
        own = points[:SHOWN][labels[:SHOWN] == VALUES[name]]
        panel.plot(*own.T, ls="", ms=5, alpha=0.75, mew=1.4 if name == "blame" else 0, **style)
    panel.set_xticks([])
    panel.set_yticks([])
    for side in ("left", "bottom"):
        panel.spines[side].set_color(PALETTE["grid"])


def _legend(figure: Figure, panel: Panel, lang: str) -> None:
    texts = [label(f"states.{name}", lang) for name in SENTIMENTS]
    figure.legend(panel.lines[:2], texts, loc="outside lower center", ncols=2)


def _name_axes(panel: Panel, shares: Array, lang: str) -> None:
    names = [
        label("states.axis", lang, number=number, share=percent(float(share), lang))
        for number, share in enumerate(shares, start=1)
    ]
    panel.set(xlabel=names[0], ylabel=names[1], xticks=[], yticks=[])
