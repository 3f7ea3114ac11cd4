"""Long computations: once each, with their results kept as long as their sources stand."""

from __future__ import annotations

import importlib
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from course.running.computations import Computations
from course.running.origins import ComputationError
from course.running.sources import Sources

MODULE = """
from pathlib import Path
from minimodel.running.long_computations import long_computation

@long_computation("counting")
def count(*, log, start=0):
    with Path(log).open("a") as file:
        file.write("ran\\n")
    return start + 1

@long_computation("failing")
def fail():
    raise ValueError("no such luck")
"""

COUNTED = """
from dataclasses import dataclass
from minimodel.running.long_computations import long_computation

@dataclass(frozen=True)
class Counted:
    n: int

@long_computation("counting to three")
def count():
    return Counted(3)
"""


@pytest.fixture
def teaching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of teaching code with a package of its own, importable here and in workers."""
    folder = tmp_path / "code"
    package = folder / "char_rnn"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "counting.py").write_text(MODULE)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("PYTHONPATH", str(folder))
    for name in [name for name in sys.modules if name.startswith("char_rnn")]:
        monkeypatch.delitem(sys.modules, name)
    yield folder
    for name in [name for name in sys.modules if name.startswith("char_rnn")]:
        del sys.modules[name]


def run(computations: Computations, *calls: dict[str, Any]) -> list[Any]:
    from char_rnn import counting  # type: ignore[import-not-found]

    try:
        return computations.run(counting.count, list(calls))
    finally:
        computations.close()


def test_each_set_of_arguments_is_computed_once(teaching: Path, tmp_path: Path) -> None:
    log = str(tmp_path / "log")
    computations = Computations(Sources(teaching))
    # What is left out is what is given as it is by default.
    calls = [{"log": log}, {"log": log, "start": 5}, {"log": log, "start": 0}]
    assert run(computations, *calls) == [1, 6, 1]
    assert run(computations, *calls) == [1, 6, 1]
    assert Path(log).read_text() == "ran\nran\n"


def test_only_a_cache_outlives_the_process_and_only_its_sources(
    teaching: Path, tmp_path: Path
) -> None:
    log, cache = str(tmp_path / "log"), tmp_path / "cache"
    for _ in range(2):
        assert run(Computations(Sources(teaching), cache), {"log": log}) == [1]
    assert Path(log).read_text() == "ran\n"
    module = teaching / "char_rnn" / "counting.py"
    module.write_text("# changed\n" + MODULE)
    assert run(Computations(Sources(teaching), cache), {"log": log}) == [1]
    assert Path(log).read_text() == "ran\n"
    module.write_text(MODULE.replace("start + 1", "1 + start"))
    assert run(Computations(Sources(teaching), cache), {"log": log}) == [1]
    assert run(Computations(Sources(teaching)), {"log": log}) == [1]
    assert Path(log).read_text() == "ran\nran\nran\n"


@pytest.mark.parametrize("cached", [False, True], ids=["in memory", "with a cache"])
def test_results_are_of_the_code_as_it_was_imported_last(
    teaching: Path, tmp_path: Path, cached: bool
) -> None:
    module = teaching / "char_rnn" / "counted.py"
    module.write_text(COUNTED)
    sources = Sources(teaching)
    sources.refresh()
    computations = Computations(sources, tmp_path / "cache" if cached else None)
    try:
        counted = importlib.import_module("char_rnn.counted")
        computations.run(counted.count, [{}])
        # Another file changes, and with it all modules are imported anew.
        (teaching / "char_rnn" / "other.py").write_text("changed = True\n")
        assert sources.refresh()
        computations.renew()
        (given,) = computations.given()
        anew = importlib.import_module("char_rnn.counted")
        assert type(given.result) is anew.Counted is not counted.Counted
        assert pickle.loads(pickle.dumps(given.result)) == anew.Counted(3)
        # A class that is gone takes its results with it.
        module.write_text(COUNTED.replace("Counted", "Told"))
        assert sources.refresh()
        computations.renew()
        assert [*computations.given()] == []
    finally:
        computations.close()


def test_a_failure_is_the_failure_of_whoever_asked(teaching: Path) -> None:
    from char_rnn import counting

    computations = Computations(Sources(teaching))
    with pytest.raises(ValueError, match="no such luck"):
        computations.run(counting.fail, [{}])
    computations.close()


def test_a_name_that_is_no_computation_is_refused(teaching: Path) -> None:
    with pytest.raises(ComputationError, match=r"there is no long computation 'char_rnn\.x:y'"):
        Computations(Sources(teaching)).begin_named("char_rnn.x:y")


CLOCKED = """
import time
from datetime import date, datetime as moment
from time import perf_counter as now

