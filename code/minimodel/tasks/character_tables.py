"""What the character model wrote, as tables; and what it learns of brackets, when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from minimodel.tasks.brackets import LOOKS, TrainedCosts
from minimodel.tasks.character_model import CharacterRun, divided
from minimodel.tasks.copying import longest_copy
from minimodel.tasks.decoding_tables import spread
from minimodel.texts.labels import label, number
from minimodel.texts.table import Table


def on_one_line(text: str) -> str:
    """Return a text with its line ends as slashes, as verse is quoted."""
    return text.strip("\n").replace("\n", " / ")


def sample_table(run: CharacterRun, lang: str = "en") -> Table:
    """Return a row for each sample: epoch, loss, longest copied stretch, and the text."""
    columns = ("epoch", "loss", "copied", "sample")
    learn, _ = divided()
    rows = [
        (
            epoch,
            run.losses[epoch - 1],
            len(longest_copy(text, learn)),
            on_one_line(text),
        )
        for epoch, text in run.samples.items()
    ]
    header = [label(f"chapter_character.{name}_column", lang) for name in columns]
    return Table(header, rows, ("d", ".2f", "d", ""), lang)


def temperature_table(run: CharacterRun, count: int, lang: str = "en") -> Table:
    """Return the first `count` texts at each temperature side by side, the same draws in a row."""
    header = [
        label("chapter_character.temperature", lang, value=number(temperature, lang, 1))
        for temperature in run.written
    ]
    columns = [texts[:count] for texts in run.written.values()]
    return Table(header, [[on_one_line(t) for t in row] for row in zip(*columns, strict=True)])


def parts_table(
    trained: Mapping[str, Sequence[TrainedCosts]], known: float, lang: str = "en"
) -> Table:
    """Return what networks pay for when a sign opens or closes, and for which of three closes.

    Parameters
    ----------
    trained
        By model, its runs.
    known
        What who knows how the text is made pays for when.
    lang
        Language of the header.
    """

    def written(values: Sequence[float]) -> str:
        return spread(values, lang, 2, shares=False)

    rows: list[list[object]] = [
        [
            step,
            *(written([run.parts[step].when for run in runs]) for runs in trained.values()),
            *(written([run.parts[step].which for run in runs]) for runs in trained.values()),
        ]
        for step in LOOKS
    ]
    last: list[object] = [label("chapter_character.exact", lang)]
    last += [number(value, lang) for value in (known, 0.0) for _ in trained]
    header = [label("chapter_character.step_column", lang)]
    header += [
        label(f"chapter_character.{part}", lang, model=label(f"chapter_character.{name}", lang))
        for part in ("when", "which")
        for name in trained
    ]
    return Table(header, [*rows, last], lang=lang)
