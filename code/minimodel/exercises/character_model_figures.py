"""The exercise character-model: what each character costs, the mark to beat, learning rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from minimodel.drawing.style import MODELS, PALETTE, horizontal_grid, localize_ticks, styled
from minimodel.texts.labels import label, number

VISIBLE: Final = {" ": "␣", "\n": "⏎"}
COLORS: Final = {"counted": PALETTE["reference"], "trained": PALETTE["gru"]}
LONGEST: Final = 36  # characters that can stand side by side and be read


@styled
def line_costs(line: str, nats: Mapping[str, NDArray[np.float64]], lang: str = "en") -> Figure:
    """Draw what each character of a line costs: a row of bars for each model.

    Parameters
    ----------
    line
        At most 36 characters.
    nats
        A cost for each character, by model: ``"counted"``, ``"trained"``.
    lang
        Language of the labels.

    Raises
    ------
    ValueError
        If the line is too long, or a model has not one cost for each character.
    """
    if len(line) > LONGEST:
        raise ValueError(f"line: expected at most {LONGEST} characters, got {len(line)}")
    for name, values in nats.items():
        if len(values) != len(line):
            raise ValueError(f"nats: {name!r} has {len(values)} costs for {len(line)} characters")
    rows = len(nats)
    figure = Figure(figsize=(7, 0.6 + 1.6 * rows), layout="constrained")
    for axes, (name, values) in zip(
        figure.subplots(rows, sharex=True, squeeze=False)[:, 0], nats.items(), strict=True
    ):
        axes.bar(np.arange(len(line)), values, 0.8, color=COLORS[name])
        axes.set_title(label(f"character_model.{name}", lang), fontsize=12)
        axes.set(ylim=(0, 7), xlim=(-0.7, len(line) - 0.3), yticks=[0, 2, 4, 6])
        axes.set_ylabel(label("character_model.nats", lang))
        axes.set_xticks(range(len(line)), [VISIBLE.get(each, each) for each in line])
        axes.tick_params(axis="x", length=0, labelbottom=True)
        horizontal_grid(axes)
    return figure


@styled
def marks(perplexities: Mapping[str, Sequence[float]], lang: str = "en") -> Figure:
    """Draw perplexities per token as bars; of several runs their median, and a dot for each.

    Parameters
    ----------
    perplexities
        By model, from top to bottom: ``"characters_3"``, ``"characters_5"``, ``"tokens_2"``,
        ``"gru"``.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 2.9), layout="constrained")
    axes = figure.subplots()
    for place, (name, values) in enumerate(perplexities.items()):
        middle = float(np.median(values))
        color = PALETTE["gru" if name == "gru" else "reference"]
        axes.barh(place, middle, 0.62, color=color, alpha=0.8)
        if len(values) > 1:
            axes.plot(values, [place] * len(values), "o", color=PALETTE["ink"], markersize=4)
        axes.text(
            1.08 * max(values), place, number(middle, lang, 1), ha="left", va="center", fontsize=11
        )
    names = [label(f"character_model.{name}", lang) for name in perplexities]
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(axis="y", length=0)
    axes.set(xscale="log", xlim=(5, 600))
    axes.set_xticks([10, 100], ["10", "100"])
    axes.minorticks_off()
    axes.set_xlabel(label("character_model.perplexity", lang))
    axes.invert_yaxis()
    axes.spines["left"].set_visible(False)
    return figure


@styled
def rates(
    losses: Mapping[float, Sequence[float]], steps: int, even: float, lang: str = "en"
) -> Figure:
    """Draw the loss after some steps over the learning rate: a dot for each seed.

    Parameters
    ----------
    losses
        By learning rate, one for each seed.
    steps
        After how many steps.
    even
        The loss of who knows nothing.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 3.6), layout="constrained")
    axes = figure.subplots()
    for rate, values in losses.items():
        axes.plot(
            [rate] * len(values),
            values,
            linestyle="none",
            marker=MODELS["gru"]["marker"],
            color=PALETTE["gru"],
            markersize=6,
            alpha=0.7,
            markeredgewidth=0,
        )
    axes.plot(
        list(losses),
        [float(np.median(values)) for values in losses.values()],
        color=PALETTE["gru"],
        linewidth=1,
    )
    axes.axhline(even, color=PALETTE["muted"], linewidth=0.9, linestyle=(0, (6, 3)))
    text = label("character_model.even", lang)
    axes.text(sorted(losses)[len(losses) // 2], even, text, ha="center", va="bottom", fontsize=11)
    axes.set(xscale="log", ylim=(0, None))
    places = list(losses)
    digits = [max(1, len(f"{rate:g}") - 2) for rate in places]
    axes.set_xticks(places, [number(r, lang, d) for r, d in zip(places, digits, strict=True)])
    axes.minorticks_off()
    localize_ticks(axes.yaxis, lang)
    axes.set_xlabel(label("character_model.rate", lang))
    axes.set_ylabel(label("character_model.loss_after", lang, steps=steps))
    horizontal_grid(axes)
    return figure
