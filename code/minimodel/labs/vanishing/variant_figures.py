"""The decay again: at other scales of the weights, and before and after training."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from matplotlib.figure import Figure
from numpy.typing import NDArray

from minimodel.drawing.powers import power_ticks
from minimodel.drawing.style import PALETTE, horizontal_grid, styled
from minimodel.labs.vanishing.figures import CURVES, EVERY
from minimodel.labs.vanishing.measurement import for_log_plot
from minimodel.texts.labels import label, localized_number

if TYPE_CHECKING:
    from minimodel.labs.vanishing.trained import TrainingComparison

TRAINING: Final[Mapping[str, dict[str, Any]]] = {
    "lab": {"color": PALETTE["reference"], "linestyle": (0, (1, 1.5)), "marker": "s"},
    "before": {"color": PALETTE["rnn"], "linestyle": (0, (5, 2)), "marker": "o", "alpha": 0.65},
    "after": {"color": PALETTE["rnn"], "linestyle": "-", "marker": "o"},
}


@styled
def scales(by_sigma: Mapping[float, Mapping[str, NDArray[Any]]], lang: str = "en") -> Figure:
    """Draw the lab's three curves at several scales of the weights, all on one axis.

    Parameters
    ----------
    by_sigma
        For each σ, g_0 … g_T of ``"rnn"``, ``"gru"`` and ``"gru_closed"``.
    lang
        Language of the labels.
    """
    rows = (len(by_sigma) + 1) // 2
    figure = Figure(figsize=(7, 3.4 * rows), layout="constrained")
    panels = figure.subplots(rows, 2, sharex=True, sharey=True).ravel()
    for axes, (sigma, curves) in zip(panels, by_sigma.items(), strict=False):
        for place, (name, g) in enumerate(curves.items()):
            axes.plot(
                for_log_plot(g),
                markevery=(5 * place, 3 * EVERY),
                label=label(f"vanishing.{name}", lang),
                **CURVES[name],
            )
        axes.set_title(f"{label('vanishing.sigma', lang)} = {localized_number(f'{sigma:g}', lang)}")
        axes.set(yscale="log", xlim=(-0.5, 50.5), xticks=range(0, 51, 25))
        power_ticks(axes.yaxis)
        horizontal_grid(axes)
    panels[0].legend(loc="lower right", fontsize=10.5)
    for axes in panels[-2:]:
        axes.set_xlabel(label("vanishing.t", lang))
    for axes in panels[::2]:
        axes.set_ylabel(label("vanishing.norm", lang))
    return figure


@styled
def training(comparison: TrainingComparison, lang: str = "en") -> Figure:
    """Draw what the gradient keeps before and after training, on two kinds of sequence.

    Parameters
    ----------
    comparison
        As `trained.compare_training` returns it.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 7.6), layout="constrained")
    above, below = figure.subplots(2, 1)
    for axes, curves, key, every in (
        (above, comparison.lines, "on_lines", 1),
        (below, comparison.sequence, "on_sequence", EVERY),
    ):
        for name, g in curves.items():
            axes.plot(
                for_log_plot(g / g[-1]),
                markevery=every,
                label=label(f"vanishing.{name}", lang),
                **TRAINING[name],
            )
        last = len(curves["lab"]) - 1
        axes.set_title(label(f"vanishing.{key}", lang))
        axes.set(yscale="log", xlim=(-0.02 * last, 1.02 * last))
        axes.set_ylabel(label("vanishing.relative_last", lang))
        power_ticks(axes.yaxis)
        horizontal_grid(axes)
    below.set_xlabel(label("vanishing.t", lang))
    below.legend(loc="lower right")
    return figure
