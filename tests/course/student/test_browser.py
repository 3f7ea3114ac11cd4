"""Both ends of the boundary as a browser has them, here in one process; the rest is a script's."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from course.student import browser, isolation

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


def test_what_the_catalogue_leaves_to_a_terminal_is_neither_run_nor_failed() -> None:
    check, (asked,) = judging("adding", "adding.py", "adding_by_hand.py")
    assert '"part": "functions"' in asked["key"]
    steps: list[str] = []
    files = {"adding.py": (ANSWERS / "adding_by_hand.py").read_bytes()}
    check.take(asked["key"], browser.probe(asked["key"], files, steps.append))
    found = json.loads(check.judge())
    assert steps[0] == "adding.py"
    assert found["done"]
    left = [item for item in found["items"] if item["passed"] is None]
    assert len(left) == 3 < len(found["items"])
    assert all("course check adding" in item["notes"][0] for item in left)
