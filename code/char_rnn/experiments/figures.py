"""Figures of the experiments: all rows beside each other, and each group against the default."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FuncFormatter
from minimodel.drawing.style import PALETTE, horizontal_grid, localize_ticks, styled
from minimodel.texts.labels import label, percent

from char_rnn.experiments.outcome import Outcome
from char_rnn.experiments.table import row_name
from char_rnn.experiments.variations import DEFAULT
from char_rnn.measures.grammar import grammar

# The default first, then the rows of a group.
STYLES: Final[tuple[dict[str, Any], ...]] = (
    {"color": PALETTE["muted"], "linestyle": (0, (1, 1.5))},
    {"color": PALETTE["rnn"], "linestyle": "-"},
    {"color": PALETTE["negative"], "linestyle": (0, (5, 2))},
    {"color": PALETTE["positive"], "linestyle": (0, (5, 2, 1, 2))},
)


@styled
def overview(outcomes: Mapping[str, Outcome], lang: str = "en") -> Figure:
    """Draw each row's final loss on the training text and on new text, with the floor.

    Parameters
    ----------
    outcomes
        As `all_experiments` returns them.
    lang
        Language of the labels.
    """
    # The labels need room to spare: on a phone they are larger, beside a smaller drawing.
    layout = ConstrainedLayoutEngine(w_pad=0.25)
    figure = Figure(figsize=(7, 0.33 * len(outcomes) + 1.5), layout=layout)
    axes = figure.add_subplot()
    for place, found in enumerate(outcomes.values()):
        ends = (found.train_loss, found.fresh_loss)
        axes.plot(ends, (place, place), color=PALETTE["grid"], linewidth=2, zorder=1)
        axes.plot(ends[0], place, "o", color=PALETTE["rnn"], markerfacecolor="none")
        axes.plot(ends[1], place, "o", color=PALETTE["rnn"])
    key = "char_rnn_experiments."
    axes.plot(
        [],
        [],
        "o",
        color=PALETTE["rnn"],
        markerfacecolor="none",
        label=label(f"{key}training", lang),
    )
    axes.plot([], [], "o", color=PALETTE["rnn"], label=label(f"{key}fresh", lang))
    axes.axvline(
        grammar().entropy_rate,
        color=PALETTE["reference"],
        linestyle=(0, (5, 2, 1, 2)),
        linewidth=1.6,
        label=label(f"{key}floor", lang),
    )
    # Two flags are too long for a phone. The first is that of the row above: a mark stands for it.
    names = [re.sub(r"^--.*? --", "… --", row_name(name, lang)) for name in outcomes]
    axes.set_yticks(range(len(outcomes)), names)
    axes.invert_yaxis()
    axes.set_xlabel(label(f"{key}loss", lang))
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    localize_ticks(axes.xaxis, lang)
    figure.legend(loc="outside upper center", ncols=3)
    return figure


@styled
def against_default(
    outcomes: Mapping[str, Outcome],
    names: Sequence[str],
    lang: str = "en",
    before_training: bool = False,
) -> Figure:
    """Draw rows beside the default: training loss, and gradient through the chunk.

    Parameters
    ----------
    outcomes
        As `all_experiments` returns them.
    names
        Up to three rows.
    lang
        Language of the labels.
    before_training
        Whether the gradients are those of the networks as they start.
    """
    figure = Figure(figsize=(7, 3.7), layout="constrained")
    loss, gradient = figure.subplots(1, 2)
    for name, style in zip((DEFAULT, *names), STYLES, strict=False):
        found = outcomes[name]
        shares = found.curve.steps / found.steps
        loss.plot(shares, found.curve.values, label=row_name(name, lang), **style)
        norms = found.start_gradient if before_training else found.gradient
        gradient.plot(range(len(norms) - 1, -1, -1), norms, **style)
    floor = grammar().entropy_rate
    text = label("char_rnn_experiments.floor", lang)
    dash = (0, (5, 2, 1, 2))
    loss.axhline(floor, color=PALETTE["reference"], linestyle=dash, linewidth=1.4, label=text)
    loss.set(xlim=(0, 1), ylim=(0, None))
    loss.xaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(value, lang)))
    loss.set_xticks([0, 0.5, 1])
    loss.set_xlabel(label("char_rnn_experiments.share", lang))
    loss.set_ylabel(label("char_rnn_experiments.loss", lang))
    gradient.set_ylim(0, None)
    gradient.invert_xaxis()
    gradient.set_xlabel(label("char_rnn_experiments.from_end", lang))
    key = "gradient_before" if before_training else "gradient"
    gradient.set_ylabel(label(f"char_rnn_experiments.{key}", lang))
    for axes in (loss, gradient):
        localize_ticks(axes.yaxis, lang)
        horizontal_grid(axes)
        # Away from the 0 of the other axis, which stands just above the first of them.
        axes.tick_params(axis="x", pad=8)
    localize_ticks(gradient.xaxis, lang)
    figure.legend(loc="outside upper center", ncols=3)
    return figure
