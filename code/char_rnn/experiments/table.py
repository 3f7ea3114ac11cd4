"""The outcomes of the experiments as a table."""

from __future__ import annotations

from collections.abc import Mapping

from minimodel.texts.labels import label
from minimodel.texts.table import Code, Table

from char_rnn.experiments.outcome import Outcome
from char_rnn.experiments.times import measured_times
from char_rnn.experiments.variations import DEFAULT, command_of


def row_name(name: str, lang: str) -> str:
    """Return the flag that a row changes, or the word for the row that changes none."""
    command = command_of(name)
    return Code(command) if command else label(f"char_rnn_experiments.{DEFAULT}", lang)


def results_table(outcomes: Mapping[str, Outcome], lang: str = "en") -> Table:
    """Return losses, words and the recurrence of each row."""
    keys = ("row", "train_loss", "train_above", "fresh_loss", "above", "words")
    header = [label(f"char_rnn_experiments.{key}", lang) for key in keys]
    rows = [
        (
            row_name(name, lang),
            found.train_loss,
            found.train_above_floor,
            found.fresh_loss,
            found.above_floor,
            100 * found.hit_rate,
        )
        for name, found in outcomes.items()
    ]
    return Table(header, rows, ["", ".3f", ".3f", ".3f", ".3f", ".0f"], lang)


def recurrence_table(outcomes: Mapping[str, Outcome], lang: str = "en") -> Table:
    """Return the spectral radius and the gradients of each row."""
    keys = ("row", "radius_start", "radius_end", "gradient_first", "gradient_last", "clipped")
    header = [label(f"char_rnn_experiments.{key}", lang) for key in keys]
    rows = [
        (
            row_name(name, lang),
            found.start_radius,
            found.spectral_radius,
            found.gradient[0],
            found.gradient[-1],
            100 * found.clipped,
        )
        for name, found in outcomes.items()
    ]
    return Table(header, rows, ["", ".2f", ".2f", ".2f", ".2f", ".0f"], lang)


def work_table(outcomes: Mapping[str, Outcome], lang: str = "en") -> Table:
    """Return each row's time and work, relative to the default's, and what it trains."""
    keys = ("row", "time", "work", "characters", "parameters")
    header = [label(f"char_rnn_experiments.{key}", lang) for key in keys]
    default, times = outcomes[DEFAULT], measured_times()
    rows = [
        (
            row_name(name, lang),
            times.relative(name),
            found.multiplications / default.multiplications,
            found.characters / default.characters,
            found.parameters,
        )
        for name, found in outcomes.items()
    ]
    return Table(header, rows, ["", ".2f", ".2f", ".2f", ",d"], lang)
