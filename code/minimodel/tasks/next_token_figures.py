"""What came after: the cost of one more token."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from minimodel.drawing.style import PALETTE, horizontal_grid, styled
from minimodel.tasks import next_token_cost
from minimodel.texts.labels import label, localized_number

STYLES: Final[dict[str, dict[str, Any]]] = {
    "recurrent": {"color": PALETTE["rnn"], "linestyle": "-"},
    "attention": {"color": PALETTE["attention"], "linestyle": (0, (5, 2))},
}


@styled
def next_token(longest: int, d: int, lang: str = "en") -> Figure:
    """Draw what the next token costs at each length, in multiplications and in memory.

    Parameters
    ----------
    longest
        Tokens at the right end.
    d
        Entries of a state, and of a query, key or value.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 3.5), layout="constrained")
    t = np.linspace(1, longest, 30).astype(np.int64)
    for axes, quantity in zip(figure.subplots(1, 2), ("multiplications", "memory"), strict=True):
        for name, style in STYLES.items():
            cost: NDArray[Any] = getattr(next_token_cost, f"{name}_{quantity}")(t, d) / 1e6
            axes.plot(t, cost, **style)
            rising = name == "attention"
            axes.annotate(
                label(f"chapter_applications.{name}", lang),
                (t[17], cost[17]) if rising else (t[-1], cost[-1]),
                (-6 if rising else 0, 6),
                textcoords="offset points",
                ha="right",
                color=style["color"],
            )
        axes.set_title(label(f"chapter_applications.{quantity}", lang))
        axes.set(xlim=(0, longest), ylim=(0, None), xticks=(0, longest // 2, longest))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(
                FuncFormatter(lambda value, _: localized_number(f"{value:,g}", lang))
            )
        axes.set_xlabel(label("chapter_applications.length", lang))
        horizontal_grid(axes)
    figure.axes[0].set_ylabel(label("chapter_applications.millions", lang))
    return figure
