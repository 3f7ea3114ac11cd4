"""The exercise lstm: every gate and every gradient compared, the first wrong one explained."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from minimodel.exercises.lstm import BACKWARD, FORWARD, lstm_backward, lstm_forward
from numpy.typing import NDArray

from course.student import isolation
from course.student.checklist import Item
from course.student.intermediate_items import checklist
from course.student.intermediates import Case, Task, judged
from course.student.lstm_cases import BACKWARD_ONLY, CASES, Arguments
from course.student.outcomes import Limits
from course.student.probes.lstm import FILE
from course.student.variants.lstm import MISTAKES, compute

SOLUTIONS: Final = (
    *("minimodel.exercises", "minimodel.nn", "minimodel.sequence_baselines", "minimodel.tasks"),
    "course",
)
GATES: Final = ("i", "f", "g", "o")
IN_TIME: Final = ("dh", "do", "dc", "di", "df", "dg", "da")


def right(given: Arguments) -> dict[str, NDArray[Any]]:
    """Return what both functions should compute for these arguments."""
    read = {name: value for name, value in given.items() if name != BACKWARD_ONLY}
    cache = lstm_forward(**read)
    return {name: cache[name] for name in FORWARD} | lstm_backward(given[BACKWARD_ONLY], cache)


def counting(given: Arguments, name: str) -> NDArray[Any]:
    """Return where a result counts: gates only where the sequence goes on, the rest everywhere."""
    return np.asarray(given["mask"]) > 0 if name in GATES else np.array(True)


TASK: Final = Task(
    table="lstm",
    cases=CASES,
    names=(*FORWARD, *BACKWARD),
    reference=right,
    mistakes=MISTAKES,
    compute=compute,
    steps=(*FORWARD, *IN_TIME, "dx"),
    forward=FORWARD,
    backward=IN_TIME,
    time_axis=1,
    case_mistakes={
        "read_only": "in_place",
        "strided": "needs_contiguous",
    },
    counting=counting,
)


def check(folder: Path, lang: str, limits: Limits | None = None) -> list[Item]:
    """Check the student's LSTM in `folder`."""
    outcome = isolation.run("lstm", folder, solutions=SOLUTIONS, limits=limits)
    return checklist(judged(TASK, outcome, lang, _Case), outcome, FILE, lang)


class _Case(Case):
    """One call forward and one backward."""

    def not_finite(self) -> str:
        """Name a sigmoid that overflows: NaN at open gates alone, the others of that step right."""
        if self.wrong not in ("i", "f", "o"):
            return ""
        axis = self.task.time_axis
        t = self.found().at[axis]  # later steps read what this one has spoiled
        mine, theirs = (
            np.take(each[self.wrong], t, axis=axis) for each in (self.mine, self.theirs)
        )
        broken = np.isnan(mine)
        right = np.allclose(mine[~broken], theirs[~broken], rtol=1e-6, atol=1e-9)
        return "unstable_sigmoid" if right and (theirs[broken] == 1).all() else ""
