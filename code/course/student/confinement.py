"""What a student's process may not do even if it tries: write elsewhere, signal others, outlive."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import struct
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

# Linux calls with the same number on every architecture; see the kernel's landlock(7).
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION: Final = 1  # a flag: do not create one, say which version there is
PATH_BENEATH: Final = 1
DEATH_SIGNAL, NO_NEW_PRIVILEGES = 1, 38  # of prctl(2)
WRITE_FILE: Final = 1 << 1
WRITES: Final = WRITE_FILE | sum(1 << place for place in range(4, 13))  # make and remove as well
RENAME, TRUNCATE = 1 << 13, 1 << 14  # since versions 2 and 3
NETWORK: Final = 0b11  # since version 4: bind and connect
OTHERS: Final = 0b11  # since version 6: abstract sockets of other processes, and signals to them


def confine(writable: Iterable[Path]) -> bool:
    """Let this process and its children write below some paths only, and signal only each other.

    Parameters
    ----------
    writable
        Folders and files; what does not exist is left out.

    Returns
    -------
    bool
        Whether the system can do that: Linux can from 5.13 on, signals included from 6.12 on.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_long(VERSION))
    if version < 1:
        return False
    handled = WRITES | (RENAME if version >= 2 else 0) | (TRUNCATE if version >= 3 else 0)
    fields = [handled, *([NETWORK] if version >= 4 else []), *([OTHERS] if version >= 6 else [])]
    asked = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = _call(libc, CREATE_RULESET, asked, len(asked), 0)
    try:
        for path in writable:
            with contextlib.suppress(FileNotFoundError):
                _allow(libc, ruleset, path, handled)
        if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
        _call(libc, RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)
    return True


def _allow(libc: Any, ruleset: int, path: Path, handled: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        allowed = handled if path.is_dir() else handled & (WRITE_FILE | TRUNCATE)
        rule = struct.pack("=Qi", allowed, place)
        _call(libc, ADD_RULE, ruleset, PATH_BENEATH, rule, 0)
    finally:
        os.close(place)


def _call(libc: Any, number: int, *arguments: Any) -> int:
    # The kernel reads whole registers, of which a plain C int fills only a half.
    whole = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    found = int(libc.syscall(number, *whole))
    if found < 0:
        raise OSError(ctypes.get_errno(), "landlock")
    return found


def end_with(parent: int) -> None:
    """Let this process be killed once its parent has ended, however that died.

    Elsewhere than on Linux, what limits its time ends it.

    Parameters
    ----------
    parent
        The number of the process that started it.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it had ended before
        os._exit(1)


def end_all(mark: str) -> None:
    """Kill every process that was started with `mark` in its environment, and its children.

    One that has begun a session of its own is in no process group that its parent could end.
    """
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended, or is another user's
            if mark.encode() in (entry / "environ").read_bytes().split(b"\0"):
                os.kill(int(entry.name), signal.SIGKILL)
