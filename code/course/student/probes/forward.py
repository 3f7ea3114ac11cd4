"""Run a student's vanilla RNN, GRU or walkthrough, and keep what they give."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import numpy as np

from course.student.recorder import Recorder, named

EXTREMES: Final = (-1000.0, -20.0, 0.0, 20.0, 1000.0)


def probe(recorder: Recorder, part: str, **options: Any) -> None:
    """Run one part of the lab: ``"model"``, ``"sigmoid"`` or ``"walkthrough"``."""
    parts: dict[str, Callable[..., None]] = {
        "model": _model,
        "sigmoid": _sigmoid,
        "walkthrough": _walkthrough,
    }
    parts[part](recorder, **options)


def _model(
    recorder: Recorder,
    file: str,
    name: str,
    parameters: list[str],
    biases: list[str],
    ids: list[int],
    sizes: list[int],
    seed: int,
) -> None:
    names = recorder.load(file)
    if names is None:
        return
    model_class = recorder.function(file, names, name)
    if model_class is None:
        return
    model = recorder.call("model", model_class, *sizes, seed=seed)
    if model is None:
        return
    recorder.values["missing"] = [each for each in parameters if not hasattr(model, each)]
    for each in parameters:
        if hasattr(model, each):
            recorder.keep(f"parameter {each}", each, getattr(model, each))
    if not callable(getattr(model, "forward", None)):
        recorder.fail("forward", "missing_name", name=f"{name}.forward")
        return
    if _forward(recorder, "forward", model, name, ids):
        _forward(recorder, "again", model, name, ids)
        _with_biases(recorder, model, name, biases, ids)


def _forward(recorder: Recorder, step: str, model: Any, name: str, ids: list[int]) -> bool:
    result = recorder.call(step, model.forward, list(ids))
    if step in recorder.failures:
        return False
    if not isinstance(result, tuple) or len(result) != 2:
        expected = "(final_logits, all_hidden_states)"
        recorder.fail(
            step, "returned", name=f"{name}.forward", found=named(result), expected=expected
        )
        return False
    return recorder.keep(step, "logits", result[0]) and recorder.keep(step, "states", result[1])


def _with_biases(
    recorder: Recorder, model: Any, name: str, biases: list[str], ids: list[int]
) -> None:
    """Read the sequence with biases that are not zero, which an unused bias does not survive."""
    rng = np.random.default_rng(0)
    for each in biases:
        shape = np.shape(getattr(model, each, ()))
        if len(shape) != 1:
            return
        values = rng.normal(0, 0.5, shape)
        recorder.attempt("biases", partial(setattr, model, each, values))
        recorder.keep("biases", each, values)
    if "biases" not in recorder.failures:
        _forward(recorder, "biased", model, name, ids)


def _sigmoid(recorder: Recorder, file: str) -> None:
    names = recorder.load(file)
    if names is None:
        return
    function = recorder.function(file, names, "sigmoid")
    if function is None:
        return
    recorder.keep("sigmoid", "sigmoid(x)", recorder.call("sigmoid", function, np.array(EXTREMES)))


def _walkthrough(recorder: Recorder, file: str) -> None:
    recorder.values["printed"] = recorder.run_program(file)
