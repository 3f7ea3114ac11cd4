"""Run a student's code apart, and read its results as data.

The one boundary between probes, which run what a student wrote, and checks, which judge it. Here
the other side is a process; in a browser `run_with` puts a worker there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from course.student import processes
from course.student.outcomes import Limits, Outcome, Request

Runner = Callable[[Path, Sequence[Request]], list[Outcome]]  # a folder, and what to run on it

_runner: Runner = processes.run


def run(
    probe: str,
    folder: Path,
    *,
    solutions: Sequence[str] = (),
    limits: Limits | None = None,
    **options: Any,
) -> Outcome:
    """Run one probe on a student's folder.

    Parameters
    ----------
    probe
        Name of a module in `course.student.probes`; its function ``probe(recorder, **options)``
        is called.
    folder
        The student's folder.
    solutions
        Modules of the course that the student's files must not import.
    limits
        What the process may use.
    options
        What the probe needs to know, as JSON.

    Raises
    ------
    RuntimeError
        If the probe itself is at fault.
    """
    request = Request(probe, tuple(solutions), limits or Limits(), options)
    return _runner(folder, [request])[0]


def run_each(
    probe: str,
    folder: Path,
    parts: Mapping[str, Mapping[str, Any]],
    *,
    solutions: Sequence[str] = (),
    limits: Limits | None = None,
) -> dict[str, Outcome]:
    """Run a probe several times, each in a process with limits of its own; see `run`.

    Parameters
    ----------
    parts
        The options of each run, by a name of yours.

    Returns
    -------
    dict
        The outcomes, by the same names.
    """
    requests = [
        Request(probe, tuple(solutions), limits or Limits(), options) for options in parts.values()
    ]
    return dict(zip(parts, _runner(folder, requests), strict=True))


def run_with(runner: Runner) -> None:
    """Let `run` and `run_each` run probes otherwise from now on, where there are no processes."""
    global _runner
    _runner = runner
