"""The exercise train-step: each intermediate compared, the first wrong one named and explained."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from minimodel.exercises.train_step import INTERMEDIATES, training_step
from numpy.typing import NDArray

from course.student import isolation
from course.student.cases import CASES, Arguments
from course.student.checklist import Item
from course.student.compare import TOLERANCE, Comparison, compare
from course.student.intermediate_items import checklist
from course.student.intermediates import Case, Task, judged
from course.student.outcomes import Limits, Outcome
from course.student.probes.train_step import ANSWER, FILE, SECOND
from course.student.variants.train_step import MISTAKES, compute

SOLUTIONS: Final = ("minimodel.exercises", "course")
BACKWARD: Final = ("dh", "dpre", "dx")


def right(given: Arguments) -> dict[str, NDArray[Any]]:
    """Return what `train_step` should compute for these arguments."""
    step = training_step(**given)
    return {**step._asdict(), ANSWER: step.new_w_out.ravel()}


TASK: Final = Task(
    table="train_step",
    cases=CASES,
    names=INTERMEDIATES,
    reference=right,
    mistakes=MISTAKES,
    compute=compute,
    answer=ANSWER,
    steps=("x", "h", "logits", "probs", "dlogits", *BACKWARD),
    backward=BACKWARD,
    case_mistakes={
        "float_ids": "ids_uncast",
        "read_only": "in_place",
        "strided": "needs_contiguous",
    },
)


def check(folder: Path, lang: str, limits: Limits | None = None) -> list[Item]:
    """Check the student's `train_step` in `folder`."""
    outcome = isolation.run("train_step", folder, solutions=SOLUTIONS, limits=limits)
    return checklist(judged(TASK, outcome, lang, _Case), outcome, FILE, lang)


class _Case(Case):
    """One call of the student's function; of two in a row, the second."""

    def arguments(self, outcome: Outcome) -> Arguments:
        """The second step is judged by what the first returned: an error is told where it is."""
        given = super().arguments(outcome)
        given.pop("steps", None)
        for name in given:
            kept = outcome.arrays.get(f"{self.name} {SECOND}/{name}")
            given[name] = given[name] if kept is None else kept.astype(float)
        return given

    def compare_all(self) -> dict[str, Comparison]:
        """Compare what was returned; where nothing is learned, only what must not change."""
        compared = super().compare_all()
        if self.name != "no_learning":
            return compared
        return {  # its gradients are those of the first case
            key: compare(self.mine[key], self.theirs[key], _room(self.mine[key]))
            for key in compared
            if key == ANSWER or key.startswith("new_")
        }

    def not_finite(self) -> str:
        """Name the mistake that makes the very entries infinite or NaN that are.

        A logarithm of zero makes the loss infinite, where a target's probability has rounded to
        zero. A softmax whose exponentials overflow has NaN wherever infinity is divided by itself.
        """
        mine = self.mine[self.wrong]
        targets = np.asarray(self.given["tokens"], int)[1:]
        steps = np.arange(len(targets))
        if self.wrong == "loss":
            probs = self.mine.get("probs", self.theirs["probs"])
            return "log_of_zero" if np.isposinf(mine) and not probs[steps, targets].all() else ""
        if self.wrong != "probs" and (self.wrong != "dlogits" or "probs" in self.mine):
            return ""
        with np.errstate(all="ignore"):
            e = np.exp(self.theirs["logits"])
            naive = e / e.sum(axis=1, keepdims=True)
        if self.wrong == "dlogits":
            naive[steps, targets] -= 1
            naive /= len(targets)
        same = np.allclose(mine, naive, rtol=1e-6, atol=0, equal_nan=True)
        return "unshifted_softmax" if same and np.isnan(naive).any() else ""


def _room(mine: NDArray[Any]) -> float:
    """How far from unchanged is unchanged: not at all, but for what float32 cannot hold."""
    return 0.0 if mine.dtype == np.float64 else TOLERANCE
