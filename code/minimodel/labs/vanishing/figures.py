"""Figures of the vanishing-gradient lab: the decay, what it depends on, and what predicts it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from numpy.typing import NDArray

from minimodel.drawing.powers import power_ticks
from minimodel.drawing.style import MODELS, PALETTE, horizontal_grid, styled
from minimodel.labs.vanishing.measurement import for_log_plot, orders_lost
from minimodel.texts.labels import label, localized_number, number

if TYPE_CHECKING:
    from minimodel.labs.vanishing.attention import AttentionComparison
    from minimodel.labs.vanishing.sweeps import SweepPoint
    from minimodel.labs.vanishing.theory import LagContributions, Theory

# The nearly closed GRU: the GRU's color, lighter, with a dash and a marker of its own.
CURVES: Final[dict[str, dict[str, Any]]] = {
    "rnn": MODELS["rnn"],
    "gru": MODELS["gru"] | {"linestyle": "-"},
    "gru_closed": MODELS["gru"] | {"linestyle": (0, (5, 2)), "marker": "D", "alpha": 0.65},
}
_REST: Final = ((0, 1), (1, 0), (1, 1), (2, slice(None)))  # places of the other panels
EVERY: Final = 7  # steps between two markers
PATH_STYLES: Final = (
    ("highway", "gru", "-"),
    ("candidate", "positive", (0, (5, 2))),
    ("update", "ink", (0, (1, 1.5))),
    ("reset", "reference", (0, (5, 2, 1, 2))),
)


@styled
def decay(curves: Mapping[str, NDArray[Any]], lang: str = "en") -> Figure:
    """Draw g_t against t = 0 … T − 1 for each model, with the orders that it loses over T steps.

    Parameters
    ----------
    curves
        As `measurement.measure` returns them.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 5.2), layout="constrained")
    axes = figure.add_subplot()
    # Where no curve is: below the lower two, and below the flat one.
    places = {"rnn": (0.47, 0.12), "gru": (0.03, 0.5), "gru_closed": (0.03, 0.77)}
    for place, (name, g) in enumerate(curves.items()):
        axes.plot(for_log_plot(g[:-1]), markevery=(2 * place, EVERY), **CURVES[name])
        axes.annotate(
            label(
                "vanishing.lost",
                lang,
                model=label(f"vanishing.{name}", lang),
                orders=number(orders_lost(g), lang, digits=1).replace("inf", "∞"),
            ),
            places[name],
            xycoords="axes fraction",
            color=CURVES[name]["color"],
        )
    axes.set(yscale="log", xlim=(-0.5, None))
    axes.set_xlabel(label("vanishing.step", lang))
    axes.set_ylabel(label("vanishing.norm", lang))
    power_ticks(axes.yaxis)
    horizontal_grid(axes)
    return figure


@styled
def sweeps(results: Mapping[str, Sequence[SweepPoint]], lang: str = "en") -> Figure:
    """Draw one small decay plot for each thing that was varied, all on the same scale.

    Parameters
    ----------
    results
        The sweeps by name, as `sweeps.all_sweeps` returns them.
    lang
        Language of the labels.
    """
    # Room for the last number of one axis and the first of the next, on a phone too.
    figure = Figure(figsize=(7, 10.5), layout=ConstrainedLayoutEngine(wspace=0.07))
    grid = figure.add_gridspec(3, 2)
    first = figure.add_subplot(grid[0, 0])
    panels = [first, *(figure.add_subplot(grid[place], sharey=first) for place in _REST)]
    _panel(panels[0], results["gate_bias"], "gate_bias", "gru", lang)
    _panel(panels[1], results["gru_sigma"], "gru_sigma", "gru", lang)
    _panel(panels[2], results["rnn_sigma"], "rnn_sigma", "rnn", lang)
    _panel(panels[3], results["orthogonal"], "orthogonal", "rnn", lang)
    _band(panels[4], {name: results[f"{name}_seeds"] for name in CURVES}, lang)
    for axes in panels:
        axes.set(yscale="log", ylim=(1e-15, 1e5), xlim=(0, 50), xticks=range(0, 51, 25))
        power_ticks(axes.yaxis, count=5)
        horizontal_grid(axes)
    panels[4].set(xticks=range(0, 51, 10))
    panels[4].set_xlabel(label("vanishing.t", lang))
    for axes in panels[::2]:
        axes.set_ylabel(label("vanishing.relative", lang))
    for axes in panels[1:4:2]:
        axes.tick_params(axis="y", labelleft=False)
    return figure


