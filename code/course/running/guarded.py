"""The one way in which code of a page runs, be it a block or a value in a sentence."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any

import matplotlib as mpl

from course.running import leaks, limits, refusals, strays
from course.running.limits import LimitedText, OutputLimitExceeded, TimeLimit, TimeLimitExceeded
from course.running.pending import Pending
from course.running.refusals import Refused
from course.running.snippets import SnippetError, told

STOPS = (TimeLimitExceeded, OutputLimitExceeded, Refused)
Execute = Callable[..., Any]  # its namespace, and one or more pieces of compiled code


@dataclass(frozen=True)
class Given:
    """What code gave.

    Attributes
    ----------
    value
        What the action returned; `None` if it raised.
    failure
        What it raised, if anything.
    stdout
        What it printed.
    warnings
        The warnings that it gave.
    figures
        Those that pyplot held when it ended, now closed.
    """

    value: Any
    failure: BaseException | None
    stdout: str
    warnings: list[warnings.WarningMessage]
    figures: list[Any]


class Guard:
    """Runs the pieces of code of one page, each within the limits, leaving nothing behind."""

    def __init__(self) -> None:
        self._state = leaks.State()

    def call(
        self,
        action: Callable[[Execute], Any],
        *,
        name: str,
        place: str,
        seconds: float,
        long: str,
        calls: bool = True,
    ) -> Given:
        """Let `action` run code; it is handed what executes compiled code.

        Parameters
        ----------
        action
            What is done.
        name
            How messages call the code.
        place
            Where it stands, `file:line`.
        seconds
            How long it may take.
        long
            What can be done if it takes longer.
        calls
            Whether the code calls anything; what does not leaves all as it was.

        Raises
        ------
        SnippetError
            If it takes too long, prints too much or to stderr, closes its output, tries to end
            or to copy the process, or leaves something running or changed.
        Pending
            If it needs what is still being computed.
        """
        over = (f"{name} still ran after {seconds:g} s.", long)
        stdout, stderr = LimitedText(), LimitedText()
        given: Given | None = None
        refused: list[str] = []
        left: list[str] = []
        changed: list[str] = []
        try:
            with (
                TimeLimit(seconds, f"{place}: {' '.join(over)}"),
                warnings.catch_warnings(record=True) as caught,
                contextlib.redirect_stdout(stdout),
                contextlib.redirect_stderr(stderr),
                mpl.rc_context(),
                refusals.refusing() as refused,
                strays.watching() as started,
                self._state.watching(),
            ):
                warnings.simplefilter("always")
                value, failure = None, None
                try:
                    with _loop() as execute:
                        value = action(execute)
                except (*STOPS, Pending, limits.Interrupted):
                    raise
                except BaseException as error:
                    failure = error
                finally:
                    figures = _taken()
                    left = started.end()
                    changed = self._state.restore() if calls else []
                    if (sys.stdout, sys.stderr) != (stdout, stderr):
                        changed.append("sys.stdout or sys.stderr")
                given = Given(value, failure, stdout.getvalue(), caught, figures)
        except TimeLimitExceeded:
            raise SnippetError(*over) from None
        except OutputLimitExceeded:
            raise SnippetError(
                f"{name} printed more than {limits.OUTPUT_LIMIT:,} characters.",
                "Print less, or write it to a file.",
            ) from None
        except Refused:
            pass  # told below, as are those that the code has swallowed
        if refused:
            raise SnippetError(f"{name} {refused[0]}.", "Take the call out.")
        if stdout.shut or stderr.shut:
            raise SnippetError(
                f"{name} closes sys.stdout or sys.stderr.", "Leave it open for what comes below."
            )
        if left:
            raise SnippetError(
                f"{name} leaves {', '.join(left)} running.",
                "Let it end, and join it, in the block.",
            )
        if changed:
            raise SnippetError(
                f"{name} leaves {', '.join(changed)} changed, which other pages would see.",
                "Put it back before the code ends, or work on a copy of its own.",
            )
        assert given is not None, "it ran to its end"
        if stderr.getvalue():
            first = told(stderr.getvalue().strip().partition("\n")[0])
            raise SnippetError(
                f"{name} writes to sys.stderr: {first!r}.",
                "Print what readers should see; mend or silence what is a complaint.",
            )
        return given


@contextlib.contextmanager
def _loop() -> Iterator[Execute]:
    """What executes compiled code; if any of it awaits something, all in one event loop."""
    with contextlib.ExitStack() as stack:

        def execute(namespace: dict[str, Any], *pieces: CodeType) -> Any:
            result = None
            if not any(code.co_flags & inspect.CO_COROUTINE for code in pieces):
                for code in pieces:
                    result = eval(code, namespace)
                return result

            async def awaiting() -> Any:
                for code in pieces:
                    result = eval(code, namespace)
                    if code.co_flags & inspect.CO_COROUTINE:
                        result = await result
                return result

            stack.callback(asyncio.set_event_loop_policy, None)  # as if there had been no loop
            return stack.enter_context(asyncio.Runner()).run(awaiting())

        yield execute


def _taken() -> list[Any]:
    """The figures that pyplot holds, which are closed."""
    from matplotlib import pyplot

    drawn = [pyplot.figure(number) for number in pyplot.get_fignums()]
    pyplot.close("all")
    return drawn
