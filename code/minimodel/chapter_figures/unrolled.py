"""The recurrence as a picture: one row a step, each state made from the one above and a token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from minimodel.chapter_figures.home import draw_strokes
from minimodel.drawing.diagrams import arrow
from minimodel.drawing.style import PALETTE, styled
from minimodel.texts.labels import label


@styled
def unrolled(states: NDArray[Any], tokens: Sequence[str], lang: str = "en") -> Figure:
    """Draw h_0 and every state below it, with the arrows of the recurrence.

    Each entry of a state is a stroke, up if positive and down if negative; the largest one
    fills its row. Arrows are named where they first occur by the matrix that they stand for.

    Parameters
    ----------
    states
        ``all_hidden_states`` of the vanilla RNN, (T, d_hidden).
    tokens
        The T tokens that were read.
    lang
        Language of the labels.
    """
    h = np.concatenate([np.zeros_like(states[:1]), states])  # (T + 1, d_hidden): from h_0 on
    last, d_hidden = len(tokens), h.shape[1]
    number, name, entry = -12.2, -3.8, d_hidden + 1.2  # columns, in strokes
    figure = Figure(figsize=(6, 4.6))
    axes = figure.add_axes((0.01, 0.01, 0.98, 0.98))
    axes.set(xlim=(-13, d_hidden + 10), ylim=(last + 0.6, -1.4))
    axes.axis("off")
    draw_strokes(axes, h / np.abs(h).max())
    axes.plot([-0.5, d_hidden - 0.5], [0, 0], color=PALETTE["muted"], linewidth=1.6)  # h_0 = 0

    for x, text, align in (
        (number, "t", "center"),
        (name, label("home.reads", lang), "right"),
        (d_hidden / 2 - 0.5, label("home.state", lang), "center"),
    ):
        axes.text(x, -1, text, ha=align, va="center", color=PALETTE["muted"])
    for t in range(last + 1):
        axes.text(number, t, str(t), ha="center", va="center", color=PALETTE["muted"])
    for t, token in enumerate(tokens, start=1):
        axes.text(name, t, token, ha="right", va="center", fontsize=13)
        _arrow(axes, (-3.2, t), (-0.9, t))
        _arrow(axes, (entry, t - 0.85), (entry, t - 0.1))
    _arrow(axes, (entry + 0.9, last), (entry + 4.3, last))
    axes.text(entry + 5, last, "___", va="center", fontsize=13, weight="bold")
    for x, y, matrix, align in (
        (-2.1, 0.62, "W_xh", "center"),
        (entry + 0.9, 0.52, "W_hh", "left"),
        (entry + 0.9, last - 0.42, "W_ho", "left"),
    ):
        axes.text(x, y, matrix, ha=align, va="center", color=PALETTE["rnn"])
    return figure


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    arrow(axes, start, end, PALETTE["rnn"], linewidth=1.3)
