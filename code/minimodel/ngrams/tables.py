"""The n-gram lab's tables, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from minimodel.ngrams.comparison import PositionScore, Score, fitted
from minimodel.ngrams.figures import NAMES
from minimodel.texts.labels import label, localized_number, number, percent
from minimodel.texts.table import Table


def score_table(scores: Sequence[Score], rnn: float, lang: str = "en") -> Table:
    """Set perplexities on both sides of the split beside each other, and the network's last.

    Parameters
    ----------
    scores
        As `comparison.scores` returns them.
    rnn
        Held-out perplexity of the trained network.
    lang
        Language of the labels and numbers.
    """
    rows = [
        [
            _name(score.n, lang),
            localized_number(f"{score.k:g}", lang),
            number(score.training, lang, digits=1),
            number(score.held_out, lang, digits=1),
            percent(score.unseen_contexts, lang),
        ]
        for score in scores
    ]
    rows.append([label("ngrams.rnn", lang), "", "", number(rnn, lang, digits=1), ""])
    header = ("model", "k", "training", "held_out", "unseen")
    return Table([label(f"ngrams.{key}", lang) for key in header], rows, lang=lang)


def context_table(orders: Sequence[int] = (1, 2, 3), lang: str = "en") -> Table:
    """Say over how many contexts each order spreads the same tokens.

    Parameters
    ----------
    orders
        Orders of the models of the training lines.
    lang
        Language of the labels and numbers.
    """
    rows = []
    for n in orders:
        totals = fitted(n).totals
        once = sum(count == 1 for count in totals.values())
        rows.append([_name(n, lang), len(totals), totals.total() / len(totals), once])
    header = [label(f"ngrams.{key}", lang) for key in ("model", "contexts", "each", "once")]
    return Table(header, rows, formats=["", "d", ".1f", "d"], lang=lang)


def place_table(
    by_model: Mapping[str, Sequence[PositionScore]], tokens: Sequence[str], lang: str = "en"
) -> Table:
    """Set each model's accuracy side by side, one row a place of the line.

    Parameters
    ----------
    by_model
        As `comparison.scores_by_position` returns them, by ``"unigram"``, ``"bigram"``,
        ``"trigram"`` or ``"rnn"``.
    tokens
        A line's tokens without ``<bos>``, to name the places.
    lang
        Language of the labels and numbers.
    """
    columns = [[percent(place.accuracy, lang) for place in places] for places in by_model.values()]
    header = [
        "t",
        label("ngrams.as_in", lang),
        *(label(f"ngrams.{name}", lang) for name in by_model),
    ]
    rows = [
        [str(t), token, *shares]
        for t, (token, *shares) in enumerate(zip(tokens, *columns, strict=True), start=1)
    ]
    return Table(header, rows, lang=lang)


def _name(n: int, lang: str) -> str:
    return label(f"ngrams.{NAMES[n]}" if n in NAMES else "ngrams.longer", lang, n=n)
