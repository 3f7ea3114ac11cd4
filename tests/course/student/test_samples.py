"""Answers that a page makes up: the same checklist as on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from course import cli
from course.student.checklist import done
from course.student.samples import checked, checked_each, first_failed, report
from minimodel.corpus import solution

RIGHT = Path(solution.__file__).read_text(encoding="utf-8")


def test_the_solution_that_lab_00_shows_passes() -> None:
    assert done(checked("lab-00", {"my_corpus.py": RIGHT}, "en"))


def test_a_page_shows_what_the_command_prints(
    answer: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = answer("my_corpus.py", [["sorted(others)", "list(others)[::-1]"]])
    content = (folder / "my_corpus.py").read_bytes()
    items = checked("lab-00", {"my_corpus.py": content}, "es")
    assert cli.main(["check", "lab-00", "--in", str(folder), "--lang", "es"]) == 1
    printed = capsys.readouterr().out
    shown = report("lab-00", items, "es")
    assert shown.startswith(
        "Laboratorio 00, el corpus tokenizado · experiments/14-tokenized-corpus"
    )
    assert shown.splitlines()[-1] == printed.splitlines()[-1] == "Hechos: 3 de 4."


def test_several_answers_are_told_apart() -> None:
    answers = {
        "right": {"my_corpus.py": RIGHT},
        "wrong": {"my_corpus.py": RIGHT.replace("line.split()", "line.lower().split()")},
        "none": {},
    }
    found = checked_each("lab-00", answers, "en")
    assert list(found) == ["right", "wrong", "none"]
    assert first_failed(found["wrong"]).found == "line 1, token 1: 'i'"
    assert "my_corpus.py is not in the folder" in first_failed(found["none"]).found
    with pytest.raises(ValueError, match="none of them failed"):
        first_failed(found["right"])
