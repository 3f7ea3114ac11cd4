"""Call a student's `train_step` on every case, and keep what it gives."""

from __future__ import annotations

from typing import Any

import numpy as np

from course.student.cases import CASES, Arguments
from course.student.recorder import Recorder, named

FILE = "train_step.py"


def probe(recorder: Recorder) -> None:
    """Keep ``case/answer`` and ``case/NAME`` for each intermediate that is returned."""
    names = recorder.load(FILE)
    if names is None:
        return
    function = recorder.function(FILE, names, "train_step")
    if function is None:
        return
    for case, make in CASES.items():
        given, before = make(), make()
        result = recorder.call(case, function, **given)
        recorder.values[f"{case}/changed"] = _changed(given, before)
        if case not in recorder.failures:
            _keep(recorder, case, result)
        elif recorder.failures[case].kind == "signature":
            return  # it would say the same of every case


def _keep(recorder: Recorder, case: str, result: Any) -> None:
    answer: Any = result
    intermediates: dict[Any, Any] = {}
    if isinstance(result, tuple | list) and len(result) == 2 and isinstance(result[1], dict):
        answer, intermediates = result
    if intermediates and _is_open(answer):
        recorder.values[f"{case}/open"] = True  # what is written so far can be compared already
    elif isinstance(answer, np.ndarray | list | tuple) and not _is_open(answer):
        recorder.keep(case, "answer", answer)  # of a list, the array that it is
    else:
        recorder.fail(case, "open" if _is_open(answer) else "answer", found=named(result))
        return
    for name, value in intermediates.items():
        if value is not None:  # not written yet
            recorder.keep(case, str(name), value)


def _is_open(answer: Any) -> bool:
    """Whether the starter file's None is still there, as it is or raveled."""
    return answer is None or (
        isinstance(answer, np.ndarray) and answer.dtype == object and answer.tolist() == [None]
    )


def _changed(given: Arguments, before: Arguments) -> list[str]:
    return [name for name in before if not np.array_equal(given[name], before[name])]
