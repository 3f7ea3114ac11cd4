"""Limits on what one block may use: its time, and the text and markup that it gives."""

from __future__ import annotations

import faulthandler
import io
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from types import FrameType, TracebackType

GRACE = 5.0  # seconds between the limit and the end of the process, for code that swallows it
OUTPUT_LIMIT = 1_000_000  # characters; the longest that a page needs, data of a drawing, has 0.8

# As they are before the code of a block is refused them.
_exit, _setitimer, _write = os._exit, signal.setitimer, os.write

# What is still done before a process is ended that cannot be interrupted otherwise.
last_acts: list[Callable[[], object]] = []


class TimeLimitExceeded(BaseException):
    """Raised inside code that ran too long; not an `Exception`, so that few swallow it."""


class Interrupted(KeyboardInterrupt):
    """Raised by a signal that ends the build; what code raises itself is a plain interrupt."""


def interrupt(number: int, frame: FrameType | None) -> None:
    """Handle SIGINT while code of a page runs."""
    raise Interrupted


class OutputLimitExceeded(BaseException):
    """Raised inside code that printed too much."""


class LimitedText(io.StringIO):
    """A text stream in memory that refuses to grow past `OUTPUT_LIMIT` characters.

    Attributes
    ----------
    shut
        Whether it was told to close, which it does not: what was printed is still needed.
    """

    shut = False

    def close(self) -> None:
        """Note that it was told to close."""
        self.shut = True

    def write(self, text: str) -> int:
        """Append `text`.

        Raises
        ------
        OutputLimitExceeded
            If the stream would grow past the limit.
        """
        if self.tell() + len(text) > OUTPUT_LIMIT:
            raise OutputLimitExceeded
        return super().write(text)


class TimeLimit:
    """A context in which code is interrupted after `seconds`.

    The interruption is an alarm signal, hence works in the main thread of a POSIX system only;
    elsewhere code runs without a limit. Code that swallows the interruption, or that hangs
    inside a C function, ends the process with `last_words` and exit status 1.
    """

    def __init__(self, seconds: float, last_words: str) -> None:
        self.seconds = seconds
        self.last_words = last_words
        self.usable = hasattr(signal, "SIGALRM") and (
            threading.current_thread() is threading.main_thread()
        )
        self._expired = False

    def __enter__(self) -> TimeLimit:
        if self.usable:
            self._streams = sys.stdout, sys.stderr
            self._previous = signal.signal(signal.SIGALRM, self._on_alarm)
            if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
                signal.signal(signal.SIGINT, interrupt)
            self._arm(self.seconds)
            _active.append(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.usable:
            _active.remove(self)
            self._disarm()
            signal.signal(signal.SIGALRM, self._previous)
            if signal.getsignal(signal.SIGINT) is interrupt:
                signal.signal(signal.SIGINT, signal.default_int_handler)

    def _arm(self, seconds: float) -> None:
        _setitimer(signal.ITIMER_REAL, seconds, GRACE)
        # Where a C function holds the interpreter no signal handler runs; this still does.
        with_stderr = sys.__stderr__
        if with_stderr is not None:
            faulthandler.dump_traceback_later(seconds + 3 * GRACE, exit=True, file=with_stderr)

    def _disarm(self) -> float:
        faulthandler.cancel_dump_traceback_later()
        remaining, _ = _setitimer(signal.ITIMER_REAL, 0)
        return remaining

    def _on_alarm(self, number: int, frame: FrameType | None) -> None:
        if self._expired:
            # From here on the code that swallowed the interruption gets no turn any more.
            _setitimer(signal.ITIMER_REAL, 0)
            for act in last_acts:
                act()
            _write(2, f"{self.last_words}\n".encode())
            _exit(1)
        self._expired = True
        raise TimeLimitExceeded


_active: list[TimeLimit] = []
_pauses = 0


@contextmanager
def paused() -> Iterator[None]:
    """A context in which the course works, not the block that waits for it.

    Its time does not count against the block's limit, and it has the build's own output.
    """
    global _pauses
    if not _active or _pauses or threading.current_thread() is not threading.main_thread():
        yield
        return
    limit = _active[-1]
    remaining = limit._disarm()
    _pauses += 1
    try:
        with redirect_stdout(limit._streams[0]), redirect_stderr(limit._streams[1]):
            yield
    finally:
        _pauses -= 1
        limit._arm(max(remaining, 0.001))


def is_paused() -> bool:
    """Whether a block waits while the course works."""
    return _pauses > 0


class Stopwatch:
    """The seconds since it was made."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    @property
    def seconds(self) -> float:
        """Elapsed seconds."""
        return time.monotonic() - self._start
