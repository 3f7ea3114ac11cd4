"""What a student can start and check: where each one's files go, and which check judges them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    printed
        Programs whose output the lab keeps, and the file that it goes to there.
    trains
        Whether a check trains a network, and so takes its time.
    """

    terminal: tuple[str, ...] = ()
    printed: Mapping[str, str] = field(default_factory=dict)
    trains: bool = False


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


TRAINS: Final = OnPage(trains=True)

ASSIGNMENTS: Final = {
    each.name: each
    for each in (
        Assignment("lab-00", Path("experiments/14-tokenized-corpus"), "corpus", on_page=OnPage()),
        Assignment("lab-01", Path("experiments/14-ngram-baseline"), "ngrams", on_page=OnPage()),
        Assignment(
            "lab-02",
            Path("experiments/14-conjugation-completion"),
            "forward",
            True,
            OnPage(terminal=("documents.figure",), printed={"walkthrough.py": "walkthrough.txt"}),
        ),
        Assignment(
            "lab-03",
            Path("experiments/14-vanishing-grad"),
            "vanishing",
            True,
            OnPage(terminal=("vanishing.figure",)),
        ),
        Assignment("train-step", Path("exercises/train-step"), "train_step", on_page=OnPage()),
        Assignment("rnn-class", Path("exercises/rnn-class"), "rnn_class", on_page=OnPage()),
        Assignment("adding", Path("exercises/adding"), "adding", on_page=TRAINS),
        Assignment("names", Path("exercises/names"), "names", on_page=TRAINS),
        Assignment("dates", Path("exercises/dates"), "dates", on_page=TRAINS),
        Assignment("states", Path("exercises/states"), "states", on_page=TRAINS),
        Assignment(
            "character-model",
            Path("exercises/character-model"),
            "character_model",
            on_page=TRAINS,
        ),
        Assignment("lstm", Path("exercises/lstm"), "lstm", on_page=OnPage()),
    )
}
