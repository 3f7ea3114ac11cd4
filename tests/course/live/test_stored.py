"""What long computations gave is stored for browsers, call by call, and given back as it was."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pytest
from course.live import runner, shelf
from course.live.missing import Unavailable
from course.live.shelf import Shelf
from course.live.stored import ALL, Stored, Unreached, name_of
from course.running.computations import Given
from minimodel.running import long_computations
from minimodel.running.long_computations import LongComputation


def _norms(*, size: int, power: int = 2) -> np.ndarray:
    return np.linspace(0.1, 1.0, size) ** power


def _side_by_side(*, size: int, seed: tuple[int, ...] = (0,)) -> list[float]:
    return [size + each / 7 for each in seed]


NORMS = LongComputation(_norms, "norms")
SEEDS = LongComputation(_side_by_side, "seeds", together="seed")
MADE = [
    Given(NORMS, {"size": 3}, "a", _norms(size=3)),
    Given(SEEDS, {"size": 5, "seed": (0, 1, 2)}, "b", _side_by_side(size=5, seed=(0, 1, 2))),
]


class Reader:
    """A browser: what it fetched, and what it had to compute."""

    def __init__(self, filled: Shelf) -> None:
        self.files = dict(filled.files())
        self.fetched: list[str] = []
        self.trained: list[bool] = []
        self.stored = Stored(filled.index(), self.fetch, self.trained.append)

    def fetch(self, name: str) -> bytes:
        self.fetched.append(name)
        return self.files[name]


@pytest.fixture
def reader() -> Iterator[Reader]:
    """A browser whose long computations run from what is stored."""
    filled = Shelf(lambda: MADE)
    filled.fill()
    reader = Reader(filled)
    long_computations.run_with(reader.stored.run)
    yield reader
    long_computations.run_with(long_computations.run_here)


def test_what_was_computed_is_given_and_fetched_once(reader: Reader) -> None:
    for arguments in ({"size": 3}, {"power": 2, "size": 3}):
        assert np.array_equal(NORMS(**arguments), _norms(size=3))
    NORMS(size=3)[0] = 9.0
    assert NORMS(size=3)[0] < 1, "what a reader changes is his copy"
    assert len(reader.fetched) == 1
    # Seeds that were trained side by side are given one by one, in any order.
    assert SEEDS.map([{"size": 5, "seed": 2}, {"size": 5, "seed": 0}]) == [5 + 2 / 7, 5.0]
    assert reader.trained == []
    assert reader.stored.did == {"stored"}


def test_other_arguments_are_computed_here(reader: Reader) -> None:
    assert np.array_equal(NORMS(size=3, power=3), _norms(size=3, power=3))
    assert reader.trained == [True, False]
    given = SEEDS.map([{"size": 5, "seed": 1}, {"size": 5, "seed": 7}])
    assert given == [5 + 1 / 7, 6.0]
    assert reader.stored.did == {"stored", "trained"}


def test_what_does_not_come_or_is_another_file_is_told_apart(reader: Reader) -> None:
    session = runner.Session("en", stored=reader.stored)
    session.namespace["norms"] = NORMS
    reader.files[reader.stored.index[name_of(_norms)][ALL]] = b"another"
    code = "try:\n    norms(size=3)\nexcept Exception:\n    pass"
    assert session.run("a", code)["error"]["kind"] == "unreached"
    reader.files.clear()
    with pytest.raises(Unreached):
        NORMS(size=3)
    assert session.begin([("a", code)]) == 0, "the next run asks again"


def test_a_block_says_where_its_results_come_from(reader: Reader) -> None:
    session = runner.Session("en", stored=reader.stored)
    session.namespace["norms"] = NORMS
    result = session.run("a", "norms(size=3).sum()")
    assert result["long"] == "stored"
    assert result["error"] is None
    assert session.run("b", "1 + 1")["long"] == ""
    assert session.run("c", "norms(size=2).sum()")["long"] == "trained"
    both = session.run("d", "norms(size=3).sum() + norms(size=2, power=3).sum()")
    assert both["long"] == "both"


@pytest.mark.parametrize("size", [30, 500])  # packed, and at first sight
def test_what_is_too_large_is_left_out(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(shelf, "LARGEST", 150)
    large = Given(NORMS, {"size": size}, "c", _norms(size=size))
    filled = Shelf(lambda: [large, MADE[1]])
    filled.fill()
    assert name_of(_norms) not in filled
    assert name_of(_side_by_side) in filled
    reader = Reader(filled)
    assert len(reader.files) == 1
    with pytest.raises(Unavailable) as caught:
        reader.stored.run(NORMS, [{"size": size}])
    assert caught.value.name == "long"


def test_what_was_begun_ahead_without_arguments_is_stored_as_any_other() -> None:
    filled = Shelf(lambda: [Given(SEEDS, {"size": 5}, "e", _side_by_side(size=5))])
    filled.fill()
    assert Reader(filled).stored.run(SEEDS, [{"size": 5, "seed": (0,)}]) == [[5.0]]


def test_large_results_are_fetched_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "WHOLE", 300)
    made = [Given(NORMS, {"size": n}, str(n), _norms(size=n)) for n in (50, 60, 70)]
    filled = Shelf(lambda: made)
    filled.fill()
    reader = Reader(filled)
    (given,) = reader.stored.run(NORMS, [{"size": 60}])
    assert np.array_equal(given, _norms(size=60))
    assert len(reader.fetched) == 1
    assert reader.fetched[0] == reader.stored.index[name_of(_norms)][NORMS.said({"size": 60})]
    assert len(reader.files) == 3


def test_the_same_results_give_the_same_file_and_new_ones_another() -> None:
    made = list(MADE)
    one, other = Shelf(lambda: made), Shelf(lambda: made[::-1])
    for each in (one, other):
        each.fill()
    assert one.index() == other.index()
    before = one.index()
    made.append(Given(NORMS, {"size": 4}, "d", _norms(size=4)))
    one.fill()
    changed = {name for name in before if one.index()[name] != before[name]}
    assert changed == {name_of(_norms)}


def test_a_loop_that_asks_for_progress_runs_without_a_bar(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tqdm", runner.progress)
    session = runner.Session("en")
    code = (
        "from tqdm import tqdm, trange\n"
        "for step in tqdm(range(2), unit='step'):\n    tqdm.write(f'step {step}')\n"
        "with trange(3, leave=False) as bar:\n    steps = list(bar)\n    bar.update()\n"
        "(steps, bar.n)"
    )
    result = session.run("a", code)
    assert (result["stdout"], result["value"]) == ("step 0\nstep 1\n", "([0, 1, 2], 4)")
