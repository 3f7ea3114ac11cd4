"""The quiz's figures, shown once one has answered: numbers side by side, or how one goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from minimodel.drawing.style import PALETTE, horizontal_grid, localize_ticks, styled
from minimodel.texts.labels import label, localized_number, number

LINES: Final = (("ink", "-"), ("reference", (0, (5, 2))))
FEW: Final = 20  # points that are shown one by one
COLORS: Final = {"vanilla": "rnn", "gru": "gru", "lstm": "lstm"}


@styled
def bars(values: Mapping[str, float], quantity: str, lang: str = "en", decimals: int = 0) -> Figure:
    """Draw a bar for each value, its name before it and the number at its end.

    Parameters
    ----------
    values
        The values, in order; a name is one of the quiz's labels, or stands as it is.
    quantity
        Label of what they are.
    lang
        Language of the labels.
    decimals
        Digits after the decimal mark.
    """
    figure = Figure(figsize=(7, 0.9 + 0.5 * len(values)), layout="constrained")
    axes = figure.subplots()
    reach = max(map(abs, values.values()))
    for row, (name, value) in enumerate(values.items()):
        axes.barh(row, value, 0.6, color=PALETTE[COLORS.get(name, "reference")])
        axes.text(
            value + np.copysign(0.02 * reach, value),
            row,
            number(value, lang, decimals) if decimals else _whole(value, lang),
            ha="left" if value >= 0 else "right",
            va="center",
        )
    names = [label(f"quiz.{name}", lang) if name.isidentifier() else name for name in values]
    axes.set_yticks(range(len(values)), names)
    axes.set_ylim(len(values) - 0.4, -0.6)
    lowest = min(0.0, *values.values())
    axes.set_xlim(1.25 * lowest, 1.25 * max(0.0, *values.values()) or reach * 0.1)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.axvline(0, color=PALETTE["muted"], linewidth=0.8)
    axes.set_xlabel(label(f"quiz.{quantity}", lang))
    return figure


@styled
def lines(
    x: Sequence[float] | NDArray[np.float64],
    curves: Mapping[str, NDArray[np.float64]],
    axes_labels: tuple[str, str],
    lang: str = "en",
    *,
    log: bool = False,
    at: float | None = None,
) -> Figure:
    """Draw one curve or two over the same values, each with its name at its end.

    Parameters
    ----------
    x
        Where the curves are known, shape (n,).
    curves
        By label, shape (n,).
    axes_labels
        Labels of the horizontal and of the vertical axis.
    lang
        Language of the labels.
    log
        Whether the vertical axis is logarithmic.
    at
        A value of `x` to mark with a dot on the first curve.

    Raises
    ------
    ValueError
        If there are more curves than ways to draw them.
    """
    if len(curves) > len(LINES):
        raise ValueError(f"curves: at most {len(LINES)} can be told apart, got {len(curves)}")
    figure = Figure(figsize=(7, 3), layout="constrained")
    axes = figure.subplots()
    for (name, y), (color, dash) in zip(curves.items(), LINES, strict=False):
        named = label(f"quiz.{name}", lang)
        marker = "o" if len(x) <= FEW else ""
        axes.plot(x, y, color=PALETTE[color], linestyle=dash, marker=marker, label=named)
        if at is not None and color == LINES[0][0]:
            height = float(np.interp(at, x, y))
            axes.plot([at], [height], "o", color=PALETTE["positive"])
            axes.annotate(
                number(height, lang), (at, height), (8, 6), textcoords="offset points",
                color=PALETTE["positive"],
            )  # fmt: skip
    if len(curves) > 1:
        axes.legend()
    if log:
        axes.set_yscale("log")
    else:
        axes.set_ylim(bottom=0)
        localize_ticks(axes.yaxis, lang)
    localize_ticks(axes.xaxis, lang)
    horizontal, vertical = axes_labels
    axes.set_xlabel(label(f"quiz.{horizontal}", lang))
    axes.set_ylabel(label(f"quiz.{vertical}", lang))
    horizontal_grid(axes)
    return figure


def _whole(value: float, lang: str) -> str:
    """A whole number, its thousands marked."""
    return localized_number(f"{value:,.0f}", lang)
