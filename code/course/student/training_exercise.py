"""What exercises with a training share: functions are judged first, and then what they learn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, wraps
from pathlib import Path
from typing import Any

from course.student import isolation
from course.student.checklist import Item
from course.student.outcomes import Limits, Outcome
from course.student.texts import Say, text

Judge = Callable[[str, Outcome, Say], Item]  # a title, what was run, and the texts in a language


def item(title: str, *steps: str) -> Callable[[Judge], Callable[[Outcome, str], Item]]:
    """Let a function judge only what is there: a failure of one of `steps` is told instead.

    Parameters
    ----------
    title
        The key of the item's title, as in `texts.text`.
    steps
        Of the probe: what the judge reads.
    """

    def asked(judge: Judge) -> Callable[[Outcome, str], Item]:
        @wraps(judge)
        def judged(outcome: Outcome, lang: str) -> Item:
            if failure := outcome.failure(*steps):
                return Item(text(title, lang), False, found=failure.told(lang))
            return judge(text(title, lang), outcome, partial(text, lang=lang))

        return judged

    return asked


@dataclass(frozen=True)
class TrainingExercise:
    """One check of a student's answer to such an exercise.

    Attributes
    ----------
    name
        Of its probe, and of its file in `messages/`, which has a ``runs`` and a ``blocked``.
    file, folder
        The student's file, and where it is.
    lang
        A code of `minimodel.texts.languages`.
    solutions
        Modules of the course that the student's file must not import.
    functions, training
        What the process of each part may use.
    """

    name: str
    file: str
    folder: Path
    lang: str
    solutions: Sequence[str]
    functions: Limits
    training: Limits

    def checklist(
        self,
        functions: Callable[[Outcome, str], list[Item]],
        titles: Iterable[str],
        needs: Sequence[str],
        trained: Callable[[], list[Item]],
        unfit: Callable[[Outcome], str] = lambda _: "",
    ) -> list[Item]:
        """Return the items on the functions, and on the training if all of them passed.

        Parameters
        ----------
        functions
            Judges the functions; called with what was run, and the language.
        titles
            Of the items on the training.
        needs
            The functions that only the training calls; that one is missing is told once the others
            are right.
        trained
            Trains, with `train` or `train_each`, and judges it: an item for each title.
        unfit
            Says why there can be no training, whatever the functions do.
        """
        outcome = isolation.run(
            *(self.name, self.folder),
            solutions=self.solutions,
            limits=self.functions,
            part="functions",
        )
        if broken := outcome.failure(self.file):
            title = text(f"{self.name}.runs", self.lang)
            return [Item(title, False, found=broken.told(self.lang))]
        items = functions(outcome, self.lang)
        found = unfit(outcome)
        if not found and not all(item.passed for item in items):
            found = text(f"{self.name}.blocked", self.lang)
        if not found and (missing := outcome.failure(*needs)):
            found = missing.told(self.lang)
        if not found:
            return [*items, *trained()]
        return [*items, *(Item(title, False, found=found) for title in titles)]

    def train(self) -> Outcome:
        """Run the one training."""
        return isolation.run(
            *(self.name, self.folder), solutions=self.solutions, limits=self.training, part="train"
        )

    def train_each(self, options: Mapping[str, Mapping[str, Any]]) -> dict[str, Outcome]:
        """Run several trainings, each with limits of its own, by names of yours."""
        parts = {name: {"part": "train", **each} for name, each in options.items()}
        return isolation.run_each(
            *(self.name, self.folder), parts, solutions=self.solutions, limits=self.training
        )
