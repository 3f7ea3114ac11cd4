"""How long a memory of one number keeps what it was told once, by the weight of its past."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from minimodel.drawing.style import PALETTE, horizontal_grid, localize_ticks, styled
from minimodel.texts.labels import label, localized_number

STYLES: Final = (
    ("muted", (0, (1, 1.5)), "v"),
    ("negative", (0, (5, 2)), "s"),
    ("rnn", "-", "o"),
    ("reference", (0, (5, 2, 1, 2)), "^"),
)


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
