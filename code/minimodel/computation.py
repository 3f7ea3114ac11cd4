"""Long computations: functions that say of themselves that they take seconds, not milliseconds."""

from __future__ import annotations

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
    """

    function: Callable[..., Result]
    title: str

    def __call__(self, **arguments: Any) -> Result:
        """Compute one result."""
        return self.map([arguments])[0]

    def map(self, calls: Iterable[Mapping[str, Any]]) -> list[Result]:
        """Compute one result per set of keyword arguments, in the order given."""
        return _runner(self, [dict(arguments) for arguments in calls])


def long_computation(
    title: str,
) -> Callable[[Callable[..., Result]], LongComputation[Result]]:
    """Declare a function as a long computation.

    Parameters
    ----------
    title
        What it computes, in a few words, for whoever is waiting.
    """

    def declare(function: Callable[..., Result]) -> LongComputation[Result]:
        return LongComputation(function, title)

    return declare


def run_here(computation: LongComputation[Result], calls: list[Mapping[str, Any]]) -> list[Result]:
    """Run every call in this process, one after the other."""
    return [computation.function(**arguments) for arguments in calls]


_runner: Runner = run_here


def run_with(runner: Runner) -> None:
    """Let `runner(computation, calls)` run all long computations of this process from now on."""
    global _runner
    _runner = runner
