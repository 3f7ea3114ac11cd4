"""How far a gradient reaches: in a vanilla RNN, through powers of a matrix, and in training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator
from numpy.typing import NDArray

from minimodel.drawing.powers import power_ticks
from minimodel.drawing.style import MODELS, PALETTE, horizontal_grid, styled
from minimodel.texts.labels import label, localized_number

if TYPE_CHECKING:
    from minimodel.tasks.copy_first import CopyFirstRun
    from minimodel.tasks.gradient_flow import RandomMatrix

LIMITS: Final = (1e-20, 1e20)  # of the plot of powers
SCALES: Final = (
    ("negative", (0, (5, 2)), (63, 1e-13)),
    ("muted", "-", (84, 1e-4)),
    ("rnn", (0, (5, 2, 1, 2)), (84, 1e10)),
)  # color, dash, and where the name stands


@styled
def first_input(
    reach: NDArray[np.float64], over_seeds: NDArray[np.float64], lang: str = "en"
) -> Figure:
    """Draw ‖∂h_t/∂x_1‖ over t on a logarithmic axis, and the range over seeds behind it.

    Parameters
    ----------
    reach
        As `gradient_flow.first_input_reach` returns it, (T,).
    over_seeds
        The same for many seeds, (seeds, T).
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4.4), layout="constrained")
    axes = figure.add_subplot()
    steps = np.arange(1, len(reach) + 1)
    low, high = over_seeds.min(axis=0), over_seeds.max(axis=0)
    axes.fill_between(steps, low, high, color=PALETTE["rnn"], alpha=0.2, lw=0)
    axes.plot(steps, reach, color=PALETTE["rnn"], marker="o", markevery=7)
    place = len(reach) // 2
    axes.annotate(
        label("chapter_reach.seeds", lang, seeds=len(over_seeds)),
        (steps[place], low[place]),
        (-8, -30),
        textcoords="offset points",
        ha="right",
        color=PALETTE["rnn"],
    )
    axes.set(yscale="log", xlim=(0, len(reach) + 0.5))
    axes.set_xlabel(label("chapter_reach.step", lang))
    axes.set_ylabel("∥∂hₜ/∂x₁∥")
    power_ticks(axes.yaxis)
    horizontal_grid(axes)
    return figure


@styled
def powers(matrices: Sequence[RandomMatrix], lang: str = "en") -> Figure:
    """Draw the length of an error sent back through each matrix, and powers of its radius.

    Parameters
    ----------
    matrices
        Three, as `gradient_flow.send_back` returns them.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4.8), layout="constrained")
    axes = figure.add_subplot()
    for matrix, (color, dash, place) in zip(matrices, SCALES, strict=True):
        lags = np.arange(len(matrix.norms))
        axes.plot(lags, matrix.norms, color=PALETTE[color], linestyle=dash)
        axes.plot(
            lags[::10],
            matrix.radius ** lags[::10],
            color=PALETTE[color],
            linestyle="none",
            marker="x",
            markersize=7,
        )
        axes.annotate(
            localized_number(label("chapter_reach.scale", lang, scale=f"{matrix.scale:.1f}"), lang),
            place,
            ha="center",
            color=PALETTE[color],
        )
    axes.plot([], [], color=PALETTE["ink"], label=label("chapter_reach.measured", lang))
    axes.plot(
        *([], []),
        color=PALETTE["ink"],
        linestyle="none",
        marker="x",
        label=label("chapter_reach.radius", lang),
    )
    axes.legend(loc="upper left")
    axes.set(yscale="log", ylim=LIMITS, xlim=(0, len(matrices[0].norms)))
    axes.set_xlabel(label("chapter_reach.lag", lang))
    axes.set_ylabel(label("chapter_reach.length", lang))
    power_ticks(axes.yaxis, count=9)
    horizontal_grid(axes)
    return figure


@styled
def losses_by_length(runs: Mapping[tuple[str, int], CopyFirstRun], lang: str = "en") -> Figure:
    """Draw the final loss of each model over the length of the sequences.

    Parameters
    ----------
    runs
        By model (a key of `MODELS`) and length.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4.6), layout="constrained")
    axes = figure.add_subplot()
    lengths = sorted({length for _, length in runs})
    axes.axhline(1, color=PALETTE["muted"], linewidth=1.4, linestyle=(0, (2, 2)))
    axes.annotate(
        label("chapter_reach.constant", lang),
        (lengths[0], 1),
        (0, 6),
        textcoords="offset points",
        color=PALETTE["muted"],
    )
    for model in dict.fromkeys(model for model, _ in runs):
        losses = [runs[model, length].final_loss for length in lengths]
        style: dict[str, Any] = MODELS[model]
        axes.plot(lengths, losses, label=label(f"chapter_reach.{model}", lang), **style)
    axes.set(yscale="log", xscale="log", xticks=lengths, ylim=(None, 3))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticklabels([str(length) for length in lengths])
    axes.set_xlabel(label("chapter_reach.sequence", lang))
    axes.set_ylabel(label("chapter_reach.loss", lang))
    power_ticks(axes.yaxis)
    horizontal_grid(axes)
    axes.legend(loc="lower right")
    return figure
