"""Call a student's LSTM on every case, forward and then backward, and keep what both give."""

from __future__ import annotations

from typing import Any, Final

from minimodel.exercises.lstm import BACKWARD, FORWARD

from course.student.lstm_cases import BACKWARD_ONLY, CASES
from course.student.recorder import Recorder, named
from course.student.returned import as_named, changed, keep_named

FILE: Final = "lstm.py"


def probe(recorder: Recorder) -> None:
    """Keep ``case/NAME`` for each result that is returned."""
    defined = recorder.load(FILE)
    if defined is None:
        return
    forward = recorder.function(FILE, defined, "lstm_forward")
    backward = recorder.function(FILE, defined, "lstm_backward")
    if forward is None or backward is None:
        return
    for case, make in CASES.items():
        given, before = make(), make()
        d_out = given.pop(BACKWARD_ONLY)
        cache = recorder.call(case, forward, **given)
        if case not in recorder.failures:
            # The cache may hold whatever the way back needs: only the exercise's names are read.
            _keep(recorder, case, "lstm_forward", cache, FORWARD, strange=False)
        if case not in recorder.failures:
            results = recorder.call(case, backward, d_out, cache)
            if case not in recorder.failures:
                _keep(recorder, case, "lstm_backward", results, BACKWARD, strange=True)
        recorder.values[f"{case}/changed"] = changed({**given, BACKWARD_ONLY: d_out}, before)
        if case in recorder.failures and recorder.failures[case].kind == "signature":
            recorder.failures[FILE] = recorder.failures[case]  # the same in every case
            return


def _keep(
    recorder: Recorder, case: str, function: str, results: Any, names: Any, strange: bool
) -> None:
    found = as_named(results)
    if found is None:
        recorder.fail(case, "returned", name=function, found=named(results), expected="dict")
        return
    if not strange:
        found = {name: value for name, value in found.items() if name in names}
    keep_named(recorder, case, found, names)
