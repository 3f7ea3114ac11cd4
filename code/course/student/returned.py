"""In the student's process: keep the arrays that a student's function returns under names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from course.student.recorder import Recorder

Arguments = dict[str, Any]


def keep_named(recorder: Recorder, case: str, results: Mapping[Any, Any], names: Any) -> None:
    """Keep ``case/NAME`` for each result that is written already.

    What is not among `names` is nobody's business: if it is no array, only its name is kept.
    """
    strange = []
    for name, value in results.items():
        if value is None:  # not written yet
            continue
        if name in names:
            recorder.keep(case, str(name), value)
        else:
            strange.append(str(name))
    recorder.values[f"{case}/strange"] = strange


def is_open(answer: Any) -> bool:
    """Whether the starter file's None is still there, as it is or raveled."""
    return answer is None or (
        isinstance(answer, np.ndarray) and answer.dtype == object and answer.tolist() == [None]
    )


def changed(given: Arguments, before: Arguments) -> list[str]:
    """Name the arguments that are not what they were."""
    return [
        name
        for name in before
        if not np.array_equal(given[name], before[name], equal_nan=True)  # NaN is a result, too
    ]


def as_named(results: Any) -> dict[Any, Any] | None:
    """Return results by name: of a dict, a named tuple or an object; None of anything else."""
    if isinstance(results, Mapping):
        return dict(results)
    if hasattr(results, "_asdict"):
        return dict(results._asdict())
    if isinstance(results, list | tuple | np.ndarray | str | int | float) or results is None:
        return None
    return dict(vars(results)) if hasattr(results, "__dict__") else None
