"""What the character model wrote, as tables: over the epochs, and by temperature."""

from __future__ import annotations

from minimodel.tasks.character_model import CharacterRun, divided
from minimodel.tasks.copying import longest_copy
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
