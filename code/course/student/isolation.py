"""Run a student's code apart, with limits, and read its results as data.

The one boundary between probes, which run what a student wrote, and checks, which judge it. Here
the other side is a process; in a browser `run_with` puts a worker there.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from course.student import progress
from course.student.confinement import end_all
from course.student.failures import Failure
from course.student.recorder import size

KEPT: Final = (  # of the environment; below the home is where matplotlib keeps fonts
    *("PATH", "HOME", "USERPROFILE", "SYSTEMROOT"),
    *("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "MPLCONFIGDIR"),
)
SET: Final = {  # one thread: a thread's stack counts as memory, and the arrays are small
    **{f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM")},
    "MPLBACKEND": "Agg",
}
GRACE: Final = 10.0  # seconds to start, and to say where it was when past its limit
LOOK: Final = 0.5  # seconds between two looks at what a process is doing
SCRATCH: Final = "course-check-"
AT_ONCE = 2  # processes that `run_each` has at work
TEMPORARY: Final = ("TMPDIR", "TEMP", "TMP")  # where a program looks for a temporary folder
_living: set[subprocess.Popen[bytes]] = set()


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


@dataclass(frozen=True)
class Request:
    """One run of a probe; see `run`."""

    probe: str
    solutions: tuple[str, ...]
    limits: Limits
    options: Mapping[str, Any]


Runner = Callable[[Path, Sequence[Request]], list[Outcome]]  # a folder, and what to run on it


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


def scratch_prefix() -> str:
    """How the name of a temporary folder of this process begins."""
    return f"{SCRATCH}{os.getpid()}-"


def clear_left() -> None:
    """Remove the temporary folders of checks that were killed before they could do so."""
    if os.name != "posix":  # elsewhere, asking after a process can end it
        return
    for left in Path(tempfile.gettempdir()).glob(f"{SCRATCH}*-*"):
        number = left.name.removeprefix(SCRATCH).partition("-")[0]
        if not number.isdigit():
            continue
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            shutil.rmtree(left, ignore_errors=True)
        except (PermissionError, OverflowError):  # another user's, or no number of a process
            continue


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


def _processes(folder: Path, requests: Sequence[Request]) -> list[Outcome]:
    """Run each request in a process of its own."""
    if len(requests) == 1:
        return [_process(folder, requests[0])]
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        try:
            return [*pool.map(partial(_process, folder), requests)]
        except BaseException:  # an interruption must not wait for what is running
            pool.shutdown(wait=False, cancel_futures=True)
            for process in [*_living]:
                _end(process)
            raise


def _process(folder: Path, asked: Request) -> Outcome:
    with tempfile.TemporaryDirectory(prefix=scratch_prefix()) as temporary:
        exchange, cwd = Path(temporary, "exchange"), Path(temporary, "cwd")
        exchange.mkdir()
        cwd.mkdir()
        limits = asked.limits
        request = {
            "probe": asked.probe,
            "folder": str(folder.resolve()),
            "exchange": str(exchange),
            "solutions": list(asked.solutions),
            "seconds": limits.seconds,
            "memory": limits.memory,
            "print_limit": limits.printed,
            "options": asked.options,
            "parent": os.getpid(),
            "writable": [*map(str, _writable(Path(temporary), folder.resolve()))],
        }
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        request_file = exchange / "request.json"
        request_file.write_text(json.dumps(request), encoding="utf-8")
        process = subprocess.Popen(
            [
                sys.executable,
                "-I",
                "-B",
                "-X",
                "utf8",
                "-m",
                "course.student.child_process",
                request_file,
            ],
            cwd=cwd,
            env=kept | SET | dict.fromkeys(TEMPORARY, str(cwd)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        _living.add(process)
        try:
            _wait(process, exchange, asked.probe, limits.seconds + GRACE)
        finally:
            overdue = process.poll() is None
            _end(process)
            end_all(f"{TEMPORARY[0]}={cwd}")
            _living.discard(process)
        return left(exchange, folder.resolve(), limits, process.returncode, overdue)


_runner: Runner = _processes


def run_with(runner: Runner) -> None:
    """Let `run` and `run_each` run probes otherwise from now on, where there are no processes."""
    global _runner
    _runner = runner


def _writable(temporary: Path, folder: Path) -> list[Path]:
    """Where a student's process may write: its own places, and matplotlib's fonts."""
    home = Path.home()
    caches = {
        "MPLCONFIGDIR": "",
        "XDG_CACHE_HOME": "matplotlib",
        "XDG_CONFIG_HOME": "matplotlib",
    }
    fonts = [Path(os.environ[name], below) for name, below in caches.items() if name in os.environ]
    fonts += [home / ".cache" / "matplotlib", home / ".config" / "matplotlib"]
    return [temporary, folder, Path(os.devnull), *fonts]


def _wait(process: subprocess.Popen[bytes], exchange: Path, probe: str, seconds: float) -> None:
    """Wait for the process, and report what it is doing; past its time, `_end` deals with it."""
    start = time.monotonic()
    while (passed := time.monotonic() - start) < seconds:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(min(LOOK, seconds - passed))
            return
        progress.report(probe, _read(exchange / "step"), time.monotonic() - start)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and the ones that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):  # nothing of it is left
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


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
        ended = Failure.from_json(json.loads(_read(exchange / "ended.json")))
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
    step = _read(exchange / "step")
    stuck = _read(exchange / "stuck")
    if overdue or stuck or status == -getattr(signal, "SIGXCPU", 0):
        frames = re.findall(r'File "(.+)", line (\d+)', stuck)
        own = [(Path(file).name, int(n)) for file, n in frames if Path(file).parent == folder]
        file, line = own[0] if own else (step if step.endswith(".py") else "", 0)
        return Failure("timeout", file, line, {"seconds": f"{limits.seconds:g}", "step": step})
    if status < 0:
        name = signal.Signals(-status).name
        return Failure("killed", values={"signal": name, "step": step, "size": size(limits.memory)})
    return Failure("died", values={"status": status, "step": step})


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
