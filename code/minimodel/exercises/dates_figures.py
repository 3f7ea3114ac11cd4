"""The date converter: what is read and written, where it looks, and other centuries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.ticker import FuncFormatter

from minimodel.drawing.style import PALETTE, horizontal_grid, styled
from minimodel.tasks.attention_figures import alignment
from minimodel.texts.labels import label, percent
from minimodel.texts.table import Code, Table

if TYPE_CHECKING:
    from minimodel.exercises.dates import Converted

STYLES: Final[dict[str, dict[str, Any]]] = {
    "narrow": {"color": PALETTE["positive"], "marker": "o", "linestyle": "-"},
    "wide": {"color": PALETTE["negative"], "marker": "s", "linestyle": (0, (5, 2))},
    "month_day": {"color": PALETTE["ink"], "marker": "^", "linestyle": (0, (1, 1.5))},
}


@styled
def reader_and_writer(text: str, date: str, lang: str = "en") -> Figure:
    """Draw the letters that the encoder reads above the signs that the decoder writes.

    Parameters
    ----------
    text, date
        What is read and what is written.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 2.9), layout="constrained")
    axes = figure.subplots()
    width = max(len(text), len(date))
    for row, (signs, name, color) in enumerate(
        ((date, "decoder", PALETTE["positive"]), (text, "encoder", PALETTE["negative"]))
    ):
        start, y = (width - len(signs)) / 2, 2.6 * row
        axes.text(
            width / 2, y + 1.3 if row else y - 0.75, label(f"dates.{name}", lang), ha="center"
        )
        for place, sign in enumerate(signs):
            axes.add_patch(
                Rectangle((start + place, y), 0.92, 0.92, facecolor="none", edgecolor=color)
            )
            axes.text(start + place + 0.46, y + 0.44, sign, ha="center", va="center")
    last, first = (width + len(text)) / 2 - 0.54, (width - len(date)) / 2 + 0.46
    _arrow(axes, (last, 2.5), (first, 1.02), PALETTE["muted"])
    axes.set(xlim=(-0.2, width + 0.2), ylim=(-1.1, 4.4))
    axes.set_axis_off()
    return figure


def look(network: Converted, lang: str = "en") -> Figure:
    """Draw from which letters of its first example a network wrote each sign.

    Parameters
    ----------
    network
        One that was run with examples.
    lang
        Language of the labels.

    Raises
    ------
    ValueError
        If there were none.
    """
    if network.look is None:
        raise ValueError("network: it has no look; give `run` at least one example")
    text, date = next(iter(network.examples.items()))
    read, written = [letter.replace(" ", "␣") for letter in text], [*date, label("dates.end", lang)]
    return alignment(read, written, network.look, lang)


@styled
def centuries(narrow: Converted, wide: Converted, years: Sequence[int], lang: str = "en") -> Figure:
    """Draw the share of right years by century, of two networks, and of right months and days.

    Parameters
    ----------
    narrow
        The network whose dates come from a hundred years.
    wide
        The one whose dates come from all that is drawn.
    years
        First and last of the hundred years.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 3.7), layout="constrained")
    axes = figure.subplots()
    first, last = years
    axes.axvspan(first, last + 1, color=PALETTE["muted"], alpha=0.25, linewidth=0)
    middles = [century + 50 for century in narrow.centuries]
    for name, shares in (
        ("month_day", [rest for _, rest in narrow.centuries.values()]),
        ("wide", [year for year, _ in wide.centuries.values()]),
        ("narrow", [year for year, _ in narrow.centuries.values()]),
    ):
        axes.plot(
            middles, shares, label=label(f"dates.{name}", lang), clip_on=False, **STYLES[name]
        )
    axes.set(xlim=(1000, 3000), ylim=(0, 1.04), xticks=range(1000, 3001, 500))
    axes.set_xlabel(label("dates.year", lang))
    axes.set_ylabel(label("dates.right", lang))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: percent(share, lang)))
    horizontal_grid(axes)
    figure.legend(loc="outside upper center", ncols=1, fontsize=11)
    return figure


def converted(
    texts: Sequence[str], narrow: Mapping[str, str], wide: Mapping[str, str], lang: str = "en"
) -> Table:
    """Return a table of texts and what two networks write: one of a hundred years, one of more."""
    header = [label(f"dates.{name}", lang) for name in ("text", "narrow_short", "wide_short")]
    rows = [[Code(text), Code(narrow[text]), Code(wide[text])] for text in texts]
    return Table(header, rows, lang=lang)


@styled
def ways_back(lang: str = "en") -> Figure:
    """Draw which gradients reach the states of an encoder with three letters, from two signs.

    Parameters
    ----------
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 3.6), layout="constrained")
    axes = figure.subplots()
    letters = {f"$h_{j}$": (1.6 * j, 2.6) for j in (1, 2, 3)}
    signs = {f"$s_{t}$": (1.6 * (t + 3), 1.0) for t in (1, 2)}
    looks, time = PALETTE["positive"], PALETTE["muted"]
    for t, (x, y) in enumerate(signs.values(), start=1):
        for left, top in letters.values():
            _arrow(axes, (x - 0.25, y + 0.26), (left + 0.3, top - 0.22), looks)
        axes.text(x, 0.0, label("dates.loss", lang, sign=t), ha="center", va="center")
        _arrow(axes, (x, 0.2), (x, y - 0.28), looks)
    h1, h2, h3 = letters.values()
    s1, s2 = signs.values()
    for (right, high), (left, low) in ((h3, h2), (h2, h1), (s2, s1)):
        _arrow(axes, (right - 0.36, high), (left + 0.36, low), time)
    _arrow(axes, (s1[0], s1[1] + 0.28), (h3[0] + 0.36, h3[1]), time)
    for name, (x, y) in {**letters, **signs}.items():
        color = PALETTE["negative" if name in letters else "positive"]
        box = Rectangle((x - 0.34, y - 0.24), 0.68, 0.48, facecolor="none", edgecolor=color)
        box.set_linewidth(2.6 if name == "$h_3$" else 1.2)
        axes.add_patch(box)
        axes.text(x, y, name, ha="center", va="center", fontsize=14)
    axes.text(h2[0], 3.15, label("dates.encoder_states", lang), ha="center", va="center")
    axes.text(s1[0] - 0.55, s1[1], label("dates.decoder_states", lang), ha="right", va="center")
    axes.set(xlim=(0.9, 8.6), ylim=(-0.3, 3.4))
    axes.set_axis_off()
    return figure


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], color: str) -> None:
    arrow = FancyArrowPatch(
        start,
        end,
        arrowstyle="-|>",
        mutation_scale=12,
        color=color,
        linewidth=1.4,
        shrinkA=0,
        shrinkB=0,
    )
    axes.add_patch(arrow)
