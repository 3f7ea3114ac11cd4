"""What came after: the cost of one more token, and a recurrence computed in a few rounds."""

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


@styled
def scan_rounds(steps: int = 8, lang: str = "en") -> Figure:
    """Draw how each step takes in others, round by round, until each knows all before it.

    Parameters
    ----------
    steps
        How many, a power of two.
    lang
        Language of the labels.
    """
    rounds = steps.bit_length() - 1
    figure = Figure(figsize=(7, 0.85 * (rounds + 2)), layout="constrained")
    axes = figure.add_subplot()
    axes.set(xlim=(-1.3, steps + 0.5), ylim=(rounds + 0.45, -0.75))
    axes.axis("off")
    for row in range(rounds + 1):
        key = "round" if row else "start"
        text = label(f"chapter_applications.{key}", lang, n=row)
        axes.text(-1.3, row, text, va="center", color=PALETTE["muted"])
        for t in range(1, steps + 1):
            known = min(t, 2**row)
            done = known == t
            first = t - known + 1
            if row < rounds:
                axes.plot([t, t], [row + 0.26, row + 0.74], color=PALETTE["muted"], linewidth=1)
                if t + 2**row <= steps:
                    axes.annotate(
                        "",
                        (t + 2**row - 0.12, row + 0.76),
                        (t + 0.12, row + 0.24),
                        arrowprops={
                            "arrowstyle": "-|>",
                            "color": PALETTE["rnn"],
                            "linewidth": 1.3,
                            "shrinkA": 0,
                            "shrinkB": 0,
                        },
                    )
            axes.text(
                t,
                row,
                f"{first}–{t}" if known > 1 else f"{t}",
                ha="center",
                va="center",
                weight="bold" if done else "normal",
                color=PALETTE["ink"] if done else PALETTE["muted"],
            )
    axes.text(
        (steps + 1) / 2,
        -0.6,
        label("chapter_applications.knows", lang),
        ha="center",
        va="center",
        color=PALETTE["muted"],
    )
    return figure
