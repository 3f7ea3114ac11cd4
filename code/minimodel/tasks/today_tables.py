"""The recurrence today in numbers: what a scan costs, and what each recurrence gets right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from minimodel.nn.scan import doubling_scan, pairing_scan, step_by_step
from minimodel.tasks.recurrences import RECURRENCES, MemoryRun, TextRun
from minimodel.texts.labels import label, number, percent
from minimodel.texts.table import Table


def scan_costs(steps: int, lang: str = "en") -> Table:
    """Return for each way how many operations wait for one another, and how many there are."""
    a = b = np.ones((steps, 1))
    rows = [
        [label(f"chapter_today.{name}_way", lang), scan.rounds, scan.products]
        for name, scan in (
            ("stepwise", step_by_step(a, b)),
            ("doubling", doubling_scan(a, b)),
            ("pairing", pairing_scan(a, b)),
        )
    ]
    header = [label(f"chapter_today.{key}", lang) for key in ("way", "rounds", "products")]
    return Table(header, rows, ("", ",d", ",d"), lang)


def by_model(
    runs: Sequence[Any], value: Callable[[Any], float]
) -> dict[str, tuple[float, float, float]]:
    """Return the median, the least and the greatest value of each model's seeds."""
    values: dict[str, list[float]] = {}
    for run in runs:
        values.setdefault(run.model, []).append(value(run))
    return {model: (float(np.median(each)), min(each), max(each)) for model, each in values.items()}


def average(run: MemoryRun) -> float:
    """Return the share of right answers over all steps that were asked."""
    return float(np.mean(run.right))


def _spread(written: Callable[[float], str], values: tuple[float, float, float]) -> str:
    middle, low, high = map(written, values)
    return f"{middle} ({low}–{high})"


def delayed_table(runs: Sequence[MemoryRun], lang: str = "en") -> Table:
    """Return the size of each recurrence and how often it names the letter of `DELAY` steps ago."""
    parameters = {run.model: run.parameters for run in runs}
    rows = [
        [
            label(f"chapter_today.{model}", lang),
            parameters[model],
            RECURRENCES[model].d_hidden * (2 if model == "lstm" else 1),
            _spread(lambda share: percent(share, lang), values),
        ]
        for model, values in by_model(runs, average).items()
    ]
    header = [label(f"chapter_today.{key}", lang) for key in ("recurrence", "parameters", "state")]
    header.append(_over_seeds("delayed_right", lang))
    return Table(header, rows, ("", ",d", ",d", ""), lang)


def text_table(runs: Sequence[TextRun], lang: str = "en") -> Table:
    """Return the lowest loss of each recurrence on the text held out."""
    parameters = {run.model: run.parameters for run in runs}
    rows = [
        [
            label(f"chapter_today.{model}", lang),
            parameters[model],
            _spread(lambda loss: number(loss, lang), values),
        ]
        for model, values in by_model(runs, lambda run: run.best).items()
    ]
    header = [label(f"chapter_today.{key}", lang) for key in ("recurrence", "parameters")]
    return Table([*header, _over_seeds("held_out", lang)], rows, ("", ",d", ""), lang)


def _over_seeds(key: str, lang: str) -> str:
    return label("chapter_today.median_range", lang, name=label(f"chapter_today.{key}", lang))
