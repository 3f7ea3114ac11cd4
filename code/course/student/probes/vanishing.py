"""Call a student's backward passes, and keep the gradients at every state."""

from __future__ import annotations

from typing import Any

from course.student.bptt_cases import CASES, case
from course.student.recorder import Recorder

FILE = "bptt_norm.py"


def probe(recorder: Recorder, model: str, lab_ids: list[int], target: int, vocab_size: int) -> None:
    """Keep ``case/dh`` for one model, ``"rnn"`` or ``"gru"``."""
    names = recorder.load(FILE)
    if names is None:
        return
    function = recorder.function(FILE, names, f"{model}_gradients")
    if function is None:
        return
    for name in CASES:
        given = case(model, name, lab_ids, target, vocab_size)
        result = recorder.call(name, function, *given)
        if name not in recorder.failures:
            recorder.keep(name, "dh", _dh(result))


def _dh(result: Any) -> Any:
    """The gradients at the states, alone or as a part of a larger result."""
    if isinstance(result, dict):
        return result.get("dh")
    return getattr(result, "dh", result)
