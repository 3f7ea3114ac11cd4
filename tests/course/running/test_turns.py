"""Work gets its turn when a process is free, in an order that can still be changed."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pytest
from course.running.turns import Turns


class Pool:
    """Processes that end a call when the test says so."""

    def __init__(self) -> None:
        self.begun: dict[str, Future[Any]] = {}
        self.given: dict[str, tuple[Any, ...]] = {}

    def submit(self, name: str, *arguments: Any) -> Future[Any]:
        self.given[name] = arguments
        return self.begun.setdefault(name, Future())

    def end(self, name: str, result: Any = None) -> None:
        self.begun[name].set_result(result)


def add(turns: Turns, *names: str, after: Future[Any] | None = None) -> list[Future[Any]]:
    return [turns.add(name, after=after) for name in names]  # type: ignore[arg-type]


def test_no_more_is_handed_over_than_there_are_processes() -> None:
    pool = Pool()
    turns = Turns(pool.submit, 2)
    first, *_ = add(turns, "a", "b", "c", "d")
    assert list(pool.begun) == ["a", "b"]
    pool.end("a", 1)
    assert first.result(0) == 1
    assert list(pool.begun) == ["a", "b", "c"]


def test_what_somebody_waits_for_comes_first_and_the_rest_keeps_its_order() -> None:
    pool = Pool()
    turns = Turns(pool.submit, 1)
    _, _, third, fourth, _ = add(turns, "a", "b", "c", "d", "e")
    turns.hurry([fourth, third])
    for name in ("a", "d", "c", "b"):
        pool.end(name)
    assert list(pool.begun) == ["a", "d", "c", "b", "e"]


def test_work_that_others_go_on_from_comes_first_and_hands_its_result_on() -> None:
    pool = Pool()
    turns = Turns(pool.submit, 1)
    _, _, third = add(turns, "a", "b", "c")
    (going_on,) = add(turns, "from c", after=third)
    pool.end("a")
    assert list(pool.begun) == ["a", "c"]
    pool.end("c", 5)
    assert list(pool.begun) == ["a", "c", "from c"]
    assert pool.given["from c"] == (5,)
    pool.end("from c", 6)
    assert going_on.result(0) == 6
    assert list(pool.begun)[-1] == "b"


def test_a_process_takes_other_work_while_the_first_of_two_is_under_way() -> None:
    pool = Pool()
    turns = Turns(pool.submit, 2)
    (first,) = add(turns, "a")
    add(turns, "from a", after=first)
    add(turns, "b")
    assert list(pool.begun) == ["a", "b"]


def test_a_failure_is_also_that_of_what_goes_on_from_it() -> None:
    pool = Pool()
    turns = Turns(pool.submit, 1)
    (first,) = add(turns, "a")
    (second,) = add(turns, "from a", after=first)
    (third,) = add(turns, "b")
    pool.begun["a"].set_exception(ValueError("no"))
    for failed in (first, second):
        with pytest.raises(ValueError, match="no"):
            failed.result(0)
    pool.end("b", 3)
    assert third.result(0) == 3


def test_a_broken_pool_fails_all_that_waits() -> None:
    def broken(*_: Any) -> Future[Any]:
        raise BrokenProcessPool

    for turn in add(Turns(broken, 1), "a", "b"):
        with pytest.raises(BrokenProcessPool):
            turn.result(0)


def test_what_is_cancelled_never_begins() -> None:
    pool = Pool()
    turns = Turns(pool.submit, 1)
    _, second, third = add(turns, "a", "b", "c")
    second.cancel()
    pool.end("a")
    assert list(pool.begun) == ["a", "c"]
    (fourth,) = add(turns, "d")
    turns.cancel()
    pool.end("c")
    assert fourth.cancelled()
    assert third.done()
    assert list(pool.begun) == ["a", "c"]
