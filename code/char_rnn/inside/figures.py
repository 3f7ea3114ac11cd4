"""What the page shows without a script: the curves and points of an inside run's last record."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator
from minimodel.drawing.style import PALETTE, horizontal_grid, localize_ticks, styled
from minimodel.texts.labels import label, localized_number

from char_rnn.inside.recording import WINDOW, InsideRun

# Dashes and markers tell the curves apart, too.
NETWORK: Final[dict[str, Any]] = {"color": PALETTE["rnn"], "linestyle": "-"}
SECOND: Final[dict[str, Any]] = {"color": PALETTE["positive"], "linestyle": (0, (5, 2))}
REFERENCE: Final[dict[str, Any]] = {
    "color": PALETTE["reference"],
    "linestyle": (0, (5, 2, 1, 2)),
    "linewidth": 1.6,
}
QUIET: Final[dict[str, Any]] = {
    "color": PALETTE["muted"],
    "linestyle": (0, (1, 1.5)),
    "linewidth": 1.6,
}


@styled
def losses(run: InsideRun, lang: str = "en") -> Figure:
    """Draw the loss on the training text and on new text, the floor and the uniform guess."""
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    axes.axhline(run.uniform, **QUIET)
    axes.axhline(run.floor, **REFERENCE)
    axes.plot(run.steps, run.losses, label=label("inside.training_text", lang), **NETWORK)
    axes.plot(run.steps, run.fresh_losses, label=label("inside.new_text", lang), **SECOND)
    note: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points"}
    uniform = label("inside.uniform", lang, characters=len(run.characters))
    axes.annotate(uniform, (1, run.uniform), (-2, 3), ha="right", **note)
    axes.annotate(label("inside.floor", lang), (0, run.floor), (4, -15), **note)
    axes.set_ylabel(label("inside.nats", lang))
    axes.set_ylim(0, run.uniform * 1.12)
    localize_ticks(axes.yaxis, lang)
    _step_axis(axes, lang)
    horizontal_grid(axes)
    axes.legend(loc="center right")
    return figure


@styled
def eigenvalues(run: InsideRun, lang: str = "en") -> Figure:
    """Draw the last eigenvalues of W_hh, and the radius and the norm of W_hh over the steps."""
    figure = Figure(figsize=(7, 3.9), layout="constrained")
    plane, course = figure.subplots(1, 2, width_ratios=(1.15, 1))
    values = run.eigenvalues[-1]
    plane.add_patch(Circle((0, 0), 1, fill=False, edgecolor=PALETTE["muted"], linewidth=1.2))
    outside = np.abs(values) > 1 + 1e-9
    plane.plot(values[outside].real, values[outside].imag, "o", color=PALETTE["rnn"], markersize=5)
    plane.plot(
        values[~outside].real,
        values[~outside].imag,
        "o",
        color=PALETTE["rnn"],
        markersize=5,
        markerfacecolor="none",
    )
    reach = 1.05 * max(np.abs(run.eigenvalues.real).max(), np.abs(run.eigenvalues.imag).max())
    plane.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xticks=(-1, 0, 1))
    plane.set(yticks=(-1, 0, 1))
    plane.set_xlabel(label("inside.real", lang))
    plane.set_ylabel(label("inside.imaginary", lang))
    course.plot(run.steps, run.radii, label=label("inside.radius", lang), **NETWORK)
    course.plot(
        run.steps, run.largest_singular_values, label=label("inside.singular_value", lang), **SECOND
    )
    course.set_ylim(0, None)
    course.set_ylabel(label("inside.radius_and_value", lang))
    localize_ticks(course.yaxis, lang)
    _step_axis(course, lang)
    horizontal_grid(course)
    course.legend(loc="upper left", bbox_to_anchor=(0, 1.2))
    return figure


@styled
def gradients(run: InsideRun, lang: str = "en") -> Figure:
    """Draw the last record's mean gradient norms by position in the chunk."""
    figure = Figure(figsize=(7, 3.6), layout="constrained")
    axes = figure.add_subplot()
    T = run.gradients.shape[1]
    for values, key, style in (
        (run.gradients, "all_losses", NETWORK),
        (run.last_gradients, "last_loss", SECOND),
    ):
        text = label(f"inside.{key}", lang)
        axes.plot(range(1, T + 1), values[-1], label=text, **style)
    both = np.concatenate([run.gradients, run.last_gradients])
    axes.set(yscale="log", ylim=(both.min() / 1.3, both.max() * 1.3), xticks=(1, 5, 10, 15, 20, T))
    axes.set_xlabel(label("inside.position", lang))
    axes.set_ylabel(label("inside.gradient", lang))
    _plain_log(axes, lang)
    horizontal_grid(axes)
    axes.legend(loc="lower right", bbox_to_anchor=(1, 0.05))
    return figure


@styled
def jacobian(run: InsideRun, lang: str = "en") -> Figure:
    """Draw the last record's products of Jacobians that begin at the first state."""
    figure = Figure(figsize=(7, 3.9), layout="constrained")
    course, spectrum = figure.subplots(1, 2, width_ratios=(1.9, 1))
    chosen = [i for i, (start, _) in enumerate(run.pairs) if start == 0]
    lags = np.arange(1, WINDOW + 1)
    course.plot(
        lags,
        run.products[-1, chosen, 0],
        marker="o",
        markersize=4,
        label=label("inside.norm", lang),
        **NETWORK,
    )
    product_radius = label("inside.product_radius", lang)
    course.plot(lags, run.product_radii[-1, chosen], label=product_radius, **SECOND)
    course.plot(lags, run.radii[-1] ** lags, label=label("inside.radius_power", lang), **REFERENCE)
    course.set(yscale="log", ylim=(0.01, 1000), xticks=(1, 4, 8, 12, 16))
    course.set_xlabel(label("inside.lag", lang))
    course.set_ylabel(label("inside.norm_and_radius", lang))
    _plain_log(course, lang)
    horizontal_grid(course)
    course.legend(loc="upper left", bbox_to_anchor=(0, 1.32))
    largest = run.products[-1, chosen[-1]]
    spectrum.plot(range(1, len(largest) + 1), largest, "o", color=PALETTE["rnn"])
    spectrum.set(yscale="log", xlim=(0.4, len(largest) + 0.6))
    spectrum.set_ylim(run.products.min() / 1.3, max(10, run.products.max() * 1.3))
    spectrum.set_title(label("inside.singular_values", lang), fontweight="normal", fontsize=12)
    spectrum.set_xticks(range(1, len(largest) + 1))
    _plain_log(spectrum, lang)
    horizontal_grid(spectrum)
    return figure


def _step_axis(axes: Axes, lang: str) -> None:
    axes.set_xscale("log")
    axes.set_xlabel(label("inside.training_step", lang))
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: localized_number(f"{value:,.0f}", lang))
    )
    axes.xaxis.set_minor_locator(NullLocator())


def _plain_log(axes: Axes, lang: str) -> None:
    """Ticks at 0.01, 0.1, 1, …"""
    low, high = np.log10(axes.get_ylim())
    powers = [10.0**k for k in range(int(np.ceil(low)), int(np.floor(high)) + 1)]
    axes.yaxis.set_major_locator(FixedLocator(powers))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _: localized_number(f"{value:,.10g}", lang))
    )
