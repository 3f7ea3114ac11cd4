"""What no code of a page may do: end, copy or silence the process that builds the site."""

from __future__ import annotations

import _thread
import asyncio
import os
import posix
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from course.running import limits

ENDS = "would end the build"
COPIES = "would go on as a second build"
LIFTS = "would lift its time limit"
HOLDS = "would hold for the whole build"
STANDARD = (0, 1, 2)  # the descriptors of input, output and errors

Refuses = Callable[..., bool]


class Refused(BaseException):
    """Raised in the place of a call that is refused; not an `Exception`, so that few swallow it."""


def _always(*_: Any, **__: Any) -> bool:
    return True


def _own(process: int, *_: Any) -> bool:
    """Whether a signal would reach this process or the one that started it."""
    return process <= 0 or process in (os.getpid(), os.getppid())


def _standard(descriptor: int, *_: Any) -> bool:
    return descriptor in STANDARD


# Modules that hold the function, its name, what it would do, and when it is refused.
CALLS: list[tuple[tuple[Any, ...], str, str, Refuses]] = [
    ((os, posix), "_exit", ENDS, _always),
    ((os, posix), "abort", ENDS, _always),
    ((os, posix), "execv", ENDS, _always),
    ((os, posix), "execve", ENDS, _always),
    ((os, posix), "kill", ENDS, _own),
    ((os, posix), "killpg", ENDS, lambda group, *_: group in (0, os.getpgrp())),
    ((signal,), "raise_signal", ENDS, _always),
    ((signal,), "pthread_kill", ENDS, _always),
    ((os, posix), "fork", COPIES, _always),
    ((os, posix), "forkpty", COPIES, _always),
    ((os, posix), "posix_spawn", "starts a program that nobody waits for", _always),
    ((os, posix), "posix_spawnp", "starts a program that nobody waits for", _always),
    ((os, posix), "system", "starts a program whose output no page shows", _always),
    ((os, posix), "write", "writes where no page shows it", _standard),
    ((os, posix), "nice", HOLDS, lambda by: by != 0),
    ((os, posix), "setpriority", HOLDS, _always),
    ((resource,), "setrlimit", HOLDS, _always),
    ((sys,), "settrace", HOLDS, _always),
    ((sys,), "setprofile", HOLDS, _always),
    ((os, posix), "close", "would silence the build", _standard),
    ((os, posix), "dup2", "would silence the build", lambda _, to, *__, **___: to in STANDARD),
    ((signal,), "alarm", LIFTS, _always),
    ((signal,), "setitimer", LIFTS, _always),
    ((signal,), "pthread_sigmask", LIFTS, lambda how, _: how != signal.SIG_UNBLOCK),
    ((signal,), "signal", LIFTS, lambda number, *_, **__: number == signal.SIGALRM),
    ((_thread,), "start_new_thread", "starts a thread that nobody can wait for", _always),
    ((asyncio,), "run", "does not work in the page's notebook, where a loop runs already", _always),
]


@contextmanager
def refusing() -> Iterator[list[str]]:
    """A context in which such calls raise `Refused`; gives what was refused, also if swallowed.

    The machinery of the course, which may work while a block waits, is not refused anything.
    """
    refused: list[str] = []

    def guarded(original: Callable[..., Any], name: str, does: str, when: Refuses) -> Any:
        def call(*arguments: Any, **named: Any) -> Any:
            if limits.is_paused() or not when(*arguments, **named):
                return original(*arguments, **named)
            refused.append(f"calls {name}, which {does}")
            raise Refused(refused[-1])

        return call

    with ExitStack() as stack:
        for modules, name, does, when in CALLS:
            called = f"{modules[0].__name__}.{name}"
            for module in modules:
                if hasattr(module, name):
                    put = guarded(getattr(module, name), called, does, when)
                    stack.enter_context(mock.patch.object(module, name, put))
        yield refused
