"""Processes that work beside a build: on long computations, drawings and notebooks."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any

from course.running import limits, memory, sources, supervision
from course.running.turns import Turns


class Workers:
    """One process a core, started when there is first something to do.

    Attributes
    ----------
    niceness
        How far those that are started from now on stand back behind other processes.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._turns: Turns
        self._generation = 0
        self.niceness = 0

    @property
    def ready(self) -> bool:
        """Whether they have been started."""
        return self._pool is not None

    def submit(
        self, function: Callable[..., Any], *arguments: Any, after: Future[Any] | None = None
    ) -> Future[Any]:
        """Have `function`, which stands at the top level of a module, called by a worker.

        Parameters
        ----------
        function, arguments, after
            See `Turns.add`.
        """
        with limits.paused():  # the workers are the course's, whoever first needs them
            if self._pool is None:
                processes = os.cpu_count() or 1
                # Spawned, not forked: a server's threads do not survive a fork.
                self._pool = ProcessPoolExecutor(
                    processes,
                    mp_context=multiprocessing.get_context("spawn"),
                    initializer=_begin,
                    initargs=(self.niceness,),
                )
                self._turns = Turns(self._pool.submit, processes)
            return self._turns.add(_call, self._generation, function, *arguments, after=after)

    def hurry(self, begun: Iterable[Future[Any]]) -> None:
        """Let them take what somebody waits for before all else that none of them has begun."""
        if self._pool is not None:
            self._turns.hurry(begun)

    def renew(self) -> None:
        """Let the workers import the teaching code anew before the calls that are still to come.

        They keep all else that they have loaded, which takes a second or two.
        """
        self._generation += 1

    def close(self) -> None:
        """Stop the workers; what none of them has begun is never done."""
        if self._pool is not None:
            self._turns.cancel()
            self._pool.shutdown(cancel_futures=True)
        self._pool = None

    def kill(self) -> None:
        """End the workers at once, whatever they are doing, and with them this process's use."""
        if self._pool is not None:
            for worker in multiprocessing.active_children():
                worker.kill()
                worker.join()


_loaded = 0  # in a worker: the generation of the teaching code that it has imported


def _begin(niceness: int) -> None:
    # An interrupt from the keyboard is the build's affair, which then closes its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    supervision.end_with_parent()
    memory.keep()
    memory.seldom_search()
    if hasattr(os, "nice"):
        os.nice(niceness)


def _call(generation: int, function: Callable[..., Any], *arguments: Any) -> Any:
    global _loaded
    if generation != _loaded:
        sources.forget()
        _loaded = generation
    return function(*arguments)
