"""The one look of every figure: palette, model styles, fonts, and how a figure is saved."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.ticker import ScalarFormatter

from minimodel.texts.labels import localized_number

# The site maps exactly these colors to their dark-mode counterparts. A lighter tone is the same
# color with an alpha, never another hex.
PALETTE: Final = {
    "ink": "#1f2328",
    "muted": "#6b7280",
    "grid": "#d5d9e0",
    "rnn": "#c62828",
    "gru": "#1565c0",
    "lstm": "#297a44",
    "attention": "#4f2b82",
    "positive": "#b3541e",
    "negative": "#3b6ea5",
    "reference": "#675132",
    # Kinds of words, beside positive, negative and reference: no model's color.
    "category_1": "#a8246b",
    "category_2": "#0f758a",
    "category_3": "#66701a",
}

# A model is told apart by its dash and its marker too, for readers who don't see the color.
MODELS: Final[dict[str, dict[str, Any]]] = {
    "rnn": {"color": PALETTE["rnn"], "linestyle": "-", "marker": "o"},
    "gru": {"color": PALETTE["gru"], "linestyle": (0, (5, 2)), "marker": "s"},
    "lstm": {"color": PALETTE["lstm"], "linestyle": (0, (1, 1.5)), "marker": "^"},
}

RC: Final[dict[Any, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "minimodel",
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "axes.facecolor": "none",
    "legend.facecolor": "none",
    "legend.frameon": False,
    "font.family": "sans-serif",
    "font.size": 12,
    "axes.titlesize": 13,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.labelsize": 12,
    "xtick.labelsize": 11,
    "ytick.labelsize": 11,
    "legend.fontsize": 12,
    "text.color": PALETTE["ink"],
    "axes.labelcolor": PALETTE["ink"],
    "axes.titlecolor": PALETTE["ink"],
    "axes.edgecolor": PALETTE["muted"],
    "xtick.color": PALETTE["muted"],
    "ytick.color": PALETTE["muted"],
    "xtick.labelcolor": PALETTE["ink"],
    "ytick.labelcolor": PALETTE["ink"],
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "axes.grid": False,
    "grid.color": PALETTE["grid"],
    "grid.linewidth": 0.8,
    "axes.axisbelow": True,
    "lines.linewidth": 2.2,
    "lines.markersize": 6.5,
    "axes.formatter.useoffset": False,
    "savefig.dpi": 150,
}

# Blue through nothing to orange: where the value is zero, the page shows.
DIVERGING: Final = LinearSegmentedColormap.from_list(
    "negative_zero_positive",
    [
        (0.0, (*to_rgb(PALETTE["negative"]), 1.0)),
        (0.5, (*to_rgb(PALETTE["negative"]), 0.0)),
        (0.5, (*to_rgb(PALETTE["positive"]), 0.0)),
        (1.0, (*to_rgb(PALETTE["positive"]), 1.0)),
    ],
)

Parameters = ParamSpec("Parameters")


def styled(draw: Callable[Parameters, Figure]) -> Callable[Parameters, Figure]:
    """Make a function draw its figure in the course's style."""

    @wraps(draw)
    def wrapper(*arguments: Parameters.args, **keywords: Parameters.kwargs) -> Figure:
        with mpl.rc_context(RC):
            return draw(*arguments, **keywords)

    return wrapper


class _LocalizedFormatter(ScalarFormatter):
    """Ticks with the language's decimal mark.

    On a logarithmic axis each has the digits that it needs, 100 and 0.1; else all have as many.
    """

    def __init__(self, lang: str) -> None:
        super().__init__(useOffset=False)
        self.set_scientific(False)
        self.lang = lang

    def __call__(self, x: float, pos: int | None = None) -> str:
        if isinstance(self.axis, Axis) and self.axis.get_scale() == "log":
            small = np.format_float_positional(x, precision=10, fractional=False, trim="-")
            return localized_number(small if abs(x) < 1 else f"{x:,.15g}", self.lang)
        return localized_number(super().__call__(x, pos), self.lang)


def localize_ticks(axis: Axis, lang: str) -> None:
    """Write the ticks of an axis with the language's decimal mark."""
    axis.set_major_formatter(_LocalizedFormatter(lang))


def horizontal_grid(axes: Axes) -> None:
    """Draw quiet lines to read heights by, and nothing else around the plot."""
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)


def to_png(figure: Figure) -> bytes:
    """Return a figure as PNG on white, for viewers that have no page behind it."""
    buffer = io.BytesIO()
    with mpl.rc_context(RC):
        figure.savefig(buffer, format="png", facecolor="white", metadata={"Software": None})
    return buffer.getvalue()
