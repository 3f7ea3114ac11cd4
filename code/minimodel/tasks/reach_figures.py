"""How far a gradient reaches: in a vanilla RNN, through powers of a matrix, and in training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from numpy.typing import NDArray

from minimodel.drawing.powers import power_ticks
from minimodel.drawing.style import MODELS, PALETTE, horizontal_grid, localize_ticks, styled
from minimodel.texts.labels import label, localized_number

if TYPE_CHECKING:
    from minimodel.tasks.cliff import Surface
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
def losses_by_length(
    runs: Mapping[tuple[str, int, float], Sequence[CopyFirstRun]], lang: str = "en"
) -> Figure:
    """Draw the final losses of each model over the length of the sequences, for each offset.

    Parameters
    ----------
    runs
        By model (a key of `MODELS`), length and offset, a run for each seed; not every model
        needs every length. A line goes through the medians, a bar from the lowest to the highest.
    lang
        Language of the labels.
    """
    offsets = sorted({offset for _, _, offset in runs})
    lengths = sorted({length for _, length, _ in runs})
    models = list(dict.fromkeys(model for model, _, _ in runs))
    # The legend stands clear of the axis's name, which a phone shows in larger letters.
    figure = Figure(figsize=(7, 4.8), layout=ConstrainedLayoutEngine(h_pad=0.11))
    panels = figure.subplots(1, len(offsets), sharey=True, squeeze=False)[0]
    for axes, offset in zip(panels, offsets, strict=True):
        axes.axhline(1, color=PALETTE["muted"], linewidth=1.4, linestyle=(0, (2, 2)))
        for shift, model in enumerate(models, start=-1):
            of_model = [n for n in lengths if (model, n, offset) in runs]
            losses = [[run.final_loss for run in runs[model, n, offset]] for n in of_model]
            middle = np.median(losses, axis=1)
            around = np.abs(np.array([np.min(losses, axis=1), np.max(losses, axis=1)]) - middle)
            style: dict[str, Any] = MODELS[model]
            places = np.array([lengths.index(n) for n in of_model]) + 0.12 * shift  # side by side
            name = label(f"chapter_reach.{model}", lang)
            axes.errorbar(places, middle, around, elinewidth=1.3, label=name, **style)
        axes.set(yscale="log", xticks=range(len(lengths)), xlim=(-0.35, len(lengths) - 0.65))
        axes.set_xticklabels([str(length) for length in lengths])
        axes.set_xlabel(label("chapter_reach.sequence", lang))
        axes.set_title(label("chapter_reach.plus" if offset else "chapter_reach.plain", lang))
        power_ticks(axes.yaxis)
        horizontal_grid(axes)
    first = figure.axes[0]
    first.set_ylim(top=3)
    first.annotate(
        label("chapter_reach.constant", lang),
        (-0.2, 1),
        (0, 6),
        textcoords="offset points",
        color=PALETTE["muted"],
    )
    first.set_ylabel(label("chapter_reach.loss", lang))
    figure.legend(*first.get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return figure


@styled
def chaos(orders: Mapping[float, Mapping[float, NDArray[np.float64]]], lang: str = "en") -> Figure:
    """Draw how many powers of ten an error gains through tanh, over the scale of the weights.

    Parameters
    ----------
    orders
        By noise, then by scale: a number for each seed, as `gradient_flow.orders_gained` returns
        them. A line goes through the medians, a band from the lowest to the highest.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4.6), layout="constrained")
    axes = figure.add_subplot()
    axes.axhline(0, color=PALETTE["muted"], linewidth=1.2)
    looks = (("rnn", "-", "o"), ("reference", (0, (5, 2)), "s"), ("muted", (0, (1, 1.5)), "^"))
    for (noise, by_scale), (color, dash, marker) in zip(orders.items(), looks, strict=True):
        scales = list(by_scale)
        values = np.array(list(by_scale.values()))  # (scales, seeds)
        low, high = values.min(axis=1), values.max(axis=1)
        axes.fill_between(scales, low, high, color=PALETTE[color], alpha=0.2, lw=0)
        axes.plot(
            scales,
            np.median(values, axis=1),
            color=PALETTE[color],
            linestyle=dash,
            marker=marker,
            label=localized_number(label("chapter_reach.noise", lang, noise=f"{noise:g}"), lang),
        )
    localize_ticks(axes.xaxis, lang)
    axes.set_xlabel(label("chapter_reach.weights_scale", lang))
    axes.set_ylabel(label("chapter_reach.orders", lang))
    horizontal_grid(axes)
    axes.legend(loc="lower right")
    return figure


@styled
def cliff(near: Surface, lang: str = "en") -> Figure:
    """Draw a loss over one weight, and below it how steep it is.

    Parameters
    ----------
    near
        As `cliff.surface` returns it.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 5), layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True)
    above.plot(near.weights, near.losses, color=PALETTE["rnn"])
    above.set_ylabel(label("chapter_reach.cliff_loss", lang))
    below.plot(near.weights, np.abs(near.slopes), color=PALETTE["rnn"])
    below.set(yscale="log")
    below.set_ylabel(label("chapter_reach.cliff_slope", lang))
    below.set_xlabel(label("chapter_reach.cliff_weight", lang))
    power_ticks(below.yaxis)
    for axis in (above.xaxis, above.yaxis):
        localize_ticks(axis, lang)
    for axes in (above, below):
        horizontal_grid(axes)
    return figure
