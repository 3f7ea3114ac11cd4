"""What a student can start and check: where each one's files go, and which check judges them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final

from course.student.checks import lab_00, lab_01, lab_02, lab_03, train_step


@dataclass(frozen=True)
class Assignment:
    """A lab or an exercise.

    Attributes
    ----------
    name
        As it is called on the command line.
    folder
        Where its files go unless the student says otherwise, from the current folder.
    checks
        The module whose ``check(folder, lang)`` returns the checklist.
    """

    name: str
    folder: Path
    checks: ModuleType

    @property
    def table(self) -> str:
        """The name of its texts in `messages/`."""
        return self.name.replace("-", "_")


ASSIGNMENTS: Final = {
    each.name: each
    for each in (
        Assignment("lab-00", Path("experiments/14-tokenized-corpus"), lab_00),
        Assignment("lab-01", Path("experiments/14-ngram-baseline"), lab_01),
        Assignment("lab-02", Path("experiments/14-conjugation-completion"), lab_02),
        Assignment("lab-03", Path("experiments/14-vanishing-grad"), lab_03),
        Assignment("train-step", Path("exercises/train-step"), train_step),
    )
}
