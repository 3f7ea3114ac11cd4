"""The check of lstm: right answers in unlike styles pass, each wrong one is told its mistake."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from course.student.checklist import WIDTH, Item, done, render
from course.student.checks.lstm import TASK, check
from course.student.texts import text

WRONG = tomllib.loads(Path(__file__).with_name("answers").joinpath("wrong_lstm.toml").read_text())
Answer = Callable[..., Path]


def put(answer: Answer, file: str, replace: list[list[str]] = []) -> Path:  # noqa: B006
    """A folder in which `file` of the answers is the student's lstm.py."""
    folder = answer(file, replace)
    (folder / file).rename(folder / "lstm.py")
    return folder


def of_case(items: list[Item], case: str) -> Item:
    (found,) = [item for item in items if item.title == text(f"lstm.{case}", "en")]
    return found


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_right_answer_passes(answer: Answer, lang: str) -> None:
    items = check(answer("lstm.py"), lang)
    assert done(items), render("", items, lang)
    assert len(items) == len(TASK.cases) + 2
    assert [row.split()[0] for row in items[1].lines] == list(TASK.names)
    assert all("✓" in row for row in items[1].lines)


@pytest.mark.parametrize(
    ("file", "replace"),
    [
        ("lstm_lists.py", []),
        ("lstm_class.py", []),
        ("lstm.py", [["x, mask, w_x, w_h, b, h0, c0):\n", "c0, h0, b, w_h, w_x, mask, x):\n"]]),
        ("lstm.py", [["h_prev, c_prev = h0, c0", "h_prev, c_prev = np.float32(h0), c0"]]),
        ("lstm.py", [['"db": db', '"db": db[None], "mine": object()']]),
        ("lstm.py", [['"dh0": dh_next', '"dh0": dh_next.tolist()']]),
    ],
)
@pytest.mark.usefixtures("same_process")
def test_what_is_right_is_right_in_any_style(
    answer: Answer, file: str, replace: list[list[str]]
) -> None:
    items = check(put(answer, file, replace), "en")
    assert done(items), render("", items, "en")


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.usefixtures("same_process")
def test_a_wrong_answer_is_told_its_mistake(answer: Answer, name: str) -> None:
    wrong = WRONG[name]
    items = check(answer("lstm.py", wrong["replace"]), "en")
    failed = [item for item in items if item.passed is False]
    assert failed[0] == of_case(items, wrong["case"]), render("", items, "en")
    assert failed[0].found.startswith(wrong["first"])
    expected = text(f"lstm.{wrong['mistake']}", "en") if wrong["mistake"] else ""
    assert failed[0].pitfall == expected, render("", items, "en")
    assert max(map(len, render("", check_in(answer, wrong), "es").splitlines())) <= WIDTH


def check_in(answer: Answer, wrong: dict[str, list[list[str]]]) -> list[Item]:
    return check(answer("lstm.py", wrong["replace"]), "es")


@pytest.mark.usefixtures("same_process")
def test_every_mistake_has_its_words() -> None:
    for mistake in (*TASK.mistakes, *TASK.case_mistakes.values()):
        assert text(f"lstm.{mistake}", "en") != text(f"lstm.{mistake}", "es")


def test_an_unfinished_answer_is_compared_as_far_as_it_goes(answer: Answer) -> None:
    items = check(answer("lstm.py", [['"dx": dx,', '"dx": None,']]), "en")
    assert [item.found for item in items if item.found] == ["not returned yet: dx"]
    (row,) = [row for row in items[1].lines if row.startswith("dx")]
    assert row.endswith(text("checklist.not_returned", "en"))
    assert not any(item.passed for item in items[:-1])


@pytest.mark.parametrize(
    ("replace", "found"),
    [
        ([["def lstm_backward", "def backward"]], "does not define lstm_backward"),
        ([["lstm_backward(d_out, cache)", "lstm_backward(d_out)"]], "takes other arguments"),
        ([["B, T, H = h.shape", "B, H = h.shape"]], "ValueError"),
        (
            [['return {\n        **{"dh"', 'return 3\n    {\n        **{"dh"']],
            "lstm_backward returns int",
        ),
    ],
)
@pytest.mark.usefixtures("same_process")
def test_what_gives_no_result_is_said_once(
    answer: Answer, replace: list[list[str]], found: str
) -> None:
    items = check(answer("lstm.py", replace), "en")
    told = [item for item in items if found in item.found]
    assert len(told) == 1, render("", items, "en")


@pytest.mark.usefixtures("same_process")
def test_arguments_that_are_changed_are_named(answer: Answer) -> None:
    replace = [['return {\n        **{"dh"', 'd_out *= 2\n    return {\n        **{"dh"']]
    items = check(answer("lstm.py", replace), "en")
    failed = [item for item in items if item.passed is False]
    assert [item.pitfall for item in failed] == [text("lstm.in_place", "en")] * 2
    assert "read-only" in failed[0].found
    assert "d_out" in failed[1].found
