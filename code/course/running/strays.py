"""Threads and processes that code of a page starts, and that must end when it does."""

from __future__ import annotations

import concurrent.futures.thread
import ctypes
import multiprocessing.process
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from course.running import limits

PATIENCE = 0.2  # seconds for what is about to end anyway


class Strays:
    """What was started while watched."""

    def __init__(self) -> None:
        self._watched = threading.current_thread()
        self._threads: list[threading.Thread] = []
        self._processes: list[multiprocessing.process.BaseProcess] = []
        self._programs: list[subprocess.Popen[Any]] = []

    def note(self, started: Any, named: dict[str, Any]) -> None:
        """Remember what is being started, unless the machinery of the course starts it.

        A program leads a group of its own, in which what it starts in its turn can be found.
        """
        by = threading.current_thread()
        if limits.is_paused() or not (by is self._watched or by in self._threads):
            return
        if isinstance(started, threading.Thread):
            started.daemon = True  # the process does not wait for it at its end
            self._threads.append(started)
        elif isinstance(started, subprocess.Popen):
            self._programs.append(started)
            if not named.get("start_new_session"):
                named.setdefault("process_group", 0)
        else:
            self._processes.append(started)

    def end(self) -> list[str]:
        """End what still runs after a moment; returns how to call each."""
        begun: list[Any] = [*self._threads, *self._processes]
        for each in begun:
            if each.ident is not None:  # it was started indeed
                each.join(PATIENCE)
        left = []
        for thread in [thread for thread in self._threads if thread.is_alive()]:
            left.append(f"the thread {thread.name!r}")
            # A pool's threads are otherwise waited for at the end, daemons or not. What tells so
            # is private, and so without a type; there is no public way.
            concurrent.futures.thread._threads_queues.pop(thread, None)  # type: ignore[attr-defined]
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(thread.ident or 0), ctypes.py_object(SystemExit)
            )
        for process in [each for each in self._processes if each.ident and each.is_alive()]:
            left.append(f"the process {process.name!r}")
            process.kill()
            process.join()
        for program in [program for program in self._programs if _runs(program)]:
            left.append(f"the program {program.args!r}")
            program.kill()
            program.wait()
        for program in self._programs:
            if _group_runs(getattr(program, "pid", None)):
                left.append(f"what the program {program.args!r} has started")
                os.killpg(program.pid, signal.SIGKILL)
        return left


@contextmanager
def watching() -> Iterator[Strays]:
    """A context that notes what is started in it."""
    strays = Strays()

    def noted(kind: type, name: str) -> Any:
        original: Callable[..., Any] = getattr(kind, name)

        def start(self: Any, *arguments: Any, **named: Any) -> Any:
            strays.note(self, named)
            return original(self, *arguments, **named)

        return mock.patch.object(kind, name, start)

    with ExitStack() as stack:
        stack.enter_context(noted(threading.Thread, "start"))
        stack.enter_context(noted(multiprocessing.process.BaseProcess, "start"))
        stack.enter_context(noted(subprocess.Popen, "__init__"))
        yield strays


def _runs(program: subprocess.Popen[Any]) -> bool:
    """Whether a program was started at all and has not ended after a moment."""
    if getattr(program, "pid", None) is None:
        return False
    try:
        program.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        return True
    return False


def _group_runs(group: int | None) -> bool:
    """Whether any process of a program's group is there after a moment; its leader has ended."""
    end = time.monotonic() + PATIENCE
    while group is not None:
        try:
            os.killpg(group, 0)
        except (ProcessLookupError, PermissionError):
            return False
        if time.monotonic() > end:
            return True
        time.sleep(0.01)
    return False