@styled
def path_sizes(
    by_bias: Mapping[float, tuple[NDArray[Any], NDArray[Any]]], lang: str = "en"
) -> Figure:
    """Draw how long each path's part of the GRU's gradient is, step by step.

    Parameters
    ----------
    by_bias
        For each gate bias, ``paths`` (T, 4, d_hidden) and ``dh`` (T + 1, d_hidden) of
        `bptt.gru_gradients`.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 3.4 * len(by_bias)), layout="constrained")
    panels = figure.subplots(len(by_bias), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
    for axes, (bias, (paths, dh)) in zip(panels, by_bias.items(), strict=True):
        sizes = np.linalg.norm(paths, axis=2) / np.linalg.norm(dh[:-1], axis=1)[:, None]
        for place, (name, color, dash) in enumerate(PATH_STYLES):
            size = sizes[:, place]
            shown = size > 0  # nothing passes the reset gate of h_0 = 0
            axes.plot(
                np.arange(len(size))[shown], size[shown], color=PALETTE[color], linestyle=dash
            )
            axes.annotate(
                label(f"vanishing.{name}", lang),
                (len(size) - 1, float(np.exp(np.log(size[-5:]).mean()))),
                (8, -4),
                textcoords="offset points",
                color=PALETTE[color],
                annotation_clip=False,
            )
        axes.set(yscale="log")
        axes.set_title(label("vanishing.bias", lang, bias=_short(bias, lang)))
        axes.set_ylabel(label("vanishing.path_size", lang))
        power_ticks(axes.yaxis)
        horizontal_grid(axes)
    panels[-1].set_xlabel(label("vanishing.t", lang))
    return figure


@styled
def predictions(result: Theory, lang: str = "en") -> Figure:
    """Draw what the gradient keeps over k steps, and what each prediction says it keeps.

    Parameters
    ----------
    result
        As `theory.theory` returns it.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 5.2), layout="constrained")
    axes = figure.add_subplot()
    lags = np.arange(len(result.measured))
    curves = (
        ("singular_value", result.singular_value**lags, "positive", (0, (5, 2)), 8),
        ("product", result.products, "ink", "-", 8),
        ("radius", result.radius**lags, "negative", (0, (1, 1.5)), 3),
        ("measured", result.measured, "rnn", "-", -14),
    )
    for place, (name, values, color, dash, _) in enumerate(curves):
        axes.plot(
            lags,
            values,
            color=PALETTE[color],
            linestyle=dash,
            marker="o" if name == "measured" else None,
            markevery=(2 * place, EVERY),
            label=label(f"vanishing.{name}", lang),
        )
    axes.set(yscale="log", xlim=(-0.5, lags[-1] + 0.5))
    axes.set_xlabel(label("vanishing.lag", lang))
    axes.set_ylabel(label("vanishing.kept", lang))
    power_ticks(axes.yaxis)
    horizontal_grid(axes)
    axes.legend(loc="lower left")
    return figure


