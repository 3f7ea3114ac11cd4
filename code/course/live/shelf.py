"""The results of long computations as browsers get them: a file for each computation."""

from __future__ import annotations

import hashlib
import inspect
import pickle
import zlib
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field

from course.live.stored import ALL, Index, name_of
from course.running.computations import Given, Key

WHOLE = 150_000  # bytes up to which all results of a computation are one file
LARGEST = 1_000_000  # bytes of a file: with it, the first run of a block loads a tenth more
# Results shrink to between a tenth and all of their size. Those that are far larger are not packed
# to find out by how much they are: that took a third of the time in which pages are rendered.
SHRINKS = 10
LEVEL = 6  # the highest takes three times as long for files smaller by half a percent
EARLIEST = 4  # the protocol that every Python of a browser reads

Results = dict[str, bytes]  # of each call of a computation, by its arguments


@dataclass
class Shelf(Container[str]):
    """The long computations whose results a browser can fetch, as `module:name`.

    Parameters
    ----------
    given
        Gives each call whose result is there.
    """

    given: Callable[[], Iterable[Given]] = tuple
    _pickled: dict[Key, Results] = field(default_factory=dict)
    _files: dict[str, tuple[frozenset[Key], dict[str, bytes]]] = field(default_factory=dict)

    def __contains__(self, name: object) -> bool:
        """Whether the results of a computation are there, and none is too large."""
        return name in self._files and all(
            len(content) <= LARGEST for content in self._files[str(name)][1].values()
        )

    def fill(self) -> None:
        """Take what has been computed since, and leave the results of other code."""
        calls: dict[str, list[Given]] = {}
        for one in self.given():
            calls.setdefault(name_of(one.computation.function), []).append(one)
        for name, ones in calls.items():
            keys = frozenset(one.key for one in ones)
            if name not in self._files or self._files[name][0] != keys:
                results = dict(pair for one in ones for pair in self._results(one).items())
                self._files[name] = (keys, _files(dict(sorted(results.items()))))
        for gone in self._files.keys() - calls.keys():
            del self._files[gone]

    def index(self) -> Index:
        """Of each computation the names of its files: the SHA-256 of what is in them."""
        return {
            name: {call: _digest(content) for call, content in self._files[name][1].items()}
            for name in sorted(self._files)
            if name in self
        }

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Each file with its name."""
        for name in sorted(self._files):
            if name in self:
                for content in self._files[name][1].values():
                    yield _digest(content), content

    def _results(self, one: Given) -> Results:
        """The results of a call; of one that was made for several values, each by itself."""
        if one.key not in self._pickled:
            together = one.computation.together
            calls = [one.arguments]
            made = [one.result]
            if together:
                usual = inspect.signature(one.computation.function).parameters[together].default
                values = one.arguments.get(together, usual)  # one begun ahead may have none
                calls = [{**one.arguments, together: each} for each in values]
                made = one.result
            self._pickled[one.key] = {
                one.computation.said(call): pickle.dumps(result, EARLIEST)
                for call, result in zip(calls, made, strict=True)
            }
        return self._pickled[one.key]


def _files(results: Results) -> dict[str, bytes]:
    """The files of a computation: one of all its results if that is small, else one of each."""
    if sum(map(len, results.values())) <= SHRINKS * WHOLE:
        whole = _packed(results)
        if len(whole) <= WHOLE:
            return {ALL: whole}
    return {call: _packed({call: result}) for call, result in results.items()}


def _packed(results: Results) -> bytes:
    pickled = pickle.dumps(results, EARLIEST)
    return pickled if len(pickled) > SHRINKS * LARGEST else zlib.compress(pickled, LEVEL)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
