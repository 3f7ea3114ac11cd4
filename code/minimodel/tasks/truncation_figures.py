"""What cutting the gradient does: to the gradient itself, and to what is learned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator
from numpy.typing import ArrayLike, NDArray

from minimodel.drawing.powers import power_ticks
from minimodel.drawing.style import PALETTE, horizontal_grid, styled
from minimodel.tasks.truncation import LAG
from minimodel.texts.labels import label

if TYPE_CHECKING:
    from minimodel.tasks.truncation import TruncatedRun

STYLES: Final[dict[str, dict[str, Any]]] = {
    "untrained": {"color": PALETTE["muted"], "linestyle": (0, (5, 2)), "marker": "s"},
    "trained": {"color": PALETTE["rnn"], "linestyle": "-", "marker": "o"},
    "last": {"color": PALETTE["positive"], "linestyle": "-", "marker": "o"},
    "lag": {"color": PALETTE["negative"], "linestyle": (0, (5, 2)), "marker": "s"},
}


@styled
def cut_error(errors: Mapping[str, Sequence[Mapping[int, float]]], lang: str = "en") -> Figure:
    """Draw how far the truncated gradient is from the whole one: median and range of seeds.

    Parameters
    ----------
    errors
        ``untrained`` and ``trained``, for each seed as `truncation.cut_errors` returns it.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    for name, by_seed in errors.items():
        cuts = list(by_seed[0])
        _median_and_range(axes, name, cuts, [list(each.values()) for each in by_seed], lang)
    axes.set(ylim=(0, 1.1), yticks=(0, 0.5, 1), yticklabels=("0", "½", "1"))
    _cuts_axis(axes, cuts, lang)
    axes.set_ylabel(label("chapter_truncation.off", lang))
    axes.legend(loc="upper right")
    return figure


@styled
def error_by_cut(
    runs: Mapping[tuple[str, int], Sequence[TruncatedRun]], lang: str = "en"
) -> Figure:
    """Draw the error of both tasks over the cut, and where the lag stands: median and range.

    Parameters
    ----------
    runs
        By task and cut, a run for each seed.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4.4), layout="constrained")
    axes = figure.add_subplot()
    cuts = sorted({cut for _, cut in runs})
    axes.axvline(LAG, color=PALETTE["muted"], linewidth=1.4, linestyle=(0, (2, 2)))
    axes.annotate(
        label("chapter_truncation.needed", lang, lag=LAG),
        (LAG, 3e-4),
        (-8, 0),
        textcoords="offset points",
        ha="right",
        color=PALETTE["muted"],
    )
    for task in ("last", "lag"):
        by_cut = [[run.error for run in runs[task, cut]] for cut in cuts]
        _median_and_range(axes, task, cuts, np.transpose(by_cut), lang)
    axes.set(yscale="log", ylim=(2e-4, 3))
    _cuts_axis(axes, cuts, lang)
    axes.set_ylabel(label("chapter_truncation.error", lang))
    power_ticks(axes.yaxis)
    axes.legend(loc="lower right")
    return figure


def _median_and_range(
    axes: Axes, name: str, cuts: Sequence[int], by_seed: ArrayLike, lang: str
) -> None:
    values: NDArray[np.float64] = np.asarray(by_seed, float)  # (seeds, cuts)
    color = STYLES[name]["color"]
    axes.fill_between(cuts, values.min(axis=0), values.max(axis=0), color=color, alpha=0.2, lw=0)
    text = label(f"chapter_truncation.{name}", lang, lag=LAG)
    axes.plot(cuts, np.median(values, axis=0), label=text, **STYLES[name])


def _cuts_axis(axes: Axes, cuts: Sequence[int], lang: str) -> None:
    axes.set(xscale="log", xticks=cuts)
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticklabels([str(cut) for cut in cuts])
    axes.set_xlabel(label("chapter_truncation.cut", lang))
    horizontal_grid(axes)
