"""Figures of a training run over its steps: losses, spectral radius, saturation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from minimodel.drawing.style import PALETTE, horizontal_grid, localize_ticks, styled
from minimodel.texts.labels import label, localized_number, number, percent
from numpy.typing import NDArray

from char_rnn.measures.training_curves import evenly, smoothed

Arrays = Mapping[str, NDArray[Any]]


def step_axis(axes: Axes, lang: str) -> None:
    """Label the horizontal axis as training steps, written with the language's separator."""
    axes.set_xlabel(label("char_rnn.step", lang))
    axes.xaxis.set_major_locator(MaxNLocator(steps=[1, 2, 2.5, 5, 10], integer=True))
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: localized_number(f"{value:,.0f}", lang))
    )


def _share(value: float, axis: Axis, lang: str) -> str:
    """Write a tick as a percentage, with the decimals that tell it from its neighbors."""
    ticks = axis.get_majorticklocs()
    gap = 100 * (ticks[1] - ticks[0]) if len(ticks) > 1 else 1
    return percent(value, lang, max(0, math.ceil(-math.log10(gap) - 1e-9)))


@styled
def losses(curves: Arrays, vocab_size: int, floor: float | None, lang: str = "en") -> Figure:
    """Draw training and validation loss between the uniform guess and the floor.

    Parameters
    ----------
    curves
        As a run's results hold them.
    vocab_size
        V; a uniform guess costs ln V.
    floor
        The grammar's entropy rate, if the corpus has one.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4.2), layout="constrained")
    axes = figure.add_subplot()
    uniform = math.log(vocab_size)
    axes.plot(
        *smoothed(curves["loss"]), color=PALETTE["rnn"], label=label("char_rnn.training", lang)
    )
    if curves["val_step"].size:
        axes.plot(
            curves["val_step"],
            curves["val_loss"],
            color=PALETTE["positive"],
            linestyle=(0, (5, 2)),
            label=label("char_rnn.validation", lang),
        )
    levels: list[tuple[str, float, str, Any]] = [("uniform", uniform, "muted", (0, (1, 1.5)))]
    if floor is not None:
        levels.append(("floor", floor, "reference", (0, (5, 2, 1, 2))))
    for key, level, color, dash in levels:
        text = label(f"char_rnn.{key}", lang, value=number(level, lang, 3))
        axes.axhline(level, color=PALETTE[color], linestyle=dash, linewidth=1.6, label=text)
    # With one character, a guess costs nothing.
    axes.set(ylim=(0, uniform * 1.08 or 1), xlim=(0, None))
    axes.set_ylabel(label("char_rnn.loss", lang))
    localize_ticks(axes.yaxis, lang)
    step_axis(axes, lang)
    horizontal_grid(axes)
    figure.legend(loc="outside upper center", ncols=2, columnspacing=1.2)
    return figure


@styled
def spectral_radius(records: Arrays, lang: str = "en") -> Figure:
    """Draw the spectral radius of W_hh over training, with a line at 1."""
    figure = Figure(figsize=(7, 3.4), layout="constrained")
    axes = figure.add_subplot()
    chosen = evenly(records)
    axes.plot(records["step"][chosen], records["spectral_radius"][chosen], color=PALETTE["rnn"])
    axes.axhline(1, color=PALETTE["muted"], linestyle=(0, (1, 1.5)), linewidth=1.6)
    axes.set_ylabel(label("char_rnn.radius", lang))
    axes.set_xlim(0, None)
    localize_ticks(axes.yaxis, lang)
    step_axis(axes, lang)
    horizontal_grid(axes)
    return figure


@styled
def saturation(records: Arrays, lang: str = "en") -> Figure:
    """Draw the share of saturated entries of the states over training."""
    figure = Figure(figsize=(7, 3.4), layout="constrained")
    axes = figure.add_subplot()
    chosen = evenly(records)
    axes.plot(records["step"][chosen], records["saturation"][chosen], color=PALETTE["rnn"])
    axes.set(xlim=(0, None), ylim=(0, None))
    axes.set_ylabel(label("char_rnn.saturation", lang))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _share(value, axes.yaxis, lang)))
    step_axis(axes, lang)
    horizontal_grid(axes)
    return figure