from minimodel.running.long_computations import long_computation

def seconds():
    return now()

class Stamped:
    def __init__(self):
        self.day = date.today()

@long_computation("timed")
def timed():
    return seconds()

@long_computation("stamped")
def stamped():
    return Stamped().day

@long_computation("dated")
def dated():
    return f"{moment.now():%Y}"

@long_computation("waited")
def waited():
    time.sleep(0.01)
    return date(2026, 1, 1).isoformat()
"""


def test_a_result_that_holds_the_time_is_refused(teaching: Path, tmp_path: Path) -> None:
    (teaching / "char_rnn" / "clocked.py").write_text(CLOCKED)
    (teaching / "char_rnn" / "onward.py").write_text(
        "from char_rnn.clocked import timed\n"
        "from minimodel.running.long_computations import long_computation\n\n"
        '@long_computation("onward", first=timed)\n'
        "def onward(before):\n    return before\n"
    )
    clocked = importlib.import_module("char_rnn.clocked")
    onward = importlib.import_module("char_rnn.onward").onward
    computations = Computations(Sources(teaching))
    try:
        for name, clock in (
            ("timed", r"time\.perf_counter"),
            ("stamped", r"datetime\.date\.today"),
            ("dated", r"datetime\.datetime\.now"),
        ):
            said = f"'{name}' reads a clock, {clock} in char_rnn.clocked"
            with pytest.raises(ComputationError, match=said):
                computations.run(getattr(clocked, name), [{}])
        with pytest.raises(ComputationError, match="'onward' reads a clock"):
            computations.run(onward, [{}])
        assert computations.run(clocked.waited, [{}]) == ["2026-01-01"]
    finally:
        computations.close()


def test_a_worker_computes_with_the_code_as_it_is(teaching: Path, tmp_path: Path) -> None:
    computations = Computations(Sources(teaching))
    module = teaching / "char_rnn" / "counting.py"
    results = []
    try:
        for code in (MODULE, MODULE.replace("start + 1", "start + 100")):
            module.write_text(code)
            sys.modules.pop("char_rnn.counting", None)
            importlib.invalidate_caches()
            computations.renew()
            counting = importlib.import_module("char_rnn.counting")
            results += computations.run(counting.count, [{"log": str(tmp_path / "log")}])
    finally:
        computations.close()
    assert results == [1, 100]


def test_what_several_go_on_from_is_computed_once(teaching: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    going_on = MODULE + (
        '\n@long_computation("going on", first=count)\n'
        "def go_on(counted, *, log, start=0, factor=1):\n    return counted * factor\n"
    )
    (teaching / "char_rnn" / "counting.py").write_text(going_on)
    counting = importlib.import_module("char_rnn.counting")
    calls = [{"log": str(log), "start": 4, "factor": factor} for factor in (2, 3)]
    computations = Computations(Sources(teaching))
    try:
        assert computations.run(counting.go_on, calls) == [10, 15]
        assert computations.run(counting.count, [{"log": str(log), "start": 4}]) == [5]
    finally:
        computations.close()
    assert log.read_text() == "ran\n"
    assert counting.go_on.map(calls) == [10, 15]  # without a build
