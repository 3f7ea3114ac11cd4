"""Call a student's `train_step` on every case, and keep what it gives."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from minimodel.exercises.train_step import INTERMEDIATES

from course.student.cases import CASES, Arguments
from course.student.recorder import Recorder, named
from course.student.returned import changed, is_open, keep_named

FILE: Final = "train_step.py"
ANSWER: Final = "answer"
SECOND: Final = "second"  # of a case with two steps: what its second one starts from
NEEDED: Final = ("new_w_emb", "new_w_h")  # for a second step


def probe(recorder: Recorder) -> None:
    """Keep ``case/answer`` and ``case/NAME`` for each of the intermediates that is returned.

    Of a case with two steps, of the second; and as ``case second/NAME`` the parameters that the
    first one returned.
    """
    defined = recorder.load(FILE)
    if defined is None:
        return
    function = recorder.function(FILE, defined, "train_step")
    if function is None:
        return
    for case, make in CASES.items():
        given, before = make(), make()
        before.pop("steps", None)
        for step in reversed(range(given.pop("steps", 1))):
            result = recorder.call(case, function, **given)
            recorder.values[f"{case}/changed"] = changed(given, before)
            if case in recorder.failures:
                break
            if not step:
                _keep(recorder, case, result)
            elif not _go_on(recorder, case, result, given):
                break
            before = {name: np.array(value) for name, value in given.items()}
        if case not in recorder.failures:
            continue
        if recorder.failures[case].kind == "signature":
            return  # it would say the same of every case


def _parts(result: Any) -> tuple[Any, dict[Any, Any]]:
    """Return w_out and the intermediates, none if they were not returned."""
    if isinstance(result, tuple | list) and len(result) == 2 and isinstance(result[1], dict):
        return result[0], result[1]
    return result, {}


def _go_on(recorder: Recorder, case: str, result: Any, given: Arguments) -> bool:
    """Put the parameters that a step returned into the arguments of the next."""
    answer, intermediates = _parts(result)
    missing = [name for name in NEEDED if intermediates.get(name) is None]
    if is_open(answer):
        recorder.fail(case, "open")
        return False
    if missing:
        recorder.fail(case, "second_step", names=", ".join(missing))
        return False
    updated = {"w_out": answer} | {
        name.removeprefix("new_"): intermediates[name] for name in NEEDED
    }
    for name, value in updated.items():
        if not recorder.keep(case, name, value):
            return False
        array = recorder.arrays.pop(f"{case}/{name}")
        if array.size != given[name].size:
            recorder.fail(case, "shape", name=name, found=array.shape, expected=given[name].shape)
            return False
        given[name] = array.reshape(given[name].shape)
        recorder.arrays[f"{case} {SECOND}/{name}"] = given[name]
    return True


def _keep(recorder: Recorder, case: str, result: Any) -> None:
    answer, intermediates = _parts(result)
    if intermediates and is_open(answer):
        recorder.values[f"{case}/open"] = True  # what is written so far can be compared already
    elif isinstance(answer, np.ndarray | list | tuple) and not is_open(answer):
        recorder.keep(case, ANSWER, answer)  # of a list, the array that it is
    else:
        recorder.fail(case, "open" if is_open(answer) else "answer", found=named(result))
        return
    keep_named(recorder, case, intermediates, INTERMEDIATES)
