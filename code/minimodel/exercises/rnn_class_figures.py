"""A sequence read in parts, with the state that goes on and with the one that is lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.figure import Figure
from numpy.typing import NDArray

from minimodel.drawing.style import MODELS, PALETTE, styled
from minimodel.texts.labels import label


@styled
def in_parts(
    kept: NDArray[Any], lost: NDArray[Any], starts: Sequence[int], lang: str = "en"
) -> Figure:
    """Plot one entry of the state over the steps of a sequence that is read in parts.

    Parameters
    ----------
    kept, lost : (T,)
        The entry where the state goes on from part to part, and where it starts again at zero.
    starts
        The first step of each part but the first; a dotted line stands before each.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(6.4, 3.6), layout="constrained")
    axes = figure.subplots()
    for start in starts:
        axes.axvline(start - 0.5, color=PALETTE["grid"], linestyle=":", linewidth=1.6)
    steps = range(len(kept))
    muted: dict[str, Any] = {"color": PALETTE["muted"], "marker": "x", "linestyle": "--"}
    axes.plot(steps, lost, label=label("exercise_rnn_class.lost", lang), **muted)
    name = label("exercise_rnn_class.kept", lang)
    axes.plot(steps, kept, label=name, markersize=4, **MODELS["rnn"])
    axes.set(
        xlabel=label("exercise_rnn_class.step", lang),
        ylabel=label("exercise_rnn_class.state", lang),
    )
    figure.legend(loc="outside upper left")
    return figure
