"""What a student can start and check: where each one's files go, and which check judges them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final


@dataclass(frozen=True)
class OnPage:
    """How an assignment is done in a browser, on its page.

    Attributes
    ----------
    terminal
        Items that only a terminal can judge, by the keys of their titles in `messages/`.
    left
        Runs of its probe that are left to a terminal, since they train for too long: each the
        options that such a run has, among others.
    """

    terminal: tuple[str, ...] = ()
    left: tuple[Mapping[str, object], ...] = ()

    def leaves(self, options: Mapping[str, object]) -> bool:
        """Whether a run with these options is left to a terminal."""
        return any(each.items() <= options.items() for each in self.left)


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
    on_page
        How it is done on its page; `None` for one that is done in a terminal only.
    """

    name: str
    folder: Path
    table: str
    seeded: bool = False
    on_page: OnPage | None = None

    @property
    def checks(self) -> ModuleType:
        """The module whose ``check(folder, lang)`` returns the checklist, imported when needed."""
        return import_module(f"course.student.checks.{self.table}")


# A browser's Python trains several times as slowly as a terminal's, which takes most of a minute.
TRAINED: Final = OnPage(left=({"part": "train"},))

ASSIGNMENTS: Final = {
    each.name: each
    for each in (
        Assignment("lab-00", Path("experiments/14-tokenized-corpus"), "corpus", on_page=OnPage()),
        Assignment("lab-01", Path("experiments/14-ngram-baseline"), "ngrams", on_page=OnPage()),
        Assignment("lab-02", Path("experiments/14-conjugation-completion"), "forward", True),
        Assignment("lab-03", Path("experiments/14-vanishing-grad"), "vanishing", True),
        Assignment("train-step", Path("exercises/train-step"), "train_step", on_page=OnPage()),
        Assignment("rnn-class", Path("exercises/rnn-class"), "rnn_class", on_page=OnPage()),
        Assignment("adding", Path("exercises/adding"), "adding", on_page=TRAINED),
        Assignment("names", Path("exercises/names"), "names", on_page=TRAINED),
        Assignment("dates", Path("exercises/dates"), "dates", on_page=TRAINED),
        Assignment("states", Path("exercises/states"), "states"),
        Assignment("character-model", Path("exercises/character-model"), "character_model"),
        Assignment("lstm", Path("exercises/lstm"), "lstm"),
    )
}
