"""The character model: what it reads and predicts, how it learns, and what temperature does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.figure import Figure

from minimodel.drawing.diagrams import arrow, box
from minimodel.drawing.style import MODELS, PALETTE, horizontal_grid, localize_ticks, styled
from minimodel.texts.labels import label, number

if TYPE_CHECKING:
    from minimodel.tasks.brackets import Costs
    from minimodel.tasks.character_model import CharacterRun

ROWS: Final = {
    "read": 0.0,
    "embedding": 1.0,
    "layer_1": 2.0,
    "layer_2": 3.0,
    "scores": 4.0,
    "target": 5.0,
}
HALF: Final = (0.31, 0.24)  # of a box's width and height
LEARNED: Final = PALETTE["rnn"]
HELD_OUT: Final = PALETTE["reference"]
VISIBLE: Final = {" ": "␣", "\n": "⏎"}


@styled
def shifted_by_one(text: str, lang: str = "en") -> Figure:
    """Draw the network over a text: each character is read, and the next one is the target.

    Parameters
    ----------
    text
        Five to seven characters; all but the last are read, all but the first are targets.
    lang
        Language of the labels.
    """
    steps = len(text) - 1
    figure = Figure(figsize=(7, 4.6), layout="constrained")
    axes = figure.add_subplot()
    axes.set(xlim=(-1.9, steps - 0.5), ylim=(-0.4, 5.4))
    axes.axis("off")
    for name, row in ROWS.items():
        text_of_row = label(f"chapter_character.{name}", lang)
        axes.text(-1.9, row, text_of_row, va="center", color=PALETTE["muted"])
    for t in range(steps):
        for name, character in (("read", text[t]), ("target", text[t + 1])):
            axes.text(
                t,
                ROWS[name],
                VISIBLE.get(character, character),
                ha="center",
                va="center",
                fontsize=16,
                weight="bold" if name == "target" else "normal",
                family="monospace",
            )
        for name, color, symbol in (
            ("embedding", PALETTE["muted"], rf"$x_{t + 1}$"),
            ("layer_1", LEARNED, rf"$h_{t + 1}^{{(1)}}$"),
            ("layer_2", LEARNED, rf"$h_{t + 1}^{{(2)}}$"),
            ("scores", PALETTE["muted"], rf"$y_{t + 1}$"),
        ):
            box(axes, (t, ROWS[name]), (2 * HALF[0], 2 * HALF[1]), color, 0.07, linewidth=1.4)
            axes.text(t, ROWS[name], symbol, ha="center", va="center", fontsize=13)
        for low in range(5):
            places = (t, low + HALF[1]), (t, low + 1 - HALF[1])
            arrow(axes, *places, PALETTE["muted"], arrowstyle="-|>", linewidth=1.1)
        if t < steps - 1:
            for name in ("layer_1", "layer_2"):
                start, end = (t + HALF[0], ROWS[name]), (t + 1 - HALF[0], ROWS[name])
                arrow(axes, start, end, LEARNED, arrowstyle="-|>", linewidth=1.8)
    return figure


@styled
def learning(run: CharacterRun, levels: Mapping[str, float], lang: str = "en") -> Figure:
    """Draw the loss on the text learned from and on the text held out.

    Parameters
    ----------
    run
        The training run.
    levels
        ``guessing``, ``frequencies`` and ``trigram``: what knowing nothing costs, what knowing
        how often each character occurs, and what counting three in a row, in nats per character.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    epochs = np.arange(1, len(run.losses) + 1)
    for name, level in levels.items():
        axes.axhline(level, color=PALETTE["muted"], linewidth=1.2, linestyle=(0, (4, 3)))
        text = label(f"chapter_character.{name}", lang, level=number(level, lang))
        # The trigram's name stands below its line, where the curve held out does not pass.
        below = name == "trigram"
        place = (level - 0.1) if below else (level + 0.1)
        side = "top" if below else "baseline"
        axes.text(len(epochs), place, text, ha="right", va=side, color=PALETTE["muted"])
    best = int(np.argmin(run.held_out_losses))
    held_out = label("chapter_character.held_out", lang)
    axes.plot(epochs, run.held_out_losses, color=HELD_OUT, linestyle=(0, (5, 2)))
    axes.plot(epochs[best], run.held_out_losses[best], "D", color=HELD_OUT)
    at = 2 * len(epochs) // 3  # where both names stand: behind the turn, before the other names
    axes.text(at, run.held_out_losses[at - 1] + 0.22, held_out, ha="right", color=HELD_OUT)
    axes.plot(epochs, run.learned_losses, color=LEARNED)
    learned = label("chapter_character.learned", lang)
    axes.text(at, run.learned_losses[at - 1] + 0.15, learned, color=LEARNED)
    axes.set(xlim=(0, len(epochs)), ylim=(0, None))
    axes.set_xlabel(label("chapter_character.epoch", lang))
    axes.set_ylabel(label("chapter_character.loss", lang))
    localize_ticks(axes.yaxis, lang)
    horizontal_grid(axes)
    return figure


