"""Figures of the n-gram lab: perplexities, guesses, and where in the line a model goes wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter, NullLocator

from minimodel.figures.labels import label, localized_number, number, percent
from minimodel.figures.style import PALETTE, horizontal_grid, styled

if TYPE_CHECKING:
    from minimodel.ngrams.comparison import Guess, PositionScore, Score

# The n-grams share a color; the network has its own.
STYLES: Final[dict[str, dict[str, Any]]] = {
    "unigram": {"color": PALETTE["muted"], "linestyle": (0, (1, 1.5)), "marker": "^"},
    "bigram": {"color": PALETTE["reference"], "linestyle": (0, (5, 2)), "marker": "D"},
    "trigram": {"color": PALETTE["negative"], "linestyle": (0, (5, 2, 1, 2)), "marker": "s"},
    "rnn": {"color": PALETTE["rnn"], "linestyle": "-", "marker": "o"},
}
NAMES: Final = {1: "unigram", 2: "bigram", 3: "trigram"}


@styled
def perplexities(scores: Sequence[Score], rnn: float, lang: str = "en") -> Figure:
    """Draw the held-out perplexity of each order and smoothing, and the trained network's.

    Parameters
    ----------
    scores
        As `comparison.scores` returns them, of orders 1 to 3.
    rnn
        As `comparison.rnn_perplexity` returns it.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 0.36 * len(scores) + 2.2), layout="constrained")
    axes = figure.add_subplot()
    names, places, place = [], [], 0.0
    for score, before in zip(scores, [None, *scores], strict=False):
        if before and before.n != score.n:
            place += 0.7
        name = NAMES[score.n]
        _bar(axes, place, score.held_out, STYLES[name]["color"], lang)
        smoothing = localized_number(f"{score.k:g}", lang)
        names.append(
            label("ngrams.smoothed", lang, model=label(f"ngrams.{name}", lang), k=smoothing)
        )
        places.append(place)
        place += 1
    place += 0.7
    _bar(axes, place, rnn, STYLES["rnn"]["color"], lang)
    axes.set_yticks([*places, place], [*names, label("ngrams.rnn", lang)])
    axes.invert_yaxis()
    axes.set(xscale="log", xlim=(1, 2.2 * max(rnn, *(score.held_out for score in scores))))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: localized_number(f"{x:g}", lang)))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xlabel(label("ngrams.perplexity", lang))
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return figure


@styled
def guesses(by_model: Mapping[str, Sequence[Guess]], lang: str = "en") -> Figure:
    """Draw the most probable next tokens of several models, one panel each.

    Parameters
    ----------
    by_model
        As `comparison.top_guesses` returns them, by ``"unigram"``, ``"bigram"``, ``"trigram"``
        or ``"rnn"``.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 2.3 * len(by_model) + 0.3), layout="constrained")
    panels = figure.subplots(len(by_model), 1, sharex=True, squeeze=False)[:, 0]
    for axes, (name, proposed) in zip(panels, by_model.items(), strict=True):
        for place, guess in enumerate(proposed):
            axes.barh(place, guess.probability, height=0.62, color=STYLES[name]["color"])
            axes.annotate(
                percent(guess.probability, lang, digits=1),
                (guess.probability, place),
                (6, 0),
                textcoords="offset points",
                va="center",
            )
        axes.set_yticks(range(len(proposed)), [guess.token for guess in proposed])
        axes.invert_yaxis()
        axes.set_title(label(f"ngrams.{name}", lang))
        axes.set(xlim=(0, 1.12), xticks=[])
        axes.tick_params(axis="y", length=0)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
    panels[-1].set_xlabel(label("ngrams.probability", lang))
    return figure


@styled
def accuracy_by_position(
    by_model: Mapping[str, Sequence[PositionScore]], tokens: Sequence[str], lang: str = "en"
) -> Figure:
    """Draw how often each model's first guess is right, place by place along the line.

    Parameters
    ----------
    by_model
        As `comparison.scores_by_position` returns them, by the names of `guesses`.
    tokens
        A line's tokens without ``<bos>``, to name the places.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4.8), layout="constrained")
    axes = figure.add_subplot()
    for name, positions in by_model.items():
        axes.plot(
            [position.t for position in positions],
            [position.accuracy for position in positions],
            label=label(f"ngrams.{name}", lang),
            linewidth=1.6,
            clip_on=False,
            **{key: STYLES[name][key] for key in ("color", "linestyle", "marker")},
        )
    axes.set(ylim=(0, 1), yticks=(0, 0.25, 0.5, 0.75, 1))
    axes.set_xticks(range(1, len(tokens) + 1), tokens, rotation=90)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: percent(share, lang)))
    axes.set_xlabel(label("ngrams.place", lang))
    axes.set_ylabel(label("ngrams.accuracy", lang))
    figure.legend(loc="outside upper center", ncols=len(by_model))
    horizontal_grid(axes)
    return figure


def _bar(axes: Axes, place: float, value: float, color: str, lang: str) -> None:
    axes.barh(place, value - 1, left=1, height=0.72, color=color)
    axes.annotate(
        number(value, lang, digits=1),
        (value, place),
        (6, 0),
        textcoords="offset points",
        va="center",
    )
