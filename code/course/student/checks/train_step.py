"""The exercise train-step: each intermediate compared, the first wrong one named and explained."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from minimodel.exercises.train_step import INTERMEDIATES, training_step
from numpy.typing import NDArray

from course.student import isolation
from course.student.cases import CASES, READ
from course.student.checklist import Item
from course.student.compare import TOLERANCE, Comparison, compare, first_wrong_row, position
from course.student.failures import Failure
from course.student.probes.train_step import FILE
from course.student.texts import Say, number, text
from course.student.variants.train_step import MISTAKES, compute

SOLUTIONS: Final = ("minimodel.exercises", "course")
ANSWER: Final = "answer"
# What fails in a case that only looks different, when no computed mistake explains it.
CASE_MISTAKES: Final = {
    "float_ids": "ids_uncast",
    "read_only": "in_place",
    "strided": "needs_contiguous",
}

BACKWARD: Final = ("dh", "dpre", "dx")
IN_TIME: Final = ("x", "h", "logits", "probs", "dlogits", *BACKWARD)


def check(folder: Path, lang: str, limits: isolation.Limits | None = None) -> list[Item]:
    """Check the student's `train_step` in `folder`."""
    say = partial(text, lang=lang)
    outcome = isolation.run("train_step", folder, solutions=SOLUTIONS, limits=limits)
    cases: list[_Case] = []
    for name in CASES:
        suspect = next((case.mistake for case in cases if case.mistake and case.wrong), "")
        sound = bool(cases) and cases[0].passed
        cases.append(_Case(name, outcome, say, lang, suspect, sound))
    broken = outcome.failure(FILE) or _common_failure(cases)
    title = say("train_step.runs")
    if broken:
        return [Item(title, False, found=broken.told(lang))]
    first = Item(title, False, *cases[0].explained()) if cases[0].open else Item(title, True)
    items = [first, cases[0].as_table()]
    told: set[tuple[object, ...]] = set()
    for case in (cases[0], *cases[1:]):
        if case.name != READ:
            items.append(case.as_line(told))
        told.add(case.reason)
    return [*items, _unchanged(outcome, say)]


