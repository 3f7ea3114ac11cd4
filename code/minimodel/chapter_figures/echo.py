"""How long a memory of one number keeps what it was told once, by the weight of its past."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from minimodel.drawing.style import PALETTE, horizontal_grid, localize_ticks, styled
from minimodel.texts.labels import label, localized_number

KEEPS: Final = ("reference", (0, (5, 2, 1, 2)), "^")
FADES: Final = ("rnn", "-", "o")
STYLES: Final = (("muted", (0, (1, 1.5)), "v"), ("negative", (0, (5, 2)), "s"), FADES, KEEPS)


@styled
def echoes(states: Mapping[float, NDArray[Any]], lang: str = "en") -> Figure:
    """Draw h_1 … h_T after one push at step 1, for each weight.

    Parameters
    ----------
    states
        For each weight the states, (T,).
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    for (w, h), (color, dash, marker) in zip(states.items(), STYLES, strict=True):
        steps = np.arange(1, len(h) + 1)
        axes.plot(steps, h, color=PALETTE[color], linestyle=dash, marker=marker, markersize=5)
        axes.annotate(
            localized_number(f"w = {w:g}", lang),
            # Without a past all is over at the second step: there is room for its name.
            (len(h), h[-1]) if w else (1, h[-1]),
            (10, -4) if w else (-23, 8),
            textcoords="offset points",
            color=PALETTE[color],
            annotation_clip=False,
        )
    axes.set(ylim=(-0.03, 1), xticks=range(1, len(h) + 1, 2))
    localize_ticks(axes.yaxis, lang)
    axes.set_xlabel(label("chapter_echo.step", lang))
    axes.set_ylabel(label("chapter_echo.state", lang))
    horizontal_grid(axes)
    return figure


@styled
def flip_flop(
    pushes: NDArray[Any], states: Mapping[float, NDArray[Any]], lang: str = "en"
) -> Figure:
    """Draw the pushes, and below them h_1 … h_T of a unit that forgets and of one that keeps.

    Parameters
    ----------
    pushes
        x_1 … x_T, (T,).
    states
        For each of two weights, the smaller one first, the states, (T,).
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4.6), layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(1, 2.2))
    steps = np.arange(1, len(pushes) + 1)
    came = pushes != 0
    above.vlines(steps[came], 0, pushes[came], color=PALETTE["ink"], linewidth=4)
    for step, push in zip(steps[came], pushes[came], strict=True):
        above.annotate(
            f"{push:+.0f}".replace("-", "−"),
            (step, push),
            (8, -4 if push > 0 else 0),
            textcoords="offset points",
        )
    above.axhline(0, color=PALETTE["muted"], linewidth=1)
    above.set(ylim=(-2.4, 2.4), yticks=(-2, 0, 2), yticklabels=("−2", "0", "2"))
    above.set_ylabel(label("chapter_echo.push", lang))
    for (w, h), (color, dash, marker) in zip(states.items(), (FADES, KEEPS), strict=True):
        style = {"color": PALETTE[color], "linestyle": dash, "marker": marker}
        below.plot(steps, h, **style, markersize=5, markevery=2)
        below.annotate(
            localized_number(f"w = {w:g}", lang),
            (len(h), h[-1]),
            (10, -4),
            textcoords="offset points",
            color=PALETTE[color],
            annotation_clip=False,
        )
    below.axhline(0, color=PALETTE["muted"], linewidth=1)
    below.set(ylim=(-1.05, 1.05), yticks=(-1, 0, 1), yticklabels=("−1", "0", "1"))
    below.set_xticks(steps[came])
    below.set_xlabel(label("chapter_echo.time", lang))
    below.set_ylabel(label("chapter_echo.state", lang))
    return figure
