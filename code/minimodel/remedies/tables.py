"""The measurements of the page on remedies as tables, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from minimodel.remedies.reach import orders_lost
from minimodel.remedies.trained import DESCENTS, Run
from minimodel.texts.labels import label, localized_number, number
from minimodel.texts.powers import readable
from minimodel.texts.table import Table


def median_and_range(values: Iterable[float], lang: str = "en", digits: int = 3) -> str:
    """Write several numbers as their median and, in brackets, the smallest and the largest."""
    ordered = sorted(values)
    low, high = (number(value, lang, digits) for value in (ordered[0], ordered[-1]))
    return f"{number(float(np.median(ordered)), lang, digits)} ({low} … {high})"


def losses_text(runs: Sequence[Run], lang: str = "en", digits: int = 3) -> str:
    """Write the final losses of runs as median and range, and how many overflowed."""
    finished = [run.final_loss for run in runs if not run.overflowed]
    failed = len(runs) - len(finished)
    parts = [median_and_range(finished, lang, digits)] if len(finished) > 1 else []
    if len(finished) == 1:
        parts = [number(finished[0], lang, digits)]
    if failed:
        parts.append(label("chapter_remedies.overflows", lang, count=failed))
    return "; ".join(parts)


def descent_table(runs: Mapping[tuple[str, bool], Sequence[Run]], lang: str = "en") -> Table:
    """Return the outcome of `descend_all`: a row for each network and optimizer, clipped or not."""
    rows = [
        [
            label(
                f"chapter_remedies.descent_{name}",
                lang,
                rate=localized_number(f"{DESCENTS[name][2]:g}", lang),
            ),
            label(f"chapter_remedies.{'yes' if clipped else 'no'}", lang),
            readable(max(run.largest_norm for run in each), lang, 0),
            losses_text(each, lang, 2),
        ]
        for (name, clipped), each in runs.items()
    ]
    header = ("start", "clipped", "largest_norm", "loss_range")
    return Table([label(f"chapter_remedies.{name}", lang) for name in header], rows, lang=lang)


def comparison_table(
    gradients: Mapping[str, NDArray[np.float64]],
    runs: Mapping[str, Sequence[Run]],
    lang: str = "en",
) -> Table:
    """Return orders lost before training, largest norm in training and final loss, by network."""
    rows = [
        [
            label(f"chapter_remedies.{name}", lang),
            median_and_range(orders_lost(gradients[name]), lang, 1),
            number(max(run.largest_norm for run in each), lang, 0),
            losses_text(each, lang),
        ]
        for name, each in runs.items()
    ]
    header = [
        label("chapter_remedies.network", lang),
        label("vanishing.orders_lost", lang),
        label("chapter_remedies.largest_norm", lang),
        label("chapter_remedies.loss_range", lang),
    ]
    return Table(header, rows, lang=lang)


def task_table(runs: Mapping[tuple[str, str], Sequence[Run]], lang: str = "en") -> Table:
    """Return the final losses of runs by network and task."""
    rows = [
        [
            label(f"chapter_remedies.{remedy}", lang),
            label(f"chapter_remedies.task_{task}", lang),
            losses_text(each, lang, 4),
        ]
        for (remedy, task), each in runs.items()
    ]
    header = ("network", "task", "loss_range")
    return Table([label(f"chapter_remedies.{name}", lang) for name in header], rows, lang=lang)


def path_table(sizes: Mapping[str, Mapping[str, float]], lang: str = "en") -> Table:
    """Return the sizes of the LSTM's paths, a row for each path and a column for each network.

    Parameters
    ----------
    sizes
        `minimodel.remedies.paths.path_sizes` by network: ``half``, ``keeping``, ``trained``.
    lang
        Language of the table.
    """
    paths = next(iter(sizes.values()))
    rows = [
        [label(f"chapter_remedies.path_{path}", lang), *(each[path] for each in sizes.values())]
        for path in paths
    ]
    header = [label(f"chapter_remedies.{name}", lang) for name in ("path", *sizes)]
    return Table(header, rows, ["", *([".3f"] * len(sizes))], lang)
