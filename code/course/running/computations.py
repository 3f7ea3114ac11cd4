"""Long computations of the teaching code: each done once, side by side, with its progress shown."""

from __future__ import annotations

import importlib
import pickle
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from course.running import limits, origins
from course.running.origins import ComputationError, Key
from course.running.pending import Pending, Wait
from course.running.sources import Sources
from course.running.workers import Workers

LONGEST = 900.0  # seconds that one call may take before the build gives up on it


@dataclass(frozen=True)
class Given:
    """A call of a long computation, and its result; `key` says what both come from."""

    computation: Any
    arguments: Mapping[str, Any]
    key: Key
    result: Any


class Computations:
    """Runs the long computations of a build and keeps their results.

    Parameters
    ----------
    sources
        The teaching code, whose text is part of each result's key.
    cache
        A folder for results that outlive this process; `None` keeps nothing.
    workers
        Who computes; `None` for workers of its own.

    Attributes
    ----------
    landed
        If set, no caller of `run` waits: what is not there yet raises `Pending`, and this is
        called, in a thread of its own, as soon as all that one of them asked for is there.
    """

    def __init__(
        self, sources: Sources, cache: Path | None = None, workers: Workers | None = None
    ) -> None:
        self.sources = sources
        self.cache = cache
        self._results: dict[Key, Any] = {}
        self._kept: dict[Key, bytes] = {}  # pickled, where there is no cache
        self._running: dict[Key, Future[Any]] = {}
        self._failed: dict[Key, Exception] = {}
        self._calls: dict[tuple[str, str, str], tuple[Any, dict[str, Any], Key]] = {}
        self._awaited: dict[Wait, float] = {}
        self.landed: Callable[[], object] | None = None
        self.workers = workers or Workers()
        self._console = Console(stderr=True)

    def run(self, computation: Any, calls: list[Mapping[str, Any]]) -> list[Any]:
        """Results of `computation` for each set of arguments; the runner for `minimodel`."""
        with limits.paused():
            keys = self.begin(computation, calls)
            if self.landed is not None:
                self._look(computation.title, Wait(tuple(dict.fromkeys(keys))))
                return [self._results[key] for key in keys]
            self._finish(computation.title, [key for key in keys if key in self._running])
        return [self._results[key] for key in keys]

    def begin(self, computation: Any, calls: list[Mapping[str, Any]]) -> list[Key]:
        """Have `computation` run for each set of arguments, unless it was; wait for none.

        Raises
        ------
        ComputationError
            If its results would differ from build to build.
        """
        function = computation.function
        origin = origins.origin(self.sources, computation)
        keys = []
        for arguments in calls:
            key = origins.key(origin, computation, arguments)
            keys.append(key)
            call = (function.__module__, function.__qualname__, computation.said(arguments))
            self._calls[call] = (computation, dict(arguments), key)
            if self._known(key):
                continue
            after = None
            before: tuple[Any, ...] = ()
            if computation.first is not None:
                (first,) = self.begin(computation.first, computation.first_calls([arguments]))
                if first in self._failed:
                    raise self._failed[first].with_traceback(None)
                after = self._running.get(first)
                before = () if after else (self._results[first],)
            self._running[key] = self.workers.submit(
                _call,
                function.__module__,
                function.__qualname__,
                dict(arguments),
                *before,
                after=after,
            )
        return keys

    def begin_named(self, name: str) -> list[Key]:
        """Begin the computation `module:function`, without arguments, for a page to find ready.

        Raises
        ------
        ComputationError
            If there is no such computation.
        """
        module, _, attribute = name.partition(":")
        try:
            return self.begin(getattr(importlib.import_module(module), attribute), [{}])
        except (ImportError, AttributeError, ValueError):
            raise ComputationError(f"there is no long computation {name!r}") from None

    def given(self) -> Iterator[Given]:
        """Each call whose result is there, as the code is now."""
        for computation, arguments, key in self._calls.values():
            try:
                there = self._there(key)
            except (ImportError, AttributeError):
                continue  # of code that is gone; no page asks for it any more
            if there:
                yield Given(computation, arguments, key, self._results[key])

    def under_way(self, keys: Iterable[Key]) -> bool:
        """Whether any of these results is still to come."""
        return any(not self._running[key].done() for key in keys if key in self._running)

    @property
    def busy(self) -> bool:
        """Whether any is under way."""
        return any(not future.done() for future in list(self._running.values()))

    def open(self, wait: Wait) -> bool:
        """Whether what was asked for is still on its way."""
        known = all(key in self._results or key in self._running for key in wait.keys)
        return known and any(map(self._under_way, wait.keys))

    def hurry(self, wait: Wait) -> None:
        """Let this go before what else has not been begun."""
        self.workers.hurry(f for f in map(self._running.get, wait.keys) if f is not None)

    def progress(self) -> dict[str, tuple[int, int, float]]:
        """Of each wait, by its id: how many of its calls are done, of how many, after how long."""
        now = time.monotonic()
        return {
            wait.id: (
                sum(not self._under_way(key) for key in wait.keys),
                len(wait.keys),
                round(now - since, 1),
            )
            for wait, since in list(self._awaited.items())
        }

    def renew(self) -> None:
        """Compute with the code as it is now from here on; what was begun before is dropped.

        Results stay, and are made anew when next asked for: those that are there are of classes
        that their modules, once imported anew, no longer have.
        """
        self._results.clear()
        self.workers.renew()
        for future in self._running.values():
            future.cancel()  # unless a worker is at it, who then works in vain
        self._running.clear()
        self._awaited.clear()

    def close(self) -> None:
        """Stop the workers; results stay."""
        self.workers.close()
        self._running.clear()

    def _known(self, key: Key) -> bool:
        """Whether a result is there or on its way; looks into the cache, too."""
        return self._there(key) or key in self._running or key in self._failed

    def _there(self, key: Key) -> bool:
        """Whether a result is there, or can be made of what was kept of it."""
        if key not in self._results:
            kept = self._kept.get(key)
            if self.cache is not None:
                path = self.cache / f"{key}.pickle"
                kept = path.read_bytes() if path.is_file() else None
            if kept is not None:
                self._results[key] = pickle.loads(kept)
        return key in self._results

    def _look(self, title: str, wait: Wait) -> None:
        """Take the results that are there; raise `Pending` if any is not.

        A call that failed fails again until its code changes: trying anew would fail as late.
        """
        for key in [k for k in wait.keys if k in self._running and self._running[k].done()]:
            try:
                self._results[key] = self._running.pop(key).result()
                self._keep(key)
            except BrokenProcessPool:
                self.close()
                raise ComputationError(f"a worker died while computing {title!r}") from None
            except Exception as error:
                self._failed[key] = error
        for key in wait.keys:
            if key in self._failed:
                raise self._failed[key].with_traceback(None)
        coming = [self._running[key] for key in wait.keys if key in self._running]
        if coming:
            if wait not in self._awaited:
                self._awaited[wait] = time.monotonic()
                for future in coming:
                    future.add_done_callback(lambda _: self._tell(wait))
            raise Pending(wait)
        if since := self._awaited.pop(wait, 0.0):
            taken = f"{len(wait.keys)} in {time.monotonic() - since:.1f} s"
            self._console.print(f"computed {title}: {taken}", highlight=False)

    def _under_way(self, key: Key) -> bool:
        future = self._running.get(key)
        return future is not None and not future.done()

    def _tell(self, wait: Wait) -> None:
        if wait in self._awaited and not self.open(wait) and self.landed is not None:
            self.landed()

    def _finish(self, title: str, keys: list[Key]) -> None:
        if not keys:
            return
        waiting = {self._running[key]: key for key in dict.fromkeys(keys)}
        self.workers.hurry(waiting)
        watch = limits.Stopwatch()
        progress = Progress(
            TextColumn("computing {task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        with progress:
            task = progress.add_task(title, total=len(waiting))
            try:
                for future in as_completed(waiting, timeout=LONGEST * len(waiting)):
                    key = waiting[future]
                    self._results[key] = future.result()
                    self._keep(key)
                    progress.advance(task)
            except TimeoutError:
                self.close()
                raise ComputationError(f"{title!r} took over {LONGEST:.0f} s a call") from None
            except BrokenProcessPool:
                self.close()
                raise ComputationError(f"a worker died while computing {title!r}") from None
            finally:
                for key in waiting.values():
                    self._running.pop(key, None)
        self._console.print(
            f"computed {title}: {len(waiting)} in {watch.seconds:.1f} s", highlight=False
        )

    def _keep(self, key: Key) -> None:
        kept = pickle.dumps(self._results[key])
        if self.cache is None:
            self._kept[key] = kept
            return
        self.cache.mkdir(parents=True, exist_ok=True)
        partial = self.cache / f"{key}.partial"
        partial.write_bytes(kept)
        partial.replace(self.cache / f"{key}.pickle")


def _call(module: str, qualname: str, arguments: dict[str, Any], *before: Any) -> Any:
    """Run a declared computation in a worker process."""
    return getattr(importlib.import_module(module), qualname).function(*before, **arguments)
