"""What a check says only of a rare mistake is missed before a student makes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from course import cli
from course.student import asked_texts, texts
from course.student.catalogue import OnPage
from course.student.intermediates import Task
from course.texts.errors import CourseErrors

CHECK = """
from course.student.texts import text
WRONG = {"mine.ascent": -1.0}
FILE = "mine.py"
def check(lang, case):
    return text("mine.runs", lang), text(f"mine.case_{case}", lang), f"{lang}.png"
"""
MESSAGES = {
    "mine": [
        *("heading", "runs", "ascent", "case_long", "ordinary", "ordinary_answer"),
        *("only_answer", "answer_expected", "strided", "transposed", "copied", "in_place"),
    ],
    "shared": ["figure"],
}
TASK = Task(
    table="mine",
    cases={"ordinary": dict, "strided": dict},
    names=("h",),
    reference=dict,
    mistakes=("transposed",),
    compute=lambda _, given: given,
    answer="y",
    case_mistakes={"strided": "copied"},
)


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A checker of one exercise, whose texts are all there."""
    (tmp_path / "checks").mkdir()
    (tmp_path / "messages").mkdir()
    (tmp_path / "checks/mine.py").write_text(CHECK)
    (tmp_path / "report.py").write_text('NAME = "mine.no_text"  # of no text: it asks for none\n')
    for table, keys in MESSAGES.items():
        said = "".join(f'{key} = {{ en = "a", es = "b" }}\n' for key in keys)
        (tmp_path / f"messages/{table}.toml").write_text(said)
    for module in (asked_texts, texts):
        monkeypatch.setattr(module, "files", lambda _: tmp_path)
    exercise = SimpleNamespace(
        table="mine", checks=SimpleNamespace(T=TASK), on_page=OnPage(terminal=("shared.figure",))
    )
    monkeypatch.setattr(asked_texts, "ASSIGNMENTS", {"mine": exercise})
    texts.catalogue.cache_clear()
    yield tmp_path
    texts.catalogue.cache_clear()


def test_whoever_has_every_text_is_told_nothing(mine: Path) -> None:
    assert (mine / "checks/mine.py").exists()
    asked_texts.hold()


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("mine.heading", "checks/mine.py"),
        ("mine.runs", "checks/mine.py:6"),
        ("mine.ascent", "checks/mine.py:3"),
        ("mine.case_…", "checks/mine.py:6"),
        ("mine.ordinary_answer", "checks/mine.py"),
        ("mine.transposed", "checks/mine.py"),
        ("mine.copied", "checks/mine.py"),
        ("mine.strided", "checks/mine.py"),
        ("shared.figure", "catalogue.py"),
    ],
)
def test_a_text_that_nobody_wrote_names_who_asks_for_it(mine: Path, key: str, place: str) -> None:
    table, _, name = key.partition(".")
    file = mine / f"messages/{table}.toml"
    start = f"{name.removesuffix('…')}"
    kept = [
        line
        for line in file.read_text().splitlines()
        if not (line.startswith(start) if "…" in name else line.startswith(f"{name} "))
    ]
    file.write_text("\n".join(kept))
    with pytest.raises(CourseErrors) as found:
        asked_texts.hold()
    assert str(found.value) == (
        f"code/course/student/messages/{table}.toml: '{name}' has no text in 'en'. "
        f"code/course/student/{place} asks for it. Add it, in every language."
    )


def test_a_file_of_texts_that_is_not_there_is_told_once_a_text(mine: Path) -> None:
    (mine / "messages/shared.toml").unlink()
    with pytest.raises(CourseErrors, match=r"shared\.toml: 'figure' has no text in 'en'"):
        asked_texts.hold()


def test_the_checkers_texts_are_all_there() -> None:
    asked_texts.hold()


def test_check_pages_says_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checks = SimpleNamespace(T=replace(TASK, table="lstm"))
    exercise = SimpleNamespace(table="lstm", checks=checks, on_page=None)
    monkeypatch.setattr(asked_texts, "ASSIGNMENTS", {"lstm": exercise})
    assert cli.main(["check-pages"]) == 1
    said = capsys.readouterr().err
    asks = "code/course/student/checks/lstm.py asks for it. Add it, in every language."
    for key in ("transposed", "copied"):  # whatever else the exercise has texts for
        assert f"messages/lstm.toml: '{key}' has no text in 'en'. {asks}\n" in said
