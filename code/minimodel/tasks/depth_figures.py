"""Layers on top of each other: how they are wired, and what dropout between them changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from minimodel.drawing.diagrams import arrow, box
from minimodel.drawing.style import PALETTE, horizontal_grid, localize_ticks, styled
from minimodel.texts.labels import label, number

if TYPE_CHECKING:
    from minimodel.tasks.character_model import Curves

HALF: Final = (0.29, 0.2)  # of a box's width and height
LEARNED: Final = PALETTE["rnn"]
HELD_OUT: Final = PALETTE["reference"]


@styled
def stacked_layers(lang: str = "en") -> Figure:
    """Draw a stack of layers over time: solid arrows within a layer, dashed ones between them."""
    steps, layers = 4, 3
    figure = Figure(figsize=(7, 0.95 * (layers + 2)), layout="constrained")
    axes = figure.add_subplot()
    axes.set(xlim=(-0.75, steps + 1.1), ylim=(-0.4, layers + 1.4))
    axes.axis("off")
    for t in range(1, steps + 1):
        axes.text(t - 0.5, 0, rf"$x_{t}$", ha="center", va="center", fontsize=14)
        axes.text(t - 0.5, layers + 1, rf"$y_{t}$", ha="center", va="center", fontsize=14)
        for layer in range(1, layers + 1):
            _state(axes, t - 0.5, layer, rf"$h_{t}^{{({layer})}}$")
            between = layer > 1  # only there entries are dropped
            _arrow(axes, (t - 0.5, layer - 1 + HALF[1]), (t - 0.5, layer - HALF[1]), dashed=between)
            if t < steps:
                _arrow(axes, (t - 0.5 + HALF[0], layer), (t + 0.5 - HALF[0], layer), bold=True)
        _arrow(axes, (t - 0.5, layers + HALF[1]), (t - 0.5, layers + 1 - HALF[1]))
    for layer in range(1, layers + 1):
        text = label("chapter_deep.layer", lang, n=layer)
        axes.text(-0.75, layer, text, va="center", color=PALETTE["muted"])
    for row, key in ((1, "over_time"), (1.5, "dropped")):
        color = LEARNED if key == "over_time" else PALETTE["muted"]
        axes.text(steps - 0.08, row, label(f"chapter_deep.{key}", lang), va="center", color=color)
    return figure


@styled
def dropout_curves(
    runs: Mapping[float, Sequence[Curves]], floor: float, lang: str = "en"
) -> Figure:
    """Draw the loss on the text learned from and on the text held out, for each dropout.

    A line goes through the medians of the seeds, a band from the lowest to the highest.

    Parameters
    ----------
    runs
        The training runs for each probability of dropout, two of them.
    floor
        The loss of knowing nothing: the logarithm of the number of characters, in nats.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 3.8), layout="constrained")
    panels = figure.subplots(1, len(runs), sharey=True, gridspec_kw={"wspace": 0.1})
    for axes, (p, several) in zip(panels, runs.items(), strict=True):
        epochs = np.arange(1, len(several[0].losses) + 1)
        axes.axhline(floor, color=PALETTE["muted"], linewidth=1.2, linestyle=(0, (4, 3)))
        curves: dict[str, tuple[Any, str, Any]] = {
            "held_out": ([run.held_out_losses for run in several], HELD_OUT, (0, (5, 2))),
            "learned": ([run.learned_losses for run in several], LEARNED, "-"),
        }
        for key, (losses, color, dash) in curves.items():
            low, middle, high = np.quantile(losses, (0, 0.5, 1), axis=0)
            axes.fill_between(epochs[::2], low[::2], high[::2], color=color, alpha=0.2, lw=0)
            axes.plot(epochs[::2], middle[::2], color=color, linestyle=dash)
            axes.annotate(
                label(f"chapter_deep.{key}", lang),
                # Above all of the curve that the name is as wide as, also where that falls.
                (epochs[-1], high[len(high) * 3 // 5 :].max()),
                (0, 5 if key == "learned" else 10),
                textcoords="offset points",
                ha="right",
                color=color,
            )
        axes.set_title(label("chapter_deep.dropout", lang, p=number(p, lang, 1)))
        axes.set_xlabel(label("chapter_deep.epoch", lang))
        axes.set(xlim=(0, len(epochs)), ylim=(0, None), xticks=(0, len(epochs) // 2, len(epochs)))
        horizontal_grid(axes)
    localize_ticks(panels[0].yaxis, lang)
    panels[0].set_ylabel(label("chapter_deep.loss", lang))
    panels[0].text(3, floor + 0.08, label("chapter_deep.guess", lang), color=PALETTE["muted"])
    return figure


def _state(axes: Axes, x: float, y: float, text: str) -> None:
    box(axes, (x, y), (2 * HALF[0], 2 * HALF[1]), LEARNED, 0.06, linewidth=1.4)
    axes.text(x, y, text, ha="center", va="center", fontsize=13)


def _arrow(
    axes: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    dashed: bool = False,
    bold: bool = False,
) -> None:
    arrow(
        *(axes, start, end, LEARNED if bold else PALETTE["muted"]),
        arrowstyle="-|>",
        linewidth=1.8 if bold else 1.2,
        linestyle=(0, (3, 2)) if dashed else "-",
    )
