"""The check of rnn-class: right answers in unlike styles pass, wrong ones are told why."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from course.student.checklist import WIDTH, Item, done, render
from course.student.checks.rnn_class import TASK, check
from course.student.start import start
from course.student.texts import text

FOLDER = Path(__file__).with_name("answers")
WRONG = tomllib.loads(FOLDER.joinpath("wrong_rnn_class.toml").read_text())
Answer = Callable[..., Path]
STEP = "self.h = np.tanh(x @ self.w_ih.T + self.b_ih + self.h @ self.w_hh.T + self.b_hh)"


def of_case(items: list[Item], case: str) -> Item:
    (found,) = [item for item in items if item.title == text(f"rnn_class.{case}", "en")]
    return found


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_right_answer_passes(answer: Answer, lang: str) -> None:
    items = check(answer("rnn_class.py"), lang)
    assert done(items), render("", items, lang)
    assert len(items) == len(TASK.cases) + 2
    assert [row.split()[0] for row in items[1].lines] == ["outputs", "h"]


@pytest.mark.parametrize(
    "replace",
    [
        [["return np.stack(outputs, axis=1)", "return np.array(outputs).swapaxes(0, 1).tolist()"]],
        [["self.b_ih, self.b_hh = b_ih, b_hh", "self.b_ih, self.b_hh = b_ih + b_hh, 0"]],
        [["w_ih, w_hh, b_ih, b_hh):", "b_hh, b_ih, w_hh, w_ih):"]],
        [["self.w_ih, self.w_hh = w_ih, w_hh", "self.w_ih, self.w_hh = np.float32(w_ih), w_hh"]],
        [
            [
                STEP,
                "z, w = np.hstack([x, self.h]), np.hstack([self.w_ih, self.w_hh])\n        "
                "self.h = np.array([np.tanh(w @ row + self.b_ih + self.b_hh) for row in z])",
            ],
        ],
        [
            ["self.h = h0", "self.h = None if h0 is None else [list(row) for row in h0]"],
            ["self.h @", "np.array(self.h) @"],
            ["return self.h", "self.h = self.h.tolist()\n        return self.h"],
        ],
    ],
)
@pytest.mark.usefixtures("same_process")
def test_what_is_right_is_right_in_any_style(answer: Answer, replace: list[list[str]]) -> None:
    items = check(answer("rnn_class.py", replace), "en")
    assert done(items), render("", items, "en")


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.usefixtures("same_process")
def test_a_wrong_answer_is_told_its_mistake(answer: Answer, name: str) -> None:
    wrong = WRONG[name]
    folder = answer("rnn_class.py", wrong["replace"])
    items = check(folder, "en")
    failed = [item for item in items if item.passed is False]
    assert failed[0] == of_case(items, wrong["case"]), render("", items, "en")
    assert failed[0].found.startswith(wrong["first"])
    expected = text(f"rnn_class.{wrong['mistake']}", "en") if wrong["mistake"] else ""
    assert failed[0].pitfall == expected, render("", items, "en")
    assert max(map(len, render("", check(folder, "es"), "es").splitlines())) <= WIDTH


def test_every_mistake_has_its_words() -> None:
    for mistake in (*TASK.mistakes, *TASK.case_mistakes.values()):
        assert text(f"rnn_class.{mistake}", "en") != text(f"rnn_class.{mistake}", "es")


@pytest.mark.usefixtures("same_process")
def test_what_the_starter_leaves_open_is_said_once(tmp_path: Path) -> None:
    start("rnn-class", tmp_path, "en")
    items = check(tmp_path, "en")
    assert [item.found for item in items if item.found] == ["not returned yet: outputs, h"]
    assert not any(item.passed for item in items[:-1])


@pytest.mark.usefixtures("same_process")
def test_a_wrong_shape_is_told_as_that(answer: Answer) -> None:
    items = check(answer("rnn_class.py", [["np.stack(outputs, axis=1)", "outputs[-1][0]"]]), "en")
    assert items[1].found == "outputs has shape (4,)"
    assert not any("raises" in item.found for item in items)


@pytest.mark.parametrize(
    ("replace", "found"),
    [
        ([["class RNN", "class Rnn"]], "does not define RNN"),
        ([["def read", "def forward"]], "does not define RNN.read"),
        ([["w_ih, w_hh, b_ih, b_hh):", "w_ih, w_hh):"]], "takes other arguments"),
        ([["def step(self, x):", "def step(self, x):\n        x.append(1)"]], "AttributeError"),
    ],
)
@pytest.mark.usefixtures("same_process")
def test_what_gives_no_result_is_said_once(
    answer: Answer, replace: list[list[str]], found: str
) -> None:
    items = check(answer("rnn_class.py", replace), "en")
    assert len(items) == 1
    assert found in items[0].found


@pytest.mark.parametrize(
    ("replace", "case", "found"),
    [
        (
            [["np.stack(outputs, axis=1)", "np.stack(outputs, axis=1), self.h"]],
            "ordinary",
            "read returns a tuple (2); it should return the states alone",
        ),
        ([["return np.stack(outputs, axis=1)", ""]], "ordinary", "read(x) is None: not written"),
        (
            [["        return self.h\n", "        return self.h, x\n"]],
            "step_by_step",
            "step returns",
        ),
        (
            [["self.h ", "self.state "], ["self.h\n", "self.state\n"]],
            "runs",
            "rnn_class.py does not define self.h",
        ),
        ([["def step(self", "def do_step(self"]], "runs", "rnn_class.py does not define RNN.step"),
        (
            [["def step(self, x)", "def step(self)"], ["x @", "1 @"]],
            "step_by_step",
            "rnn_class.py raises TypeError: RNN.step() takes 1 positional argument",
        ),
    ],
)
@pytest.mark.usefixtures("same_process")
def test_what_does_not_fit_is_said_in_the_words_of_the_file(
    answer: Answer, replace: list[list[str]], case: str, found: str
) -> None:
    folder = answer("rnn_class.py")
    path = folder / "rnn_class.py"
    code = path.read_text(encoding="utf-8")
    for old, new in replace:
        assert old in code
        code = code.replace(old, new)
    path.write_text(code, encoding="utf-8")
    items = check(folder, "en")
    assert of_case(items, case).found.startswith(found), render("", items, "en")
