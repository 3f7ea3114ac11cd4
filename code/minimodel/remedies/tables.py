"""The measurements of the page on remedies as tables, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from minimodel.remedies.reach import orders_lost
from minimodel.remedies.trained import DESCENT_SEEDS, SEEDS, Run
from minimodel.texts.labels import label
from minimodel.texts.powers import readable
from minimodel.texts.table import Table


def descent_table(runs: Mapping[tuple[str, bool], Sequence[Run]], lang: str = "en") -> Table:
    """Return the final loss of every run of `descend_all`, one row a start, clipped or not."""

    def outcome(run: Run) -> str:
        if run.overflowed:
            return label("chapter_remedies.overflow", lang)
        return readable(run.final_loss, lang, 2)

    rows = []
    for (remedy, clipped), each in runs.items():
        start = "uniform_start" if remedy == "plain" else "orthogonal_start"
        answer = label(f"chapter_remedies.{'yes' if clipped else 'no'}", lang)
        rows.append([label(f"chapter_remedies.{start}", lang), answer, *map(outcome, each)])
    seeds = [label("chapter_remedies.seed", lang, seed=seed) for seed in DESCENT_SEEDS]
    header = [label(f"chapter_remedies.{name}", lang) for name in ("start", "clipped")]
    return Table([*header, *seeds], rows, lang=lang)


def comparison_table(
    gradients: Mapping[str, NDArray[np.float64]],
    runs: Mapping[str, Sequence[Run]],
    lang: str = "en",
) -> Table:
    """Return orders lost before training, largest norm in training and final loss, by network."""
    rows = [
        [
            label(f"chapter_remedies.{name}", lang),
            orders_lost(gradients[name]),
            max(run.largest_norm for run in each),
            *(run.final_loss for run in each),
        ]
        for name, each in runs.items()
    ]
    losses = [label("chapter_remedies.loss_seed", lang, seed=seed) for seed in SEEDS]
    header = [
        label("chapter_remedies.network", lang),
        label("vanishing.orders_lost", lang),
        label("chapter_remedies.largest_norm", lang),
        *losses,
    ]
    return Table(header, rows, ["", ".1f", ".0f", *([".3f"] * len(losses))], lang)
