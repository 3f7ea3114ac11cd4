"""What each remedy does: the gradient that reaches each input, and the norm with clipping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from minimodel.drawing.powers import power_ticks
from minimodel.drawing.style import PALETTE, horizontal_grid, styled
from minimodel.texts.labels import label

if TYPE_CHECKING:
    from minimodel.remedies.trained import Run

DASHED: Final = (0, (5, 2))
DOTTED: Final = (0, (1, 1.5))
CURVES: Final[dict[str, dict[str, Any]]] = {
    "plain": {"color": PALETTE["rnn"], "linestyle": "-", "marker": "o"},
    "orthogonal": {"color": PALETTE["rnn"], "linestyle": DASHED, "marker": "v"},
    "skip": {"color": PALETTE["positive"], "linestyle": "-", "marker": "D"},
    "attention": {"color": PALETTE["attention"], "linestyle": DOTTED, "marker": "P"},
    "gru": {"color": PALETTE["gru"], "linestyle": DASHED, "marker": "s"},
    "gru_keeping": {"color": PALETTE["gru"], "linestyle": "-", "marker": "s"},
    "lstm": {"color": PALETTE["lstm"], "linestyle": DOTTED, "marker": "^"},
    "lstm_keeping": {"color": PALETTE["lstm"], "linestyle": "-", "marker": "^"},
}
PANELS: Final = {
    "without_gates": ("plain", "orthogonal", "skip", "attention"),
    "with_gates": ("gru", "gru_keeping", "lstm", "lstm_keeping"),
}


@styled
def reach(gradients: Mapping[str, NDArray[np.float64]], lang: str = "en") -> Figure:
    """Draw how strongly the answer depends on each input, before training.

    Parameters
    ----------
    gradients
        As `minimodel.remedies.reach.all_input_gradients` returns them.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 6.6), layout="constrained")
    panels = figure.subplots(2, 1, sharex=True, sharey=True)
    for axes, (title, names) in zip(panels, PANELS.items(), strict=True):
        for place, name in enumerate(names):
            g = gradients[name]
            axes.plot(
                np.arange(1, len(g) + 1),
                g,
                markevery=(2 * place, 9),
                label=label(f"chapter_remedies.{name}", lang),
                **CURVES[name],
            )
        axes.set_title(label(f"chapter_remedies.{title}", lang))
        axes.set(yscale="log", xlim=(0, len(g) + 1), xticks=(1, 10, 20, 30, 40, 50))
        axes.set_ylabel(label("chapter_remedies.sensitivity", lang))
        power_ticks(axes.yaxis)
        horizontal_grid(axes)
        axes.legend(loc="lower right", bbox_to_anchor=(0.95, 0), fontsize=11)
    panels[-1].set_xlabel(label("chapter_remedies.step", lang))
    return figure


@styled
def clipping(unclipped: Run, clipped: Run, lang: str = "en", last: int = 200) -> Figure:
    """Draw the norm of the gradient during two runs from the same start.

    Parameters
    ----------
    unclipped
        A run that overflows before `last` training steps.
    clipped
        The run with the norm clipped at 1.
    lang
        Language of the labels.
    last
        The last training step that is drawn.
    """
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    wild = np.array([norm for norm in unclipped.norms if np.isfinite(norm)])
    before = np.array(clipped.norms[:last])
    axes.plot(
        np.arange(1, len(wild) + 1),
        wild,
        color=PALETTE["rnn"],
        label=label("chapter_remedies.unclipped", lang),
    )
    for curve, style, name in (
        (before, {"linewidth": 1.2, "linestyle": "-"}, "clipped_before"),
        (np.minimum(before, 1), {"linestyle": DASHED}, "clipped_after"),
    ):
        color = PALETTE["muted" if name == "clipped_before" else "gru"]
        text = label(f"chapter_remedies.{name}", lang)
        axes.plot(np.arange(1, len(curve) + 1), curve, color=color, label=text, **style)
    axes.annotate(
        label("chapter_remedies.overflow", lang),
        (len(wild), wild[-1]),
        (8, 0),
        textcoords="offset points",
        va="top",
        color=PALETTE["rnn"],
    )
    axes.set(yscale="log", xlim=(0, last))
    axes.set_xlabel(label("chapter_remedies.epoch", lang))
    axes.set_ylabel(label("chapter_remedies.norm", lang))
    power_ticks(axes.yaxis)
    horizontal_grid(axes)
    axes.legend(loc="center right", bbox_to_anchor=(0.92, 0.5), fontsize=11)
    return figure
