"""Both ends of the boundary as a browser has them, here in one process; the rest is a script's."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from course.student import browser, imports, isolation, undrawn
from minimodel.labs.forward import folder as forward

ANSWERS = Path(__file__).with_name("answers")


@pytest.fixture(autouse=True)
def _processes_again(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(isolation, "_runner", isolation._runner)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    yield


def judging(name: str, file: str, answer: str) -> tuple[browser.Judging, list[dict[str, Any]]]:
    """A check that has asked for its first runs."""
    found = browser.Judging(name, "en", {file: (ANSWERS / answer).read_bytes()})
    return found, json.loads(found.judge())["asked"]


def test_a_run_past_its_time_and_one_that_broke_down_are_told() -> None:
    check, (asked,) = judging("rnn-class", "rnn_class.py", "rnn_class.py")
    assert asked["seconds"] == browser.TIMES * 10
    check.end(asked["key"], "timeout", "ordinary", "rnn_class.py")
    found = json.loads(check.judge())
    assert not found["done"]
    assert found["items"][0]["found"] == (
        "rnn_class.py was still running after 60 s (ordinary): an endless loop?"
    )
    check, (asked,) = judging("rnn-class", "rnn_class.py", "rnn_class.py")
    check.end(asked["key"], "lost", "ordinary", "rnn_class.py")
    assert "broke down in ordinary" in json.loads(check.judge())["items"][0]["found"]


def judged(name: str, files: dict[str, bytes]) -> dict[str, Any]:
    """What the page says of a folder, as soon as every run that is asked for has been made."""
    check = browser.Judging(name, "en", files)
    for _ in range(9):
        found = json.loads(check.judge())
        if "asked" not in found:
            return dict(found)
        for asked in found["asked"]:
            before = set(sys.modules)
            check.take(asked["key"], browser.probe(asked["key"], files, lambda step: None))
            for module in set(sys.modules) - before:  # in a browser, each run has its own Python
                if str(getattr(sys.modules[module], "__file__", "")).startswith(
                    tempfile.gettempdir()
                ):
                    del sys.modules[module]
    raise AssertionError("it never comes to an end")


def test_what_only_a_terminal_can_judge_is_said_and_counts_for_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = forward.experiment_files()
    found = judged("lab-02", files)
    left = [item for item in found["items"] if item["passed"] is None]
    assert found["done"]
    assert len(left) == 2
    assert left[0]["title"].startswith("hidden_state_evolution.png")
    assert "course check lab-02" in left[0]["notes"][0]
    # The same folder, whose program draws as it prints, where nothing can be drawn.
    monkeypatch.setattr(undrawn, "PACKAGE", "drawing_library")
    monkeypatch.setattr(imports, "ALLOWED", imports.ALLOWED | {"drawing_library"})
    drawn = b"\n    from drawing_library import pyplot\n    pyplot.subplots()\n"
    found = judged("lab-02", files | {"walkthrough.py": files["walkthrough.py"].rstrip() + drawn})
    (item,) = [item for item in found["items"] if "what walkthrough.py prints" in item["title"]]
    assert found["done"]
    assert item["passed"] is None
    assert "draws with matplotlib" in item["notes"][0]


def test_a_program_that_writes_too_much_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    code = "for n in range(20):\n    open(f'{n}.txt', 'w').close()\nprint('done')\n1 / 0\n"
    printed, said, written = browser.run_program("adding.py", "en", {"adding.py": code.encode()})
    assert printed == "done\n"
    assert said.startswith("adding.py:4 raises ZeroDivisionError: division by zero. ")
    assert said.endswith("wrote more than 12 files or 5 MB; none of them is kept here.")
    assert written == {}
