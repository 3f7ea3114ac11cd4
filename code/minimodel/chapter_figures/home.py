"""The home page's figure: a trained network reads a line, and says what it expects next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from minimodel.drawing.style import PALETTE, styled
from minimodel.texts.labels import label

if TYPE_CHECKING:
    from minimodel.labs.forward.analysis import ReadingStep


@styled
def reading(steps: Sequence[ReadingStep], lang: str = "en") -> Figure:
    """Draw one row a token: what was read, the hidden state after it, the first guess.

    Each unit of the state is a stroke, up for a positive and down for a negative entry.

    The guess stands in bold where it is what comes next. A bar under it is as long as its
    probability. Units are ordered by how much more active they are in the second half of the
    line than in the first, so that the change of language shows.

    Parameters
    ----------
    steps
        The line, as `analysis.read_line` returns it. The last token only checks the last guess.
    lang
        Language of the labels.
    """
    shown = list(steps[:-1])
    next_tokens = [step.token for step in steps[1:]]
    states = np.array([step.state for step in shown])  # (T, d_hidden)
    half = len(shown) // 2
    order = np.argsort(states[half:].mean(axis=0) - states[:half].mean(axis=0), kind="stable")

    figure = Figure(figsize=(6, 6.4))
    axes = figure.add_axes((0.2, 0.01, 0.5, 0.93))
    axes.set(xlim=(-0.5, states.shape[1] - 0.5), ylim=(len(shown) - 0.5, -0.5))
    axes.axis("off")
    draw_strokes(axes, states[:, order])
    left, right = -1.4, states.shape[1] + 0.6  # in columns of the strip
    longest = 0.26 / 0.5 * states.shape[1]  # width of a bar of probability 1
    for row, (step, following) in enumerate(zip(shown, next_tokens, strict=True)):
        hit = step.prediction.token == following
        axes.text(left, row, step.token, ha="right", va="center", fontsize=13)
        axes.text(
            right,
            row - 0.08,
            step.prediction.token,
            va="center",
            fontsize=13,
            weight="bold" if hit else "normal",
            color=PALETTE["ink" if hit else "muted"],
        )
        axes.add_patch(
            Rectangle(
                (right, row + 0.33),
                longest * step.prediction.probability,
                0.09,
                color=PALETTE["rnn" if hit else "muted"],
                linewidth=0,
                clip_on=False,
            )
        )
    for x, key, align in (
        (left, "home.reads", "right"),
        (states.shape[1] / 2 - 0.5, "home.state", "center"),
        (right, "home.expects", "left"),
    ):
        axes.text(
            x, -1, label(key, lang), ha=align, va="center", fontsize=12, color=PALETTE["muted"]
        )
    return figure


def draw_strokes(axes: Axes, states: NDArray[Any]) -> None:
    """Draw every entry as a stroke from its row's middle; all of one sign are a single path.

    An entry of ±1 reaches almost to the middle between two rows.
    """
    longest = 0.42  # of a row's height
    row, unit = (index.astype(float) for index in np.indices(states.shape))
    for sign, color in ((1, PALETTE["positive"]), (-1, PALETTE["negative"])):
        chosen = np.sign(states) == sign
        x, y, h = unit[chosen], row[chosen], states[chosen]
        gap = np.full(len(h), np.nan)
        axes.plot(
            np.column_stack([x, x, gap]).ravel(),
            np.column_stack([y, y - longest * h, gap]).ravel(),
            color=color,
            linewidth=4.2,
            solid_capstyle="butt",
        )
