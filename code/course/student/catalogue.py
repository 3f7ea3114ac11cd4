"""What a student can start and check: where each one's files go, and which check judges them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final


@dataclass(frozen=True)
class Assignment:
    """A lab or an exercise.

    Attributes
    ----------
    name
        As it is called on the command line.
    folder
        Where its files go unless the student says otherwise, from the current folder.
    table
        The name of its check in `checks/` and of its texts in `messages/`: the page's name.
    seeded
        Whether a student can have a seed of his own, which the check reads in the manifest.
    """

    name: str
    folder: Path
    table: str
    seeded: bool = False

    @property
    def checks(self) -> ModuleType:
        """The module whose ``check(folder, lang)`` returns the checklist, imported when needed."""
        return import_module(f"course.student.checks.{self.table}")


ASSIGNMENTS: Final = {
    each.name: each
    for each in (
        Assignment("lab-00", Path("experiments/14-tokenized-corpus"), "corpus"),
        Assignment("lab-01", Path("experiments/14-ngram-baseline"), "ngrams"),
        Assignment("lab-02", Path("experiments/14-conjugation-completion"), "forward", True),
        Assignment("lab-03", Path("experiments/14-vanishing-grad"), "vanishing", True),
        Assignment("train-step", Path("exercises/train-step"), "train_step"),
        Assignment("rnn-class", Path("exercises/rnn-class"), "rnn_class"),
        Assignment("adding", Path("exercises/adding"), "adding"),
        Assignment("names", Path("exercises/names"), "names"),
        Assignment("dates", Path("exercises/dates"), "dates"),
        Assignment("states", Path("exercises/states"), "states"),
        Assignment("character-model", Path("exercises/character-model"), "character_model"),
        Assignment("lstm", Path("exercises/lstm"), "lstm"),
    )
}
