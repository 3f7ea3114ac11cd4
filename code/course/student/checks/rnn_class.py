"""The exercise rnn-class: what the student's RNN gives beside what PyTorch's does."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from course.student import isolation
from course.student.checklist import Item
from course.student.intermediate_items import checklist
from course.student.intermediates import Task, judged
from course.student.outcomes import Limits
from course.student.probes.rnn_class import FILE
from course.student.rnn_class_cases import CASES, NAMES, expected
from course.student.variants.rnn_class import MISTAKES, compute

SOLUTIONS: Final = (
    *("minimodel.exercises", "minimodel.nn", "minimodel.sequence_baselines", "minimodel.tasks"),
    "course",
)
TASK: Final = Task(
    table="rnn_class",
    cases=CASES,
    names=NAMES,
    reference=expected,
    mistakes=MISTAKES,
    compute=compute,
    steps=("outputs",),
    time_axis=1,
    case_mistakes={
        "smaller_batch": "old_batch",
        "read_only": "in_place",
        "strided": "needs_contiguous",
    },
)


def check(folder: Path, lang: str, limits: Limits | None = None) -> list[Item]:
    """Check the student's `RNN` in `folder`."""
    outcome = isolation.run("rnn_class", folder, solutions=SOLUTIONS, limits=limits)
    return checklist(judged(TASK, outcome, lang), outcome, FILE, lang)
