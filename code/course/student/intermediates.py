"""A student's intermediates, by name over several cases: the first wrong one told and explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from course.student.compare import Comparison, compare, first_wrong_row, room
from course.student.failures import Failure
from course.student.outcomes import Outcome
from course.student.texts import text

Array = NDArray[Any]
Arguments = dict[str, Any]
Results = Mapping[str, Array]

SAME: Final = 1e-9  # of the largest entry: how near a mistake's results must be to the student's
UNFINISHED: Final = ("open", "unfinished")  # kinds of failure that are no mistake


@dataclass(frozen=True)
class Task:
    """An exercise whose results have names.

    Attributes
    ----------
    table
        Its texts in `messages/`; a case and a mistake have a text under their name.
    cases
        What makes the arguments of each case. Of the first every intermediate is listed.
    names
        The intermediates, in the order in which they are computed.
    reference
        What is right for given arguments, by name.
    mistakes, compute
        The usual mistakes, and what each of them computes for given arguments.
    answer
        The result that alone is enough; where there is none, every name must be returned.
    steps
        The names that have a row for each time step.
    forward, backward
        Those of them that are computed together, from the first step to the last and back.
    time_axis
        Which of their axes is time.
    case_mistakes
        What fails in a case that is special in one way only, where nothing else explains it.
    counting
        For arguments and a name, the entries that count; the others may hold anything.
    """

    table: str
    cases: Mapping[str, Callable[[], Arguments]]
    names: tuple[str, ...]
    reference: Callable[[Arguments], Results]
    mistakes: tuple[str, ...]
    compute: Callable[[str, Arguments], Results]
    answer: str = ""
    steps: tuple[str, ...] = ()
    forward: tuple[str, ...] = ()
    backward: tuple[str, ...] = ()
    time_axis: int = 0
    case_mistakes: Mapping[str, str] = field(default_factory=dict)
    counting: Callable[[Arguments, str], Array] | None = None

    @property
    def all_names(self) -> tuple[str, ...]:
        """The names of everything that is compared."""
        return (*self.names, self.answer) if self.answer else self.names


class Case:
    """One case, and the first thing that is wrong with the student's results.

    Parameters
    ----------
    task, name
        The exercise, and which of its cases.
    outcome
        What the student's code gave.
    lang
        The language of what is said.
    suspect
        The mistake that a case before this one was told.
    sound
        Whether the ordinary case passed: only then can what is special about another case be
        why it fails.
    """

    def __init__(
        self,
        task: Task,
        name: str,
        outcome: Outcome,
        lang: str,
        suspect: str = "",
        sound: bool = False,
    ) -> None:
        self.task = task
        self.name = name
        self.lang = lang
        self.sound = sound
        self.given = self.arguments(outcome)
        self.theirs = self._counted(task.reference(self.given))
        self.failure = outcome.failure(name)
        prefix = f"{name}/"
        returned = {
            key.removeprefix(prefix): value
            for key, value in outcome.arrays.items()
            if key.startswith(prefix)
        }
        self.unknown = sorted(
            {*returned, *outcome.values.get(f"{name}/strange", [])} - set(self.theirs)
        )
        self.columns = [
            key
            for key in self.theirs
            if key in returned and _is_column(returned[key], self.theirs[key])
        ]
        for key in self.columns:
            returned[key] = returned[key].ravel()
        self.mine = self._counted(returned)
        self.compared = self.compare_all()
        self.first: dict[str, Comparison] = {}  # of arrays with a row a step: the first wrong row
        self.wrong = self._first_wrong()
        missing = [key for key in task.names if key not in returned]
        if not self.wrong and not self.failure:
            if outcome.values.get(f"{name}/open"):
                self.failure = Failure("open")
            elif missing and not task.answer:
                self.failure = Failure("unfinished", values={"names": ", ".join(missing)})
        self.mistake = self._mistake(suspect)

    def arguments(self, outcome: Outcome) -> Arguments:
        """Return what the student's code was called with."""
        return self.task.cases[self.name]()

    def say(self, key: str, **values: object) -> str:
        """Return a text of the exercise's own."""
        return text(f"{self.task.table}.{key}", self.lang, **values)

    def tell(self, key: str, **values: object) -> str:
        """Return a text that all such exercises share."""
        return text(f"intermediates.{key}", self.lang, **values)

    def compare_all(self) -> dict[str, Comparison]:
        """Compare whatever was returned."""
        return {
            key: compare(self.mine[key], self.theirs[key], room(self.mine.values()))
            for key in self.task.all_names
            if key in self.mine
        }

    def _counted(self, results: Results) -> dict[str, Array]:
        """Return results with zeros where it does not matter what stands there."""
        if self.task.counting is None:
            return dict(results)
        counted = {}
        for key, value in results.items():
            counts = self.task.counting(self.given, key)
            matters = counts.ndim and value.shape[: counts.ndim] == counts.shape
            counted[key] = np.where(_stretched(counts, value), value, 0) if matters else value
        return counted

    def _first_wrong(self) -> str:
        """Name the first intermediate that is wrong, and keep where it first is.

        Those that are computed together go on step by step: what is wrong at the earliest step,
        going back at the latest, was wrong first.
        """
        task = self.task
        wrong = [key for key, found in self.compared.items() if not found.agrees]
        rows = {}
        for key in wrong:
            if key in task.steps and self.compared[key].verdict != "shape":
                found = first_wrong_row(
                    self.mine[key],
                    self.theirs[key],
                    key in task.backward,
                    room(self.mine.values()),
                    axis=task.time_axis,
                )
                if found:
                    rows[key], self.first[key] = found
        if not wrong:
            return ""
        for together, earliest in ((task.forward, min), (task.backward, max)):
            if wrong[0] in together and wrong[0] in rows:
                at = earliest(rows[key] for key in together if key in rows)
                return next(key for key in together if rows.get(key) == at)
        return wrong[0]

    @property
    def open(self) -> bool:
        """Whether nothing is wrong but that something is not written yet, which is said once."""
        return self.failure is not None and self.failure.kind in UNFINISHED

    @property
    def passed(self) -> bool:
        """Whether it gave a result, all of it right."""
        return not self.failure and not self.wrong

    @property
    def only_answer(self) -> bool:
        """Whether nothing came back but the answer."""
        answer = self.task.answer
        return bool(answer) and set(self.compared) <= {answer} and not self.failure

    @property
    def reason(self) -> tuple[object, ...]:
        """What is wrong and where, without the sizes and values that are this case's."""
        if self.failure:
            return (self.failure.kind, self.failure.file, self.failure.line)
        return (self.wrong, self.mistake)

    def found(self) -> Comparison:
        """The comparison of the first wrong intermediate, in its first wrong row if it has rows."""
        return self.first.get(self.wrong, self.compared[self.wrong])

    def label(self, name: str) -> str:
        """What an intermediate, or the answer, is called in what is said."""
        return self.say("answer_name") if name == self.task.answer else name

    def _mistake(self, suspect: str) -> str:
        """Name the mistake whose results are the student's, `suspect` before the others."""
        if self.open:
            return ""  # not finished is no mistake
        if self.failure:
            return self.task.case_mistakes.get(self.name, "") if self.sound else ""
        if not self.wrong:
            return ""
        if self.found().verdict == "not_finite":
            return self.not_finite()
        if suspect in self.task.mistakes and self._likeness(suspect) > 0:
            return suspect
        best = max(self.task.mistakes, key=self._likeness)
        return best if self._likeness(best) > 0 else ""

    def not_finite(self) -> str:
        """Name the mistake that makes the first wrong result infinite or NaN."""
        return ""

    def _likeness(self, mistake: str) -> int:
        """How many of the student's arrays a mistake explains; 0 if it misses the first wrong."""
        computed = self._counted(self.task.compute(mistake, self.given))
        if not compare(self.mine[self.wrong], computed[self.wrong], SAME).agrees:
            return 0
        return sum(
            compare(mine, computed[name], SAME).agrees
            for name, mine in self.mine.items()
            if name in computed
        )


def judged(task: Task, outcome: Outcome, lang: str, kind: type[Case] = Case) -> list[Case]:
    """Judge every case of an exercise, each in the light of those before it."""
    cases: list[Case] = []
    for name in task.cases:
        suspect = next((case.mistake for case in cases if case.mistake and case.wrong), "")
        sound = bool(cases) and cases[0].passed
        cases.append(kind(task, name, outcome, lang, suspect, sound))
    return cases


def _is_column(mine: Array, theirs: Array) -> bool:
    """Whether a vector came as a matrix of one column or row."""
    return theirs.ndim == 1 and mine.shape in ((theirs.size, 1), (1, theirs.size))


def _stretched(counts: Array, like: Array) -> Array:
    return counts.reshape(counts.shape + (1,) * (like.ndim - counts.ndim))
