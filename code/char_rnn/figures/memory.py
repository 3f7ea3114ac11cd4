"""Figures of what a state holds: how far back it remembers, and its path through a text."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from minimodel.drawing.style import PALETTE, horizontal_grid, localize_ticks, styled
from minimodel.texts.labels import label, percent
from numpy.typing import NDArray

from char_rnn.measures.letters import SPACE
from char_rnn.measures.memory_probe import MemoryProbe


@styled
def memory_probe(
    trained: MemoryProbe, untrained: MemoryProbe | None = None, lang: str = "en"
) -> Figure:
    """Draw the share of characters that a linear readout recovers, by how far back they are.

    Parameters
    ----------
    trained, untrained
        Probes of the network after and before training.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4.2), layout="constrained")
    axes = figure.add_subplot()
    curves: list[tuple[str, NDArray[np.float64], str, Any, str]] = [
        ("trained_state", trained.accuracy, "rnn", "-", "o")
    ]
    if untrained is not None:
        curves.append(("untrained_state", untrained.accuracy, "negative", (0, (5, 2)), "s"))
    curves += [
        ("last_letter", trained.from_input, "reference", (0, (5, 2, 1, 2)), "D"),
        ("majority", trained.majority, "muted", (0, (1, 1.5)), ""),
    ]
    for key, shares, color, dash, marker in curves:
        axes.plot(
            trained.k,
            shares,
            color=PALETTE[color],
            linestyle=dash,
            marker=marker,
            markersize=5,
            label=label(f"char_rnn.{key}", lang),
        )
    axes.set_ylim(0, 1.03)
    axes.set_xlabel(label("char_rnn.back", lang))
    axes.set_ylabel(label("char_rnn.accuracy", lang))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(value, lang)))
    horizontal_grid(axes)
    figure.legend(loc="outside upper center", ncols=2, columnspacing=1.2)
    return figure


@styled
def trajectory(
    points: NDArray[np.float64],
    letters: str,
    explained: NDArray[np.float64],
    lang: str = "en",
    background: NDArray[np.float64] | None = None,
) -> Figure:
    """Draw the path of the state through a text, each point with the character just read.

    Parameters
    ----------
    points
        States on two principal axes, (n, 2).
    letters
        The n characters that were read.
    explained
        Share of the variance along each axis, (2,).
    lang
        Language of the labels.
    background
        Other states on the same axes, (m, 2), to show where states can be.
    """
    figure = Figure(figsize=(7, 5.6), layout="constrained")
    axes = figure.add_subplot()
    if background is not None:
        axes.plot(
            *background.T, "o", color=PALETTE["muted"], alpha=0.25, markersize=2, markeredgewidth=0
        )
    axes.plot(*points.T, color=PALETTE["rnn"], linewidth=1, alpha=0.55)
    for (x, y), letter in zip(points, letters, strict=True):
        ends = letter == SPACE
        axes.plot(
            x,
            y,
            marker="s" if ends else "o",
            color=PALETTE["reference"] if ends else PALETTE["rnn"],
            markersize=5,
        )
        if not ends:
            axes.annotate(letter, (x, y), (4, 3), textcoords="offset points")
    axes.plot([], [], "s", color=PALETTE["reference"], label=label("char_rnn.space", lang))
    for axis, number, share in zip((axes.xaxis, axes.yaxis), (1, 2), explained, strict=True):
        share_text = percent(float(share), lang)
        axis.set_label_text(label("char_rnn.axis", lang, number=number, share=share_text))
        localize_ticks(axis, lang)
    axes.legend()
    return figure
