"""In the student's process: train what the student wrote, and keep what it answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from course.student.recorder import Recorder, named

Function = Callable[..., Any]


def trained(recorder: Recorder, step: str, function: Function, *args: Any, **named: Any) -> Any:
    """Call the student's training, and keep its seconds as the value ``step/seconds``.

    Returns
    -------
    object or None
        What it returns; None, with a failure of the step, if it fails or returns nothing.
    """
    start = time.monotonic()
    network = recorder.call(step, function, *args, **named)
    recorder.values[f"{step}/seconds"] = time.monotonic() - start
    if network is None and step not in recorder.failures:
        recorder.fail(step, "none", name=_name(function, step))
    return network


def keep_predictions(
    recorder: Recorder, step: str, function: Function, *args: Any, shape: Sequence[int]
) -> bool:
    """Keep an array of answers as ``step/answers``, in the shape that was asked for.

    Any arrangement of the right count is right: a column, a row, a list.
    """
    answers = recorder.call(step, function, *args)
    name = _name(function, step)
    if step in recorder.failures or not recorder.keep(step, name, answers):
        return False
    array = recorder.arrays.pop(f"{step}/{name}")
    if array.size != int(np.prod(shape)):
        recorder.fail(step, "shape", name=name, found=array.shape, expected=tuple(shape))
        return False
    recorder.arrays[f"{step}/answers"] = array.reshape(shape)
    return True


def keep_parts(
    recorder: Recorder,
    step: str,
    function: Function,
    parts: Sequence[str],
    *args: Any,
    name: str = "",
) -> list[Any] | None:
    """Keep the parts of a result as ``step/part``; None, with a failure, if it has not as many.

    `name` is what the function is called where that is not its own name.
    """
    result = recorder.call(step, function, *args)
    if step in recorder.failures:
        return None
    if not isinstance(result, tuple | list) or len(result) != len(parts):
        name, expected = name or _name(function, step), f"({', '.join(parts)})"
        recorder.fail(step, "returned", name=name, found=named(result), expected=expected)
        return None
    if not all(recorder.keep(step, part, each) for part, each in zip(parts, result, strict=True)):
        return None
    return list(result)


def keep_texts(recorder: Recorder, step: str, function: Function, *args: Any, count: int) -> bool:
    """Keep a list of texts as the value ``step/texts``."""
    answers = recorder.call(step, function, *args)
    if step in recorder.failures:
        return False
    if isinstance(answers, np.ndarray):
        answers = answers.ravel().tolist()
    expected = f"list ({count}) of str"
    if not isinstance(answers, list | tuple) or len(answers) != count:
        found = named(answers)
        recorder.fail(step, "returned", name=_name(function, step), found=found, expected=expected)
        return False
    if not all(isinstance(each, str) for each in answers):
        found = named(next(each for each in answers if not isinstance(each, str)))
        recorder.fail(step, "returned", name=_name(function, step), found=found, expected=expected)
        return False
    recorder.values[f"{step}/texts"] = [str(each) for each in answers]
    return True


def _name(function: Function, step: str) -> str:
    return str(getattr(function, "__name__", step))
