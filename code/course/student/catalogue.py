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
    """

    name: str
    folder: Path

    @property
    def checks(self) -> ModuleType:
        """The module whose ``check(folder, lang)`` returns the checklist, imported when needed."""
        return import_module(f"course.student.checks.{self.table}")

    @property
    def table(self) -> str:
        """The name of its texts in `messages/`."""
        return self.name.replace("-", "_")


ASSIGNMENTS: Final = {
    each.name: each
    for each in (
        Assignment("lab-00", Path("experiments/14-tokenized-corpus")),
        Assignment("lab-01", Path("experiments/14-ngram-baseline")),
        Assignment("lab-02", Path("experiments/14-conjugation-completion")),
        Assignment("lab-03", Path("experiments/14-vanishing-grad")),
        Assignment("train-step", Path("exercises/train-step")),
    )
}
