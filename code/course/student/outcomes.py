"""What a run of a probe may use, and what came back of it."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course.student.failures import Failure
from course.student.recorder import size


@dataclass(frozen=True)
class Limits:
    """What a process may use: seconds, bytes of memory, characters printed in one step."""

    seconds: float = 10.0
    memory: int = 2 * 10**9
    printed: int = 10**6


@dataclass(frozen=True)
class Outcome:
    """What came back.

    Attributes
    ----------
    arrays
        Results by ``step/name``.
    values
        What else the probe noted, as JSON.
    failures
        By step.
    warnings
        By step: message, file and line of each of NumPy's runtime warnings.
    ended
        Why the process gave no results at all, if so.
    """

    arrays: dict[str, NDArray[Any]]
    values: dict[str, Any]
    failures: dict[str, Failure]
    warnings: dict[str, list[tuple[str, str, int]]]
    ended: Failure | None = None

    def failure(self, *steps: str) -> Failure | None:
        """Return the first of these steps' failures, or why there are no results."""
        found = (self.failures[step] for step in steps if step in self.failures)
        return next(found, self.ended)

    def answers(self, step: str) -> NDArray[Any]:
        """Return the numbers that `trials.keep_predictions` kept."""
        return self.arrays[f"{step}/answers"].astype(float)

    def seconds(self, step: str) -> float:
        """Return how long `trials.trained` took, to a tenth of a second."""
        return float(round(self.values[f"{step}/seconds"], 1))


@dataclass(frozen=True)
class Request:
    """One run of a probe; see `isolation.run`."""

    probe: str
    solutions: tuple[str, ...]
    limits: Limits
    options: Mapping[str, Any]


def left(exchange: Path, folder: Path, limits: Limits, status: int, overdue: bool) -> Outcome:
    """Read what a run left in its exchange folder, or say why it left nothing.

    Raises
    ------
    RuntimeError
        If the probe itself is at fault.
    """
    fault = exchange / "fault"
    if fault.is_file():
        raise RuntimeError(f"the checker is at fault:\n{fault.read_text(encoding='utf-8')}")
    if (exchange / "report.json").is_file():
        return read(exchange)
    if (exchange / "ended.json").is_file():
        ended = Failure.from_json(json.loads(noted(exchange / "ended.json")))
        return Outcome({}, {}, {}, {}, ended)
    return Outcome({}, {}, {}, {}, _why(exchange, folder, limits, status, overdue))


def read(exchange: Path) -> Outcome:
    """Read what `Recorder.save` left in a folder."""
    found = json.loads((exchange / "report.json").read_text(encoding="utf-8"))
    with np.load(exchange / "arrays.npz", allow_pickle=False) as arrays:
        return Outcome(
            dict(arrays.items()),
            found["values"],
            {step: Failure.from_json(each) for step, each in found["failures"].items()},
            {step: [(m, f, n) for m, f, n in each] for step, each in found["warnings"].items()},
        )


def _why(exchange: Path, folder: Path, limits: Limits, status: int, overdue: bool) -> Failure:
    """Say why a process left no results."""
    step = noted(exchange / "step")
    stuck = noted(exchange / "stuck")
    if overdue or stuck or status == -getattr(signal, "SIGXCPU", 0):
        frames = re.findall(r'File "(.+)", line (\d+)', stuck)
        own = [(Path(file).name, int(n)) for file, n in frames if Path(file).parent == folder]
        file, line = own[0] if own else (step if step.endswith(".py") else "", 0)
        return Failure("timeout", file, line, {"seconds": f"{limits.seconds:g}", "step": step})
    if status < 0:
        name = signal.Signals(-status).name
        return Failure("killed", values={"signal": name, "step": step, "size": size(limits.memory)})
    return Failure("died", values={"status": status, "step": step})


def noted(path: Path) -> str:
    """What a run noted in a file; nothing if it has not come to it."""
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