@styled
def next_characters(
    probabilities: Mapping[float, Sequence[float]], shown: str, lang: str = "en"
) -> Figure:
    """Draw how probable each next character is, at each temperature.

    Parameters
    ----------
    probabilities
        For each temperature, that of each of the `shown` characters.
    shown
        The characters, the most probable first.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 3.2), layout="constrained")
    panels = figure.subplots(1, len(probabilities), sharey=True)
    places = np.arange(len(shown))
    for axes, (temperature, shares) in zip(panels, probabilities.items(), strict=True):
        axes.bar(places, shares, color=LEARNED, width=0.62)
        title = label("chapter_character.temperature", lang, value=number(temperature, lang, 1))
        axes.set_title(title)
        axes.set_xticks(places)
        axes.set_xticklabels([VISIBLE.get(each, each) for each in shown], family="monospace")
        axes.tick_params(axis="x", length=0, labelsize=12)
        horizontal_grid(axes)
    localize_ticks(panels[0].yaxis, lang)
    panels[0].set_ylabel(label("chapter_character.probability", lang))
    return figure


@styled
def closing_costs(
    counted: Mapping[int, Costs], trained: Mapping[str, Sequence[Costs]], exact: Costs, lang: str
) -> Figure:
    """Draw what a closing sign costs those who count and those who carry a state.

    Parameters
    ----------
    counted
        By n, an n-gram's costs.
    trained
        By model, a key of `MODELS`, those of networks from several seeds: a line at the median
        in a band over all of them.
    exact
        Those of who knows how the text is made.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    ns = list(counted)
    costs = [counted[n].closing for n in ns]
    axes.plot(ns, costs, color=HELD_OUT, marker="D", linestyle=(0, (5, 2)))
    axes.text(
        ns[-1], costs[-1] + 0.12, label("chapter_character.ngram", lang), color=HELD_OUT, ha="right"
    )
    for name, runs in trained.items():
        closing = [run.closing for run in runs]
        style = MODELS[name]
        axes.axhspan(min(closing), max(closing), color=style["color"], alpha=0.2, lw=0)
        middle = float(np.median(closing))
        axes.axhline(middle, color=style["color"], linestyle=style["linestyle"])
        text = label(f"chapter_character.{name}", lang)
        axes.text(ns[0], max(closing) + 0.05, text, color=style["color"])
    axes.axhline(exact.closing, color=PALETTE["muted"], linewidth=1.2, linestyle=(0, (4, 3)))
    text = label("chapter_character.exact", lang)
    axes.text(ns[-1], exact.closing - 0.06, text, ha="right", va="top", color=PALETTE["muted"])
    axes.set(ylim=(1, None), xticks=ns)
    axes.set_xlabel(label("chapter_character.n", lang))
    axes.set_ylabel(label("chapter_character.closing", lang))
    localize_ticks(axes.yaxis, lang)
    horizontal_grid(axes)
    return figure
