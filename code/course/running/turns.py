"""Whose turn it is: work that waits for a free process, in an order that can still be changed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class _Work:
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    after: Future[Any] | None


class Turns:
    """Hands work to a pool as soon as a process is free, and not earlier.

    A pool takes its work in the order in which it was handed over. So what is handed over early,
    to keep every core busy, would be in the way of what somebody is waiting for.

    Parameters
    ----------
    begin
        Has a call made by a free process; may raise what a broken pool does.
    at_once
        How many processes there are.
    """

    def __init__(self, begin: Callable[..., Future[Any]], at_once: int) -> None:
        self._begin = begin
        self._free = at_once
        self._waiting: dict[Future[Any], _Work] = {}
        self._lock = threading.RLock()  # work that is done at once ends within its beginning

    def add(
        self, function: Callable[..., Any], *arguments: Any, after: Future[Any] | None = None
    ) -> Future[Any]:
        """Have `function` called when its turn comes.

        Parameters
        ----------
        function, arguments
            The call.
        after
            Other work, whose result the function takes as one more argument. Both come before
            all else: what is done one after the other takes longest.
        """
        turn: Future[Any] = Future()
        with self._lock:
            self._waiting[turn] = _Work(function, arguments, after)
        if after is not None:
            self.hurry([turn])
            after.add_done_callback(lambda _: self._go_on())
        self._go_on()
        return turn

    def hurry(self, turns: Iterable[Future[Any]]) -> None:
        """Take some work, and what it comes after, before all else that still waits."""
        with self._lock:
            early: dict[Future[Any], _Work] = {}
            for turn in turns:
                chain = [turn]
                while (work := self._waiting.get(chain[-1])) and work.after is not None:
                    chain.append(work.after)
                early |= {t: self._waiting[t] for t in reversed(chain) if t in self._waiting}
            self._waiting = early | self._waiting

    def cancel(self) -> None:
        """Drop what has not begun."""
        with self._lock:
            for turn in self._waiting:
                turn.cancel()
            self._waiting.clear()

    def _go_on(self) -> None:
        with self._lock:
            able = (t for t, work in self._waiting.items() if not work.after or work.after.done())
            while self._free and (turn := next(able, None)) is not None:
                self._take(turn, self._waiting.pop(turn))
                able = (t for t, w in self._waiting.items() if not w.after or w.after.done())

    def _take(self, turn: Future[Any], work: _Work) -> None:
        if not turn.set_running_or_notify_cancel():
            return
        try:
            before = () if work.after is None else (work.after.result(),)
            begun = self._begin(work.function, *work.arguments, *before)
        except (Exception, CancelledError) as error:  # of the work before, or the pool is broken
            turn.set_exception(error)
            return
        self._free -= 1
        begun.add_done_callback(lambda done: self._end(turn, done))

    def _end(self, turn: Future[Any], done: Future[Any]) -> None:
        with self._lock:
            self._free += 1
        if done.cancelled():
            turn.set_exception(CancelledError())
        elif error := done.exception():
            turn.set_exception(error)
        else:
            turn.set_result(done.result())  # what goes on from it takes the free process
        self._go_on()