@styled
def attention(result: AttentionComparison, lang: str = "en") -> Figure:
    """Draw the gradient of every input with the last state read out, and with attention.

    Parameters
    ----------
    result
        As `attention.compare_attention` returns it.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4.6), layout="constrained")
    axes = figure.add_subplot()
    steps = np.arange(1, len(result.inputs) + 1)
    curves = (
        ("last_state", result.inputs, "rnn", "-", "o", (0.55, 0.3)),
        ("attended", result.inputs_attention, "attention", (0, (5, 2)), "^", (0.04, 0.7)),
    )
    for name, values, color, dash, marker, where in curves:
        axes.plot(
            steps, values, color=PALETTE[color], linestyle=dash, marker=marker, markevery=EVERY
        )
        axes.annotate(
            label(f"vanishing.{name}", lang),
            where,
            xycoords="axes fraction",
            color=PALETTE[color],
        )
    axes.set(yscale="log", xlim=(0, len(steps) + 0.5))
    axes.set_xlabel(label("vanishing.input_step", lang))
    axes.set_ylabel(label("vanishing.input_norm", lang))
    power_ticks(axes.yaxis)
    horizontal_grid(axes)
    return figure


@styled
def contributions(result: LagContributions, lang: str = "en") -> Figure:
    """Draw each lag's part of the gradient of W_hh, relative to the whole.

    Parameters
    ----------
    result
        As `theory.lag_contributions` returns it.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4.6), layout="constrained")
    axes = figure.add_subplot()
    sizes = result.sizes[result.sizes > 0]  # the last lag meets h_0 = 0
    axes.plot(sizes, color=PALETTE["rnn"], marker="o", markersize=4, linestyle="none")
    axes.axhline(1, color=PALETTE["reference"], linestyle=(0, (2, 2)), linewidth=1.6)
    axes.annotate(
        label("vanishing.whole", lang),
        (len(sizes) - 1, 1),
        (0, -16),
        textcoords="offset points",
        ha="right",
        color=PALETTE["reference"],
    )
    axes.axvline(result.lags_for_99_percent - 0.5, color=PALETTE["muted"], linewidth=1.2)
    axes.annotate(
        label("vanishing.nearest", lang, lags=result.lags_for_99_percent),
        (result.lags_for_99_percent - 0.5, float(sizes.min())),
        (8, 0),
        textcoords="offset points",
    )
    axes.set(yscale="log", xlim=(-1, len(sizes)))
    axes.set_xlabel(label("vanishing.lag", lang))
    axes.set_ylabel(label("vanishing.part", lang))
    power_ticks(axes.yaxis)
    horizontal_grid(axes)
    return figure


def _panel(axes: Axes, points: Sequence[SweepPoint], name: str, model: str, lang: str) -> None:
    """Draw the curves of one sweep, each named by its value at its left end."""
    dashes = ("-", (0, (5, 2)), (0, (1, 1.5)), (0, (5, 2, 1, 2)), (0, (5, 2, 1, 2, 1, 2)))
    for point, dash in zip(points, dashes, strict=False):
        axes.plot(
            *_thinned(for_log_plot(point.norms / point.norms[-1])),
            color=PALETTE[model],
            linestyle=dash,
            linewidth=1.8,
            label=_short(point.varied["gate_bias" if name == "gate_bias" else "sigma"], lang),
        )
    axes.set_title(label(f"vanishing.sweep_{name}", lang), fontsize=12)
    # The one panel whose curves reach the lower right corner has room above them.
    place = {"loc": "upper right", "ncols": 2} if name == "rnn_sigma" else {"loc": "lower right"}
    axes.legend(fontsize=10.5, **place)


def _band(axes: Axes, groups: Mapping[str, Sequence[SweepPoint]], lang: str) -> None:
    """Draw the median over seeds and the whole range around it."""
    for name, points in groups.items():
        relative = np.stack([point.norms / point.norms[-1] for point in points])
        steps, (low, median, high) = _thinned(np.quantile(relative, (0, 0.5, 1), axis=0))
        color = CURVES[name]["color"]
        axes.fill_between(steps, low, high, color=color, alpha=0.25, lw=0)
        axes.plot(
            steps,
            median,
            color=color,
            linestyle=CURVES[name]["linestyle"],
            label=label(f"vanishing.{name}", lang),
        )
        seeds = len(points)
    axes.set_title(label("vanishing.sweep_seeds", lang, seeds=seeds), fontsize=12)
    axes.legend(loc="lower right", fontsize=10.5)


def _thinned(g: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Keep every fifth step of g_0 … g_T: many curves in one figure make a heavy file."""
    return np.arange(g.shape[-1])[::5], g[..., ::5]


def _short(value: float, lang: str) -> str:
    return localized_number(f"{value:g}".replace("-", "−"), lang)