class _Case:
    """One call of the student's function, and the first thing that is wrong with it.

    `suspect` is the mistake that a case before this one was told; `sound`, whether the ordinary
    case passed: only then can what is special about another case be why it fails.
    """

    def __init__(
        self, name: str, outcome: isolation.Outcome, say: Say, lang: str, suspect: str, sound: bool
    ) -> None:
        self.name = name
        self.sound = sound
        self.say = say
        self.lang = lang
        self.given = CASES[name]()
        step = training_step(**self.given)
        self.theirs = {**step._asdict(), ANSWER: step.new_w_out.ravel()}
        self.failure = outcome.failure(name)
        prefix = f"{name}/"
        self.mine = {
            key.removeprefix(prefix): value
            for key, value in outcome.arrays.items()
            if key.startswith(prefix)
        }
        self.unknown = sorted(set(self.mine) - set(self.theirs))
        self.columns = [key for key in self.theirs if key in self.mine and self._is_column(key)]
        for key in self.columns:
            self.mine[key] = self.mine[key].ravel()
        self.compared: dict[str, Comparison] = {
            key: compare(self.mine[key], self.theirs[key])
            for key in (*INTERMEDIATES, ANSWER)
            if key in self.mine
        }
        if name == "no_learning":  # its gradients are those of the first case
            self.compared = {
                key: compare(self.mine[key], self.theirs[key], _room(self.mine[key]))
                for key in self.compared
                if key == ANSWER or key.startswith("new_")
            }
        self.first: dict[str, Comparison] = {}  # of arrays with a row a step: the first wrong row
        self.wrong = self._first_wrong()
        if outcome.values.get(f"{name}/open") and not self.wrong and not self.failure:
            self.failure = Failure("open")
        self.mistake = self._mistake(suspect)

    def _is_column(self, name: str) -> bool:
        """Whether a vector came as a matrix of one column or row."""
        mine, theirs = self.mine[name], self.theirs[name]
        return theirs.ndim == 1 and mine.shape in ((theirs.size, 1), (1, theirs.size))

    def _first_wrong(self) -> str:
        """Name the first intermediate that is wrong, and keep where it first is.

        dh, dpre and dx are computed together, from the last step to the first: what is wrong at
        the latest step was wrong first.
        """
        wrong = [key for key, found in self.compared.items() if not found.agrees]
        rows = {}
        for key in wrong:
            if key in IN_TIME and self.compared[key].verdict != "shape":
                found = first_wrong_row(self.mine[key], self.theirs[key], key in BACKWARD)
                if found:
                    rows[key], self.first[key] = found
        if not wrong:
            return ""
        if wrong[0] not in BACKWARD or wrong[0] not in rows:
            return wrong[0]
        latest = max(rows[key] for key in BACKWARD if key in rows)
        return next(key for key in BACKWARD if rows.get(key) == latest)

    @property
    def open(self) -> bool:
        """Whether nothing is wrong but that w_out is not returned yet, which is said once."""
        return self.failure is not None and self.failure.kind == "open"

    def as_table(self) -> Item:
        """The item that lists every intermediate."""
        only_answer = set(self.compared) <= {ANSWER} and not self.failure
        title = self.say("train_step.ordinary_answer" if only_answer else "train_step.ordinary")
        notes = []
        if only_answer:
            notes.append(self.say("train_step.only_answer"))
        if self.unknown:
            notes.append(self.say("train_step.unknown_names", names=", ".join(self.unknown)))
        if self.columns:
            names = ", ".join("w_out" if name == ANSWER else name for name in self.columns)
            notes.append(self.say("train_step.columns", names=names))
        rows = self._rows(only_answer) if self.compared else ()
        explained = ("", "", "") if self.open else self.explained()
        return Item(title, self.passed, *explained, lines=rows, notes=tuple(notes))

    @property
    def reason(self) -> tuple[object, ...]:
        """What is wrong and where, without the sizes and values that are this case's."""
        if self.failure:
            return (self.failure.kind, self.failure.file, self.failure.line)
        return (self.wrong, self.mistake)

    def as_line(self, told: set[tuple[object, ...]]) -> Item:
        """The item of a hidden case; what the first one has explained is not explained again."""
        title = self.say(f"train_step.{self.name}")
        if self.open:
            return Item(title, False)
        if self.failure and self.failure.line and self.reason in told:
            place = f"{self.failure.file}:{self.failure.line}"
            return Item(title, False, found=self.say("train_step.same_failure", place=place))
        if self.wrong and self.reason in told and self._found().verdict == "different":
            values = {"name": self._label(), "difference": self._found().difference}
            again = "same_again" if self.mistake else "wrong_again"
            return Item(title, False, found=self.say(f"train_step.{again}", **values))
        return Item(title, self.passed, *self.explained())

    @property
    def passed(self) -> bool:
        """Whether it gave a result, all of it right."""
        return not self.failure and not self.wrong

    def _rows(self, only_answer: bool) -> tuple[str, ...]:
        names = (ANSWER,) if only_answer else (*INTERMEDIATES, ANSWER)
        return tuple(self._row(name) for name in names)

    def _row(self, name: str) -> str:
        label = self.say("train_step.answer_name") if name == ANSWER else name
        if name not in self.compared:
            return f"{label:<10} · {self.say('checklist.not_returned')}"
        found = self.compared[name]
        mark = "✓" if found.agrees else "✗"
        line = f"{label:<10} {mark} {self.say(f'checklist.{found.verdict}')}"
        if found.verdict == "shape":
            return f"{line} {self.mine[name].shape} ≠ {self.theirs[name].shape}"
        if found.verdict == "exact":
            return line
        at = f" {self.say('checklist.at')} {position(found.at)}" if found.at else ""
        worth = number(found.mine if found.verdict == "not_finite" else found.difference, self.lang)
        return f"{line} {worth}{at if not found.agrees else ''}"

    def explained(self) -> tuple[str, str, str]:
        """What was expected, what was found, and the mistake that it looks like."""
        pitfall = self.say(f"train_step.{self.mistake}") if self.mistake else ""
        shape = self.theirs[ANSWER].shape
        if self.failure:
            if self.failure.kind in ("answer", "open"):
                expected = self.say("train_step.answer_expected", shape=shape)
                return expected, self.failure.told(self.lang), pitfall
            return "", self.failure.told(self.lang), pitfall
        if not self.wrong:
            return "", "", ""
        found, label = self._found(), self._label()
        if found.verdict == "shape":
            shapes = (self.theirs[self.wrong].shape, self.mine[self.wrong].shape)
            said = [self.say("train_step.shape_found", name=label, shape=each) for each in shapes]
            return said[0], said[1], pitfall
        entry = {"name": label, "at": position(found.at)}
        expected = self.say("train_step.entry", value=found.theirs, **entry)
        wrong = self.say(
            "train_step.first_wrong", value=found.mine, difference=found.difference, **entry
        )
        return expected, wrong, pitfall

    def _found(self) -> Comparison:
        return self.first.get(self.wrong, self.compared[self.wrong])

    def _label(self) -> str:
        return self.say("train_step.answer_name") if self.wrong == ANSWER else self.wrong

    def _mistake(self, suspect: str) -> str:
        """Name the mistake whose results are the student's, `suspect` before the others."""
        if self.open:
            return ""  # not finished is no mistake
        if self.failure:
            return CASE_MISTAKES.get(self.name, "") if self.sound else ""
        if not self.wrong:
            return ""
        if self._found().verdict == "not_finite":
            if self.wrong == "loss":
                return "log_of_zero"
            return "unshifted_softmax" if self.name == "large_logits" else ""
        if suspect in MISTAKES and self._likeness(suspect) > 0:
            return suspect
        best = max(MISTAKES, key=self._likeness)
        return best if self._likeness(best) > 0 else ""

    def _likeness(self, mistake: str) -> int:
        """How many of the student's arrays a mistake explains; 0 if it misses the first wrong."""
        computed = compute(mistake, self.given)
        if not compare(self.mine[self.wrong], computed[self.wrong], 1e-9).agrees:
            return 0
        return sum(
            compare(mine, computed[name], 1e-9).agrees
            for name, mine in self.mine.items()
            if name in computed
        )


def _room(mine: NDArray[Any]) -> float:
    """How far from unchanged is unchanged: not at all, but for what float32 cannot hold."""
    return 0.0 if mine.dtype == np.float64 else TOLERANCE


def _common_failure(cases: list[_Case]) -> Failure | None:
    """The failure of every case, if each fails in the same way at the same place.

    What the error says may differ: it often names sizes, which differ from case to case.
    """
    first = cases[0].failure
    if first is None or any(case.compared for case in cases):
        return None
    return first if len({case.reason for case in cases}) == 1 else None


def _unchanged(outcome: isolation.Outcome, say: Say) -> Item:
    title = say("train_step.unchanged")
    changed = sorted({name for case in CASES for name in outcome.values.get(f"{case}/changed", [])})
    if not changed:
        return Item(title, True)
    return Item(
        title,
        False,
        say("train_step.unchanged_expected"),
        say("train_step.changed", names=", ".join(changed)),
        say("train_step.in_place"),
    )
