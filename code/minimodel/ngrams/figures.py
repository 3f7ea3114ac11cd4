"""Figures of the n-gram lab: what a model sees, how it is smoothed, how well it does, and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, NullFormatter, NullLocator

from minimodel.drawing.style import PALETTE, horizontal_grid, styled
from minimodel.texts.labels import label, localized_number, number, percent

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
# Beyond the trigram, for one figure: as many dashes and markers as there are orders.
LONGER: Final[dict[int, dict[str, Any]]] = {
    4: {"color": PALETTE["ink"], "linestyle": (0, (7, 2)), "marker": "v"},
    5: {"color": PALETTE["positive"], "linestyle": (0, (2, 1)), "marker": "P"},
}


@styled
def windows(tokens: Sequence[str], deciding: Sequence[int], lang: str = "en") -> Figure:
    """Draw which of the tokens before a blank each model sees.

    Parameters
    ----------
    tokens
        The tokens before the blank, from ``<bos>`` on.
    deciding
        Indices of the tokens that decide what stands in the blank; they are drawn bold.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4.6))
    axes = figure.add_axes((0.01, 0.01, 0.98, 0.98))
    names = {0: "unigram", 1: "bigram", 2: "trigram", len(tokens): "rnn"}
    pitch = 1.35  # from row to row, in heights of a box and its name
    last = pitch * len(names)
    axes.set(xlim=(-0.55, len(tokens) + 0.75), ylim=(last + 0.1, -0.95))
    axes.axis("off")
    for row, (seen, name) in enumerate(names.items()):
        axes.text(-0.45, pitch * row - 0.6, label(f"ngrams.{name}", lang), va="center")
        for place, token in enumerate(tokens):
            visible = place >= len(tokens) - seen
            axes.add_patch(
                Rectangle(
                    (place - 0.45, pitch * row - 0.36),
                    0.9,
                    0.72,
                    facecolor=(STYLES[name]["color"], 0.18) if visible else "none",
                    edgecolor=STYLES[name]["color"] if visible else PALETTE["grid"],
                    linewidth=1.2,
                )
            )
            if visible:
                weight = "bold" if place in deciding else "normal"
                axes.text(place, pitch * row, token, ha="center", va="center", weight=weight)
        axes.text(len(tokens) - 0.2, pitch * row, "___", ha="left", va="center", weight="bold")
    for place in range(len(tokens)):
        axes.text(
            place,
            last - 0.7,
            str(len(tokens) - place),
            ha="center",
            va="center",
            color=PALETTE["muted"],
        )
    back = label("ngrams.tokens_back", lang)
    axes.text(-0.45, last - 0.2, back, va="center", color=PALETTE["muted"])
    return figure


@styled
def unseen_shares(shares: Mapping[float, float], lang: str = "en") -> Figure:
    """Draw, for each smoothing, how much probability goes to tokens that were never seen there.

    Parameters
    ----------
    shares
        As `comparison.unseen_share` returns them, by k.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 0.5 * len(shares) + 1.3), layout="constrained")
    axes = figure.add_subplot()
    for place, share in enumerate(shares.values()):
        seen = axes.barh(place, 1 - share, height=0.66, color=PALETTE["reference"])
        unseen = axes.barh(
            place,
            share,
            left=1 - share,
            height=0.66,
            facecolor=(PALETTE["muted"], 0.25),
            edgecolor=PALETTE["muted"],
            hatch="//",
            linewidth=0.8,
        )
        axes.annotate(
            percent(share, lang, digits=1),
            (1, place),
            (8, 0),
            textcoords="offset points",
            va="center",
        )
    names = [f"k = {localized_number(f'{k:g}', lang)}" for k in shares]
    axes.set_yticks(range(len(shares)), names)
    axes.invert_yaxis()
    axes.set(xlim=(0, 1.16), xticks=[])
    axes.tick_params(axis="y", length=0)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    texts = [label(f"ngrams.{key}", lang) for key in ("seen_here", "unseen_here")]
    figure.legend([seen[0], unseen[0]], texts, loc="outside upper center", ncols=2)
    return figure


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
    figure = Figure(figsize=(7, 0.36 * len(scores) + 3.2), layout="constrained")
    axes = figure.add_subplot()
    names, places, place = [], [], 0.0
    for score, before in zip(scores, [None, *scores], strict=False):
        name = NAMES[score.n]
        if before is None or before.n != score.n:
            place = _group(axes, place, name, lang)
        _bar(axes, place, score.held_out, STYLES[name]["color"], lang)
        names.append(f"k = {localized_number(f'{score.k:g}', lang)}")
        places.append(place)
        place += 1
    place = _group(axes, place, "rnn", lang)
    _bar(axes, place, rnn, STYLES["rnn"]["color"], lang)
    axes.set_yticks(places, names)
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
def perplexity_over_k(scores: Sequence[Score], rnn: float, lang: str = "en") -> Figure:
    """Draw the held-out perplexity against the smoothing, one line an order.

    Parameters
    ----------
    scores
        As `comparison.scores` returns them, of orders 1 to 5.
    rnn
        As `comparison.rnn_perplexity` returns it; drawn as a level.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 5.2), layout="constrained")
    axes = figure.add_subplot()
    orders = sorted({score.n for score in scores})
    for n in orders:
        of_order = [score for score in scores if score.n == n]
        axes.plot(
            [score.k for score in of_order],
            [score.held_out for score in of_order],
            label=label(f"ngrams.{NAMES[n]}" if n in NAMES else "ngrams.longer", lang, n=n),
            linewidth=1.6,
            **(STYLES[NAMES[n]] if n in NAMES else LONGER[n]),
        )
    style = {key: STYLES["rnn"][key] for key in ("color", "linestyle")}
    axes.axhline(rnn, label=label("ngrams.rnn", lang), linewidth=1.6, **style)
    axes.set(xscale="log", yscale="log", ylim=(2, 500), yticks=(2, 5, 10, 20, 50, 100, 200, 500))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda x, _: localized_number(f"{x:g}", lang)))
        axis.set_minor_locator(NullLocator())
    axes.set_xlabel(label("ngrams.smoothing", lang))
    axes.set_ylabel(label("ngrams.perplexity", lang))
    figure.legend(loc="outside upper center", ncols=3)
    horizontal_grid(axes)
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


def _group(axes: Axes, place: float, name: str, lang: str) -> float:
    """Write a model's name above its bars; returns the place of the first one."""
    axes.text(1, place + 0.4, label(f"ngrams.{name}", lang), va="center", weight="bold")
    return place + 1.1


def _bar(axes: Axes, place: float, value: float, color: str, lang: str) -> None:
    axes.barh(place, value - 1, left=1, height=0.72, color=color)
    axes.annotate(
        number(value, lang, digits=1),
        (value, place),
        (6, 0),
        textcoords="offset points",
        va="center",
    )
