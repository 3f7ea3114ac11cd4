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
    """

    function: Callable[..., Result]
    title: str
    first: LongComputation[Any] | None = None

    def __call__(self, **arguments: Any) -> Result:
        """Compute one result."""
        return self.map([arguments])[0]

    def first_calls(self, calls: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Of each set of arguments, those that `first` takes."""
        assert self.first is not None
        taken = inspect.signature(self.first.function).parameters
        return [{name: call[name] for name in call if name in taken} for call in calls]

    def map(self, calls: Iterable[Mapping[str, Any]]) -> list[Result]:
        """Compute one result per set of keyword arguments, in the order given."""
        return _runner(self, [dict(arguments) for arguments in calls])


def long_computation(
    title: str, first: LongComputation[Any] | None = None
) -> Callable[[Callable[..., Result]], LongComputation[Result]]:
    """Declare a function as a long computation.

    Parameters
    ----------
    title, first
        See `LongComputation`.
    """

    def declare(function: Callable[..., Result]) -> LongComputation[Result]:
        return LongComputation(function, title, first)

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
