"""The student's process: set the limits, run one probe, leave its results. Started by isolation."""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy  # noqa: F401  before the folder is on the path, where a file may have its name

from course.student.confinement import confine, end_with
from course.student.recorder import Recorder

FILE_SIZE = 256 * 2**20  # bytes that any file may grow to


def main(request_file: str) -> None:
    """Do what the request says; see `isolation.run`."""
    request = json.loads(Path(request_file).read_text(encoding="utf-8"))
    exchange = Path(request["exchange"])
    end_with(request["parent"])
    _limit(request["seconds"], request["memory"])
    probe = importlib.import_module(f"course.student.probes.{request['probe']}")
    recorder = Recorder(
        Path(request["folder"]),
        exchange,
        request["solutions"],
        request["print_limit"],
        request["memory"],
    )
    with (exchange / "stuck").open("w", encoding="utf-8") as stuck:
        faulthandler.dump_traceback_later(request["seconds"], exit=True, file=stuck)

        def confined(recorder: Recorder, **options: Any) -> None:
            confine(map(Path, request["writable"]))
            probe.probe(recorder, **options)

        recorder.record(confined, request["options"])
        os._exit(0)  # threads that the student's code left behind would keep the process


def _limit(seconds: float, memory: int) -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system: the parent's time limit remains
        return
    limits: dict[int, Any] = {
        resource.RLIMIT_CPU: int(seconds) + 5,
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_FSIZE: FILE_SIZE,
        resource.RLIMIT_CORE: 0,
    }
    for name, value in limits.items():
        with contextlib.suppress(ValueError, OSError):  # a system that has not this limit
            resource.setrlimit(name, (value, value))


if __name__ == "__main__":
    main(sys.argv[1])
