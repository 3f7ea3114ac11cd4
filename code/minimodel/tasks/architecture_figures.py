"""What three small trained networks do: judge a sentence, name a digit, translate a verb form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from minimodel.drawing.style import PALETTE, horizontal_grid, localize_ticks, styled
from minimodel.texts.labels import label, percent

if TYPE_CHECKING:
    from minimodel.tasks.verb_translation import VerbTranslationRun


@styled
def reading(readings: Sequence[tuple[str, Sequence[float]]], lang: str = "en") -> Figure:
    """Draw the probability of praise after each word that a classifier has read.

    Parameters
    ----------
    readings
        Sentences, each with one probability a word.
    lang
        Language of the labels.
    """
    lengths = [len(probabilities) for _, probabilities in readings]
    figure = Figure(figsize=(7, 1.4 + 0.33 * sum(lengths)), layout="constrained")
    panels = figure.subplots(len(readings), 1, sharex=True, height_ratios=lengths, squeeze=False)
    for axes, (sentence, probabilities) in zip(panels[:, 0], readings, strict=True):
        p = np.array(probabilities)
        places = np.arange(len(p))
        for praise, color, marker in ((True, "negative", "o"), (False, "positive", "s")):
            chosen = (p > 0.5) == praise
            axes.hlines(places[chosen], 0.5, p[chosen], color=PALETTE[color], linewidth=2.2)
            style = {"color": PALETTE[color], "marker": marker, "linestyle": "none"}
            axes.plot(p[chosen], places[chosen], **style)
        axes.axvline(0.5, color=PALETTE["muted"], linewidth=0.8)
        axes.set(xlim=(-0.03, 1.03), ylim=(len(p) - 0.5, -0.5), yticks=places)
        axes.set_yticklabels(sentence.split(), fontsize=12)
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        localize_ticks(axes.xaxis, lang)
    panels[-1, 0].set_xlabel(label("chapter_trained.praise", lang))
    return figure


@styled
def spelled(
    pictures: NDArray[Any], names: Sequence[str], right: Sequence[bool], lang: str = "en"
) -> Figure:
    """Draw pictures of digits and below each what was written; what is wrong stands in color.

    Parameters
    ----------
    pictures
        (N, rows, columns), N a multiple of 5.
    names
        What was written.
    right
        Whether it is the right name.
    lang
        Language of the labels.
    """
    count, height, width = pictures.shape
    rows = count // 5
    figure = Figure(figsize=(7, 2.2 * rows))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(-1.2, 5 * (width + 3) - 1.8), ylim=(rows * (height + 3.2) - 1.2, -1))
    axes.axis("off")
    for index, (picture, name, good) in enumerate(zip(pictures, names, right, strict=True)):
        x_0, y_0 = (index % 5) * (width + 3), (index // 5) * (height + 3.2)
        y, x = np.nonzero(picture > 0.12)  # below, a point could not be seen
        axes.scatter(
            x_0 + x,
            y_0 + y,
            s=55 * np.minimum(picture[y, x], 1.6),
            marker="s",
            color=PALETTE["ink"],
            linewidth=0,
        )
        text = name if good else label("chapter_trained.wrong", lang, name=name or "—")
        axes.text(
            x_0 + (width - 1) / 2,
            y_0 + height + 0.7,
            text,
            ha="center",
            va="center",
            fontsize=13,
            color=PALETTE["ink" if good else "positive"],
            weight="normal" if good else "bold",
        )
    return figure


@styled
def translation(run: VerbTranslationRun, lang: str = "en") -> Figure:
    """Draw what a translator gets right during training, on forms it was taught and on others.

    Parameters
    ----------
    run
        As `minimodel.tasks.verb_translation.train_verb_translation` returns it.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 3.9), layout="constrained")
    axes = figure.subplots()
    for name, values, style in (
        ("exact_training", run.exact_training, {"color": PALETTE["muted"], "marker": "s"}),
        (
            "forced_held_out",
            run.forced_held_out,
            {"color": PALETTE["reference"], "marker": "^", "linestyle": (0, (5, 2))},
        ),
        ("exact_held_out", run.exact_held_out, {"color": PALETTE["gru"], "marker": "o"}),
    ):
        axes.plot(run.epochs, values, label=label(f"chapter_trained.{name}", lang), **style)
    axes.set(ylim=(0, 1.04), xticks=run.epochs)
    axes.set_xlabel(label("chapter_trained.epoch", lang))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: percent(share, lang)))
    horizontal_grid(axes)
    axes.legend(loc="lower right", bbox_to_anchor=(0.86, 0), fontsize=11)
    return figure
