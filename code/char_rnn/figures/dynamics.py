"""Figures of the recurrence: eigenvalues of W_hh, gradients and Jacobians through a chunk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator
from minimodel.drawing.powers import power_ticks
from minimodel.drawing.style import PALETTE, horizontal_grid, localize_ticks, styled
from minimodel.texts.labels import label, localized_number
from numpy.typing import NDArray

# From early to late; each also with its own dash.
SERIES: Final[tuple[dict[str, Any], ...]] = (
    {"color": PALETTE["muted"], "linestyle": (0, (1, 1.5))},
    {"color": PALETTE["positive"], "linestyle": (0, (5, 2))},
    {"color": PALETTE["rnn"], "linestyle": "-"},
)


def step_number(step: int, lang: str) -> str:
    """Write a step with the language's separator of thousands."""
    return localized_number(f"{step:,}", lang)


@styled
def eigenvalues(by_step: Mapping[int, NDArray[Any]], lang: str = "en") -> Figure:
    """Draw the eigenvalues of W_hh in the complex plane, a panel a step, with the unit circle.

    Parameters
    ----------
    by_step
        For each step, the eigenvalues, (H,) complex.
    lang
        Language of the labels.
    """
    height = 7 / max(len(by_step), 2) + 0.6
    figure = Figure(figsize=(7, height), layout="constrained")
    panels = np.atleast_1d(figure.subplots(1, len(by_step), sharex=True, sharey=True))
    reach = max(np.abs(values).max() for values in by_step.values()) * 1.08
    for axes, (step, values) in zip(panels, by_step.items(), strict=True):
        axes.add_patch(Circle((0, 0), 1, fill=False, color=PALETTE["muted"], linewidth=1.2))
        outside = np.abs(values) > 1 + 1e-9  # rounding aside: orthogonal matrices lie on it
        for chosen, marker, alpha in ((~outside, "o", 0.45), (outside, "D", 1.0)):
            axes.plot(
                values[chosen].real,
                values[chosen].imag,
                marker,
                color=PALETTE["rnn"],
                alpha=alpha,
                markersize=3.8,
                markeredgewidth=0,
            )
        axes.set_title(label("char_rnn.at_step", lang, step=step_number(step, lang)))
        axes.set(aspect="equal", xlim=(-reach, reach), ylim=(-reach, reach))
        axes.set_xlabel(label("char_rnn.real", lang))
        for axis in (axes.xaxis, axes.yaxis):
            localize_ticks(axis, lang)
    panels[0].set_ylabel(label("char_rnn.imaginary", lang))
    return figure


@styled
def gradient_by_position(
    curves: Mapping[str, NDArray[Any]], lang: str = "en", styles: Sequence[Any] = SERIES
) -> Figure:
    """Draw how strongly a chunk's loss depends on the state at each position.

    Parameters
    ----------
    curves
        For each curve's name, mean ∥∂L/∂h_t∥, (T,).
    lang
        Language of the labels.
    styles
        Of the curves, in their order.
    """
    figure = Figure(figsize=(7, 3.8), layout="constrained")
    axes = figure.add_subplot()
    for style, (name, norms) in zip(styles, curves.items(), strict=False):
        axes.plot(range(1, len(norms) + 1), norms, label=name, **style)
    axes.set_xlabel(label("char_rnn.position", lang))
    axes.set_ylabel(label("char_rnn.gradient", lang))
    axes.set_ylim(0, None)
    localize_ticks(axes.yaxis, lang)
    horizontal_grid(axes)
    # Spans of late steps are long: a row has room for two of them.
    figure.legend(loc="outside upper center", ncols=min(2, len(curves)))
    return figure


def _log_ticks(axes: Axes, lang: str) -> None:
    low, high = axes.get_ylim()
    if high / low > 1000:
        power_ticks(axes.yaxis)
        return
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _: localized_number(f"{value:g}", lang))
    )
    axes.yaxis.set_minor_locator(NullLocator())


@styled
def jacobian_products(by_step: Mapping[int, NDArray[Any]], lang: str = "en") -> Figure:
    """Draw the norm of the product of the first k Jacobians of a chunk, for up to three steps.

    Parameters
    ----------
    by_step
        For each step, the norms for k = 1 … K, (K,).
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 3.8), layout="constrained")
    axes = figure.add_subplot()
    for style, (step, norms) in zip(SERIES, by_step.items(), strict=False):
        name = label("char_rnn.at_step", lang, step=step_number(step, lang))
        # A product that has become exactly zero has no place on a logarithmic axis.
        axes.plot(range(1, len(norms) + 1), np.where(norms > 0, norms, np.nan), label=name, **style)
    axes.axhline(1, color=PALETTE["muted"], linewidth=1)
    axes.set_yscale("log")
    axes.set_xlabel(label("char_rnn.factors", lang))
    axes.set_ylabel(label("char_rnn.product", lang))
    _log_ticks(axes, lang)
    horizontal_grid(axes)
    figure.legend(loc="outside upper center", ncols=3)
    return figure
