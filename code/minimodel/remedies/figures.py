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
DRAWN: Final = 100  # training steps with and without clipping
CURVES: Final[dict[str, dict[str, Any]]] = {
    "plain": {"color": PALETTE["rnn"], "linestyle": "-", "marker": "o"},
    "scaled": {"color": PALETTE["muted"], "linestyle": DOTTED, "marker": "X"},
    "orthogonal": {"color": PALETTE["rnn"], "linestyle": DASHED, "marker": "v"},
    "irnn": {"color": PALETTE["category_1"], "linestyle": "-", "marker": "<"},
    "leaky": {"color": PALETTE["category_2"], "linestyle": "-", "marker": ">"},
    "layer_norm": {"color": PALETTE["category_3"], "linestyle": DASHED, "marker": "p"},
    "skip": {"color": PALETTE["positive"], "linestyle": "-", "marker": "D"},
    "attention": {"color": PALETTE["attention"], "linestyle": DOTTED, "marker": "P"},
    "gru": {"color": PALETTE["gru"], "linestyle": DASHED, "marker": "s"},
    "gru_keeping": {"color": PALETTE["gru"], "linestyle": "-", "marker": "s"},
    "lstm": {"color": PALETTE["lstm"], "linestyle": DOTTED, "marker": "^"},
    "lstm_keeping": {"color": PALETTE["lstm"], "linestyle": "-", "marker": "^"},
}
PANELS: Final = {
    "starts": ("plain", "scaled", "orthogonal", "irnn"),
    "other_paths": ("leaky", "layer_norm", "skip", "attention"),
    "with_gates": ("gru", "gru_keeping", "lstm", "lstm_keeping"),
}

ROWS: Final = {
    "input": "reference",
    "candidate": "rnn",
    "forget": "reference",
    "cell": "lstm",
    "output": "reference",
    "answer": "ink",
}


@styled
def reach(gradients: Mapping[str, NDArray[np.float64]], lang: str = "en") -> Figure:
    """Draw how strongly the answer depends on each input, before training.

    Parameters
    ----------
    gradients
        As `minimodel.remedies.reach.all_input_gradients` returns them; the median of the seeds
        is drawn.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 8.6), layout="constrained")
    panels = figure.subplots(3, 1, sharex=True, sharey=True)
    for axes, (title, names) in zip(panels, PANELS.items(), strict=True):
        for place, name in enumerate(names):
            g = np.median(gradients[name], axis=0)
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
def clipping(unclipped: Run, clipped: Run, lang: str = "en") -> Figure:
    """Draw the norm of the gradient during two runs from the same start.

    Parameters
    ----------
    unclipped
        A run that overflows within `DRAWN` training steps.
    clipped
        The run with the norm clipped at 1.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    wild = np.array([norm for norm in unclipped.norms if np.isfinite(norm)])
    before = np.array(clipped.norms[:DRAWN])
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
    axes.set(yscale="log", xlim=(0, DRAWN))
    axes.set_xlabel(label("chapter_remedies.training_step", lang))
    axes.set_ylabel(label("chapter_remedies.norm", lang))
    power_ticks(axes.yaxis)
    horizontal_grid(axes)
    axes.legend(loc="center right", bbox_to_anchor=(0.92, 0.5), fontsize=11)
    return figure


@styled
def reading(inside: Mapping[str, NDArray[Any]], text: str, lang: str = "en") -> Figure:
    """Draw what happens in an LSTM of one unit, letter by letter.

    Parameters
    ----------
    inside
        As `minimodel.remedies.brackets.read` returns it.
    text
        What was read, as many letters as there are values.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 6.8), layout="constrained")
    panels = figure.subplots(len(ROWS), 1, sharex=True)
    places = np.arange(len(text))
    for axes, (name, color) in zip(panels, ROWS.items(), strict=True):
        axes.step(places, inside[name], where="mid", color=PALETTE[color])
        axes.axhline(0, color=PALETTE["muted"], linewidth=0.8)
        signed = name in ("candidate", "cell")
        reach = max(1.0, float(np.abs(inside["cell"]).max())) if name == "cell" else 1.0
        axes.set_ylim(-1.12 * reach if signed else -0.12, 1.12 * reach)
        axes.set_yticks((-1, 0, 1) if signed else (0, 1))
        axes.set_ylabel(
            label(f"chapter_remedies.row_{name}", lang), rotation=0, ha="right", va="center"
        )
        for place in places:
            if text[place] in "()":
                axes.axvline(place, color=PALETTE["muted"], linewidth=0.8, linestyle=DOTTED)
        axes.set_xlim(-0.6, len(text) - 0.4)
        axes.tick_params(axis="both", length=0)
    panels[0].tick_params(axis="x", labeltop=True)
    for axes in panels:
        axes.set_xticks(places, ["␣" if letter == " " else letter for letter in text])
    return figure
