"""Long computations: functions that say of themselves that they take seconds, not milliseconds."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")
Runner = Callable[["LongComputation[Any]", list[Mapping[str, Any]]], list[Any]]


@dataclass(frozen=True)
class LongComputation(Generic[Result]):
    """A function of keyword arguments whose runs are independent of each other.

    Called like the function that it wraps, it runs once. `map` takes many sets of arguments.
    Run alone, both just call the function. A program that has cores to spare, a progress bar
    to draw or results to share hands its own way of running to `run_with`.

    Attributes
    ----------
    function
        The wrapped function. It stands at the top level of a module, its arguments are plain
        values (numbers, strings, tuples) and its result can be pickled.
    title
        What it computes, in a few words, for whoever is waiting.
    first
        Another long computation, whose result the function takes as its first argument: so
        what several go on from is computed once.
    together
        The name of an argument, such as ``seed``, of which the function takes several values at
        once, a tuple, and returns a list of results, one for each. Whoever calls it gives one
        value and gets one result; calls that differ in nothing else are made as one.
    """

    function: Callable[..., Result]
    title: str
    first: LongComputation[Any] | None = None
    together: str = ""

    def __call__(self, **arguments: Any) -> Result:
        """Compute one result."""
        return self.map([arguments])[0]

    def said(self, arguments: Mapping[str, Any]) -> str:
        """The arguments of a call as text, the same whether its defaults are written out or not."""
        parameters = inspect.signature(self.function).parameters.values()
        usual = {p.name: p.default for p in parameters if p.default is not p.empty}
        return repr(sorted({**usual, **arguments}.items()))

    def first_calls(self, calls: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Of each set of arguments, those that `first` takes."""
        assert self.first is not None
        taken = inspect.signature(self.first.function).parameters
        return [{name: call[name] for name in call if name in taken} for call in calls]

    def map(self, calls: Iterable[Mapping[str, Any]]) -> list[Result]:
        """Compute one result per set of keyword arguments, in the order given."""
        if not self.together:
            return _runner(self, [dict(arguments) for arguments in calls])
        return self._map_together([dict(arguments) for arguments in calls])

    def _map_together(self, calls: list[dict[str, Any]]) -> list[Result]:
        default = inspect.signature(self.function).parameters[self.together].default
        values = [call.pop(self.together, default[0]) for call in calls]
        groups: dict[str, tuple[dict[str, Any], dict[Any, None]]] = {}
        for call, value in zip(calls, values, strict=True):
            _, members = groups.setdefault(repr(sorted(call.items())), (call, {}))
            members[value] = None
        made = _runner(
            self, [{**call, self.together: tuple(members)} for call, members in groups.values()]
        )
        results = {
            (name, value): result
            for (name, (_, members)), several in zip(groups.items(), made, strict=True)
            for value, result in zip(members, several, strict=True)
        }
        return [
            results[repr(sorted(call.items())), value]
            for call, value in zip(calls, values, strict=True)
        ]


def long_computation(
    title: str, first: LongComputation[Any] | None = None, together: str = ""
) -> Callable[[Callable[..., Any]], LongComputation[Any]]:
    """Declare a function as a long computation.

    Parameters
    ----------
    title, first, together
        See `LongComputation`.
    """

    def declare(function: Callable[..., Any]) -> LongComputation[Any]:
        return LongComputation(function, title, first, together)

    return declare


def run_here(computation: LongComputation[Result], calls: list[Mapping[str, Any]]) -> list[Result]:
    """Run every call in this process, one after the other."""
    if computation.first is None:
        return [computation.function(**arguments) for arguments in calls]
    befores = computation.first.map(computation.first_calls(calls))
    return [
        computation.function(before, **arguments)
        for before, arguments in zip(befores, calls, strict=True)
    ]


_runner: Runner = run_here


def run_with(runner: Runner) -> None:
    """Let `runner(computation, calls)` run all long computations of this process from now on."""
    global _runner
    _runner = runner
