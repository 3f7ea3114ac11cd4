"""What a check is doing while its reader waits: a line on the terminal, after a few seconds."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Final

from course.student.texts import catalogue, text

PATIENCE: Final = 3.0  # seconds for which nobody wonders

Listener = Callable[[str, str, float], None]
_listeners: list[Listener] = []


def report(probe: str, step: str, seconds: float) -> None:
    """Tell whoever listens that a probe has been at work for so long, and at which step."""
    for listener in _listeners:
        listener(probe, step, seconds)


@contextlib.contextmanager
def shown(lang: str) -> Iterator[None]:
    """Write a line to standard error when a step that has a text takes long.

    The text of the step ``train 50`` is ``doing_train`` in the messages of the probe's name,
    with 50 as its ``{detail}``. On a terminal the line is replaced by the next one and removed
    at the end; elsewhere each step has one line.
    """
    screen = _Screen(lang)
    _listeners.append(screen.hear)
    try:
        yield
    finally:
        _listeners.remove(screen.hear)
        screen.clear()


class _Screen:
    """Standard error, with what it shows of each process."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.said: set[tuple[str, str]] = set()
        self.width = 0
        self.lock = threading.Lock()  # several processes are waited for at once

    def hear(self, probe: str, step: str, seconds: float) -> None:
        kind, _, detail = step.partition(" ")
        if seconds < PATIENCE or f"doing_{kind}" not in catalogue(probe):
            return
        line = text(f"{probe}.doing_{kind}", self.lang, detail=detail)
        with self.lock:
            if sys.stderr.isatty():
                line = f"{line} ({seconds:.0f} s)"
                print(f"\r{line:<{self.width}}", end="", file=sys.stderr, flush=True)
                self.width = max(self.width, len(line))
            elif (probe, step) not in self.said:
                self.said.add((probe, step))
                print(line, file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Remove the line."""
        if self.width:
            print(f"\r{'':<{self.width}}\r", end="", file=sys.stderr, flush=True)
