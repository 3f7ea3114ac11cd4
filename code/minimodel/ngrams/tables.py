"""The n-gram lab's tables, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from minimodel.figures.labels import label, localized_number, number, percent
from minimodel.figures.ngrams import NAMES
from minimodel.ngrams.comparison import Score
from minimodel.table import Table


def score_table(scores: Sequence[Score], rnn: float, lang: str = "en") -> Table:
    """Set perplexities on both sides of the split beside each other, and the network's last.

    Parameters
    ----------
    scores
        As `comparison.scores` returns them, of orders 1 to 3.
    rnn
        Held-out perplexity of the trained network.
    lang
        Language of the labels and numbers.
    """
    rows = [
        [
            label(f"ngrams.{NAMES[score.n]}", lang),
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
