"""Use a student's RNN as each case says, and keep what it gives."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np

from course.student.recorder import Recorder, named
from course.student.returned import keep_named
from course.student.rnn_class_cases import CASES, METHODS, NAMES, WEIGHTS, play

FILE: Final = "rnn_class.py"


def probe(recorder: Recorder) -> None:
    """Keep ``case/outputs`` and ``case/h``."""
    defined = recorder.load(FILE)
    if defined is None:
        return
    kind = recorder.function(FILE, defined, "RNN")
    if kind is None:
        return
    given = next(iter(CASES.values()))()
    recorder.call(FILE, kind, **{name: given[name] for name in WEIGHTS})
    missing = [name for name in METHODS if not callable(getattr(kind, name, None))]
    if missing and FILE not in recorder.failures:
        recorder.fail(FILE, "missing_name", name=f"RNN.{missing[0]}")
    if FILE in recorder.failures:
        return
    for case, make in CASES.items():
        given, before = make(), make()
        results = recorder.attempt(case, partial(play, kind, given))
        if results and "h" not in results:  # of no use to go on: every case reads it
            recorder.fail(FILE, "missing_name", name="self.h")
            return
        method = "step" if case == "step_by_step" else "read"
        if results and results["outputs"] is None and results["h"] is not None:
            recorder.fail(case, "none", name=f"{method}(x)")  # else h, of nothing read, is told
        if results and isinstance(results["outputs"], tuple):
            recorder.fail(case, "states_alone", name=method, found=named(results["outputs"]))
        recorder.values[f"{case}/changed"] = [
            name
            for name, value in before.items()
            if name != "case" and not np.array_equal(value, given[name])
        ]
        if case not in recorder.failures:
            keep_named(recorder, case, results, NAMES)
