"""How a build ends: whatever stops it or its processes, by a process that answers for it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

from course.running import limits

GRACE = 1.5  # seconds that a build may use to clean up after it was told to stop
STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def end_with_parent() -> None:
    """End this worker as soon as its parent has ended, however that died."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "only a worker has a parent"

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def stop_on_term() -> None:
    """Let SIGTERM stop this process as an interrupt from the keyboard does, once."""
    signal.signal(signal.SIGTERM, _interrupt)


def supervise(clear: Callable[[], object]) -> Callable[[], object]:
    """Go on in a process of its own, while this one waits and answers for how it ends.

    Code that a page runs can end its process in ways that no code in that process sees:
    `os._exit`, `os.execv`, a library's `exit`. Only another process can tell. Where a process
    with matplotlib and NumPy loaded can't safely be forked, as with macOS' own libraries, the
    build goes on in this one.

    Parameters
    ----------
    clear
        Called here once the build has ended: clears away what it may have left.

    Returns
    -------
    callable
        In the new process: to be called when the site has been published. Without that call, this
        process never exits with status 0.

    Raises
    ------
    SystemExit
        In this process, with the status of the build, or 128 and the number of a signal.
    """
    if sys.platform != "linux":
        stop_on_term()
        return lambda: None
    said, saying = os.pipe()
    living, life = os.pipe()  # closed by this process' end alone
    sys.stdout.flush()
    sys.stderr.flush()
    build = os.fork()
    if not build:
        os.close(said)
        os.close(life)
        threading.Thread(target=_end_with, args=(living,), daemon=True).start()
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            # A keyboard's reaches both processes; the one above passes on each signal once.
            signal.signal(signal.SIGINT, lambda number, frame: None)
        stop_on_term()
        return lambda: os.write(saying, b"published")
    os.close(saying)
    os.close(living)
    status, stopped = _wait(build)
    os.set_blocking(said, False)
    published = _read(said) == b"published"
    clear()
    if stopped:
        sys.exit(128 + stopped)
    if status < 0 or (status == 0 and not published):
        how = f"killed by signal {-status}" if status < 0 else "with exit status 0"
        sys.stderr.write(
            f"The build ended before the site was published, {how}: a block that it ran may have "
            "ended the process. The last site stays as it was.\n"
        )
        sys.exit(128 - status if status else 1)
    sys.exit(status)


def _wait(build: int) -> tuple[int, int]:
    """Wait for the build; gives its exit code and the signal that this process was stopped by."""
    stops: list[int] = []

    def pass_on(number: int, frame: FrameType | None) -> None:
        if not stops:
            os.kill(build, signal.SIGTERM)
            signal.setitimer(signal.ITIMER_REAL, GRACE)
        stops.append(number)

    for number in STOPS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, pass_on)
    # It may hang in a C function, or a page's code may swallow the interruption.
    signal.signal(signal.SIGALRM, lambda number, frame: os.kill(build, signal.SIGKILL))
    _, status = os.waitpid(build, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return os.waitstatus_to_exitcode(status), stops[0] if stops else 0


def _read(pipe: int) -> bytes:
    try:
        return os.read(pipe, 64)
    except BlockingIOError:  # a process that outlived the build holds its other end
        return b""


def _end_with(pipe: int) -> None:
    os.read(pipe, 1)  # returns when nobody can write any more
    os.kill(os.getpid(), signal.SIGKILL)


def _interrupt(number: int, frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)  # cleaning up is not to be interrupted in its turn
    raise limits.Interrupted
