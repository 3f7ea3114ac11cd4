"""Figures of the corpus lab: how often each token occurs."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter

from minimodel.corpus.conjugation import ENGLISH_PERSONS, SPANISH_PERSONS
from minimodel.corpus.vocabulary import SPECIAL_TOKENS
from minimodel.drawing.style import PALETTE, styled
from minimodel.texts.labels import label, localized_number


@styled
def token_counts(counts: Mapping[str, int], lang: str = "en") -> Figure:
    """Draw how often each token occurs, against its rank, both on logarithmic scales.

    Tokens that occur equally often share one stroke, from the rank of the first to that of the
    last; one of them is named where there is room.

    Parameters
    ----------
    counts
        Occurrences of each token, as in ``Vocabulary.counts``.
    lang
        Language of the labels.
    """
    figure = Figure(figsize=(7, 4.8), layout="constrained")
    axes = figure.add_subplot()
    function_words = {*SPECIAL_TOKENS, ",", *ENGLISH_PERSONS, *SPANISH_PERSONS}
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    legend = {True: label("corpus.function", lang), False: label("corpus.forms", lang)}
    first, named = 1, 0
    for count, group in groupby(ranked, key=lambda item: item[1]):
        tokens = [token for token, _ in group]
        last = first + len(tokens) - 1
        function = all(token in function_words for token in tokens)
        axes.plot(
            (first, 1.01 * last),  # a stroke of no length at all would not be drawn
            (count, count),
            color=PALETTE["positive" if function else "negative"],
            linewidth=8,
            solid_capstyle="round",
            label=legend.pop(function, None),
        )
        if first >= 1.9 * named:
            named = first
            # Below and to the left, where no other stroke can be: the counts only fall.
            axes.annotate(
                tokens[0],
                ((first * last) ** 0.5, count),
                (0, -8),
                textcoords="offset points",
                ha="center" if first == 1 else "right",
                va="top",
                fontsize=11,
            )
        first = last + 1
    axes.set(xscale="log", yscale="log", xlim=(0.8, 1.2 * len(ranked)))
    axes.margins(y=0.1)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(
            FuncFormatter(lambda value, _: localized_number(f"{value:,g}", lang))
        )
        axis.set_minor_formatter(NullFormatter())
    axes.grid(axis="y")
    axes.set_xlabel(label("corpus.rank", lang))
    axes.set_ylabel(label("corpus.count", lang))
    axes.legend(loc="lower left")
    return figure
