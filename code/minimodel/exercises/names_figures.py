"""Names to nationality: one name as it is read, who is taken for whom, and scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from minimodel.drawing.style import PALETTE, styled
from minimodel.exercises.names_data import NATIONALITIES, counts
from minimodel.texts.labels import label, percent
from minimodel.texts.table import Table

SHOWN = 0.095  # a probability that is written into its square
ROOM = 84  # points in which a nationality is written, from the left: a phone writes it larger


def nationalities(lang: str) -> list[str]:
    """Return the names of the classes, in their order."""
    return [label(f"names.{each}", lang) for each in NATIONALITIES]


@styled
def reading(name: str, probabilities: NDArray[Any], lang: str = "en") -> Figure:
    """Draw how probable each nationality is after each letter.

    Parameters
    ----------
    name
        T letters.
    probabilities
        (T, K).
    lang
        Language of the labels.

    Raises
    ------
    ValueError
        If there are not as many rows as letters.
    """
    if len(probabilities) != len(name):
        raise ValueError(f"probabilities: expected {len(name)} rows, got {len(probabilities)}")
    figure = Figure(figsize=(7, 3.5), layout="constrained")
    axes = figure.subplots()
    texts = [[f"{100 * p:.0f}" if p > SHOWN else "" for p in row] for row in probabilities.T]
    _squares(axes, probabilities.T, texts, np.full(probabilities.T.shape, PALETTE["gru"], object))
    axes.set_xticks(range(len(name)), list(name), fontsize=14)
    axes.set_xlabel(label("names.letter", lang), labelpad=8)
    _name_rows(axes, lang)
    return figure


@styled
def confusion_matrix(counted: NDArray[Any], lang: str = "en") -> Figure:
    """Draw how often each nationality is taken for each: rows the truth, columns the answer.

    Which is which, the caption has to say.
    """
    figure = Figure(figsize=(7, 5.6), layout="constrained")
    axes = figure.subplots()
    shares = counted / counted.sum(axis=1, keepdims=True)
    colors = np.full(counted.shape, PALETTE["positive"], object)
    np.fill_diagonal(colors, PALETTE["gru"])
    texts = [[str(count) if count else "" for count in row] for row in counted]
    _squares(axes, shares, texts, colors)
    places = range(len(counted))
    axes.set_xticks(places, nationalities(lang), rotation=40, ha="right", rotation_mode="anchor")
    _name_rows(axes, lang)
    return figure


def _name_rows(axes: Axes, lang: str) -> None:
    axes.set_yticks(range(len(NATIONALITIES)), nationalities(lang), ha="left")
    axes.tick_params(axis="y", pad=ROOM)


def list_table(lang: str = "en") -> Table:
    """Return how many names of each kind each nationality has."""
    rows = [
        [label(f"names.{nationality}", lang), kinds["given"], kinds["family"]]
        for nationality, kinds in counts().items()
    ]
    header = [label(f"names.{key}", lang) for key in ("nationality", "given", "family")]
    return Table(header, rows, ["", "d", "d"], lang)


def score_table(accuracies: Mapping[str, float | Sequence[float]], lang: str = "en") -> Table:
    """Return a row a classifier: its accuracy, or *median (lowest … highest)* of several.

    Parameters
    ----------
    accuracies
        Of each classifier, by the name of its label.
    lang
        Language of the labels.
    """

    def shown(found: float | Sequence[float]) -> str:
        if isinstance(found, float):
            return percent(found, lang, 1)
        low, middle, high = (percent(f(found), lang, 1) for f in (np.min, np.median, np.max))
        return f"{middle} ({low} … {high})"

    rows = [[label(f"names.{key}", lang), shown(found)] for key, found in accuracies.items()]
    return Table([label("names.classifier", lang), label("names.accuracy", lang)], rows, (), lang)


def _squares(
    axes: Axes, shares: NDArray[Any], texts: Sequence[Sequence[str]], colors: NDArray[Any]
) -> None:
    """Fill a grid: each square the stronger the larger its share, with a text in it."""
    rows, columns = shares.shape
    for (i, j), share in np.ndenumerate(shares):
        alpha = 0.75 * float(share)
        axes.add_patch(
            Rectangle((j - 0.48, i - 0.48), 0.96, 0.96, color=colors[i, j], alpha=alpha, lw=0)
        )
        if texts[i][j]:
            axes.text(j, i, texts[i][j], ha="center", va="center")
    axes.set(xlim=(-0.55, columns - 0.45), ylim=(rows - 0.45, -0.55))
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
