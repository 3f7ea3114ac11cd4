"""Runs a student's code in processes of their own, with limits."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

from course.arithmetic import INSTRUCTIONS
from course.student import progress
from course.student.confinement import end_all
from course.student.outcomes import Outcome, Request, left, noted

KEPT: Final = (  # of the environment; below the home is where matplotlib keeps fonts
    *("PATH", "HOME", "USERPROFILE", "SYSTEMROOT"),
    *("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "MPLCONFIGDIR"),
    *INSTRUCTIONS,  # a student's network is measured as the site's was trained
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


def isolated_python() -> list[str]:
    """How a Python is begun that heeds neither the environment nor the folder of who begins it.

    It finds the bytecode of its modules where this process does: to compile them anew takes
    longer than most checks.
    """
    kept = [f"-Xpycache_prefix={sys.pycache_prefix}"] if sys.pycache_prefix else []
    return [sys.executable, "-I", "-X", "utf8", *kept]


def run(folder: Path, requests: Sequence[Request]) -> list[Outcome]:
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
            [*isolated_python(), "-B", "-m", "course.student.child_process", request_file],
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


def scratch_prefix() -> str:
    """How the name of a temporary folder of this process begins."""
    return f"{SCRATCH}{os.getpid()}-"


def clear_left() -> None:
    """Remove the temporary folders of checks that were killed before they could do so."""
    if os.name != "posix":  # elsewhere, asking after a process can end it
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{SCRATCH}*-*"):
        number = folder.name.removeprefix(SCRATCH).partition("-")[0]
        if not number.isdigit():
            continue
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except (PermissionError, OverflowError):  # another user's, or no number of a process
            continue


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
        progress.report(probe, noted(exchange / "step"), time.monotonic() - start)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and the ones that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):  # nothing of it is left
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
