"""What two layers, dropout and one layer know of a text by heart, and of a text not shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from minimodel.tasks.character_model import Curves
from minimodel.tasks.decoding_tables import spread
from minimodel.texts.labels import label
from minimodel.texts.table import Table


def depth_table(runs: Mapping[str, Sequence[Curves]], lang: str = "en") -> Table:
    """Return a row for each kind of network: its losses as medians and ranges of its seeds.

    Parameters
    ----------
    runs
        By the label ``chapter_deep.name``.
    lang
        Language of the labels.
    """
    columns = ("network", "learned_end", "held_out_end", "held_out_lowest")
    rows = [
        (
            label(f"chapter_deep.{name}", lang),
            spread((run.learned_losses[-1] for run in several), lang, 2, shares=False),
            spread((run.held_out_losses[-1] for run in several), lang, 1, shares=False),
            spread((min(run.held_out_losses) for run in several), lang, 2, shares=False),
        )
        for name, several in runs.items()
    ]
    return Table([label(f"chapter_deep.{name}", lang) for name in columns], rows)
