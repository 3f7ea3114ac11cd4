"""The frame of an exercise with a training: what is told before anything is trained."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from course.student import isolation
from course.student.checklist import Item
from course.student.failures import Failure
from course.student.outcomes import Limits, Outcome
from course.student.texts import Say, text
from course.student.training_exercise import TrainingExercise, item

TITLES = ("error below 0.01", "another length")


def outcome(*missing: str) -> Outcome:
    """A run in which the student's file lacks some functions."""
    lacking = {name: Failure("missing_name", "adding.py", 0, {"name": name}) for name in missing}
    return Outcome({}, {}, lacking, {})


@item("adding.batch", "adding_batch")
def judged(title: str, outcome: Outcome, say: Say) -> Item:
    return Item(title, not outcome.values, found=say("adding.not_finite") if outcome.values else "")


def checked(
    monkeypatch: pytest.MonkeyPatch, functions: Outcome, unfit: str = ""
) -> tuple[list[Item], list[str]]:
    """The checklist of an exercise of one function and two trainings, and the parts that ran."""
    parts: list[str] = []

    def run(*_: Any, part: str, **__: Any) -> Outcome:
        parts.append(part)
        return functions if part == "functions" else outcome()

    monkeypatch.setattr(isolation, "run", run)
    exercise = TrainingExercise("adding", "adding.py", Path(), "en", (), Limits(), Limits())

    def trained() -> list[Item]:
        exercise.train()
        return [Item(title, True) for title in TITLES]

    items = exercise.checklist(
        lambda outcome, lang: [judged(outcome, lang)], TITLES, ("train",), trained, lambda _: unfit
    )
    return items, parts


def test_what_is_right_is_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    items, parts = checked(monkeypatch, outcome())
    assert [each.title for each in items] == [text("adding.batch", "en"), *TITLES]
    assert parts == ["functions", "train"]


@pytest.mark.parametrize(
    ("functions", "unfit", "found"),
    [
        (outcome("train"), "", "adding.py does not define train"),
        (outcome("train", "adding_batch"), "", text("adding.blocked", "en")),
        (Outcome({}, {"wrong": True}, {}, {}), "", text("adding.blocked", "en")),
        (outcome("train", "adding_batch"), "too short a text", "too short a text"),
        (outcome(), "too short a text", "too short a text"),
    ],
)
def test_what_is_not_is_told_why(
    monkeypatch: pytest.MonkeyPatch, functions: Outcome, unfit: str, found: str
) -> None:
    items, parts = checked(monkeypatch, functions, unfit)
    assert [each.passed for each in items[1:]] == [False, False]
    assert [each.found for each in items[1:]] == [found] * 2
    assert parts == ["functions"]


def test_a_file_that_fails_is_the_one_thing_told(monkeypatch: pytest.MonkeyPatch) -> None:
    fails = {"adding.py": Failure("missing_name", "adding.py", 0, {"name": "x"})}
    items, parts = checked(monkeypatch, Outcome({}, {}, fails, {}))
    assert [each.title for each in items] == [text("adding.runs", "en")]
    assert parts == ["functions"]


def test_a_judge_is_not_asked_of_what_is_missing() -> None:
    assert judged(outcome("adding_batch"), "es").found == (
        Failure("missing_name", "adding.py", 0, {"name": "adding_batch"}).told("es")
    )
