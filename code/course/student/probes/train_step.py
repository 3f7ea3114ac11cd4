"""Call a student's `train_step` on every case, and keep what it gives."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from minimodel.exercises.train_step import INTERMEDIATES

from course.student.cases import CASES
from course.student.recorder import Recorder, named
from course.student.returned import changed, is_open, keep_named

FILE: Final = "train_step.py"
ANSWER: Final = "answer"


def probe(recorder: Recorder) -> None:
    """Keep ``case/answer`` and ``case/NAME`` for each of the intermediates that is returned."""
    defined = recorder.load(FILE)
    if defined is None:
        return
    function = recorder.function(FILE, defined, "train_step")
    if function is None:
        return
    for case, make in CASES.items():
        given, before = make(), make()
        result = recorder.call(case, function, **given)
        recorder.values[f"{case}/changed"] = changed(given, before)
        if case not in recorder.failures:
            _keep(recorder, case, result)
        elif recorder.failures[case].kind == "signature":
            return  # it would say the same of every case


def _keep(recorder: Recorder, case: str, result: Any) -> None:
    answer: Any = result
    intermediates: dict[Any, Any] = {}
    if isinstance(result, tuple | list) and len(result) == 2 and isinstance(result[1], dict):
        answer, intermediates = result
    if intermediates and is_open(answer):
        recorder.values[f"{case}/open"] = True  # what is written so far can be compared already
    elif isinstance(answer, np.ndarray | list | tuple) and not is_open(answer):
        recorder.keep(case, ANSWER, answer)  # of a list, the array that it is
    else:
        recorder.fail(case, "open" if is_open(answer) else "answer", found=named(result))
        return
    keep_named(recorder, case, intermediates, INTERMEDIATES)
