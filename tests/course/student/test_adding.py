"""The check of the adding problem: right ones pass in unlike styles, wrong ones are named."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from course.student.checklist import done, render
from course.student.checks import adding as checks
from course.student.outcomes import Limits
from course.student.probes.adding import held_out
from course.student.texts import text
from course.student.variants.adding import (
    answers_mistake,
    loss_mistake,
    marks_mistake,
    numbers_mistake,
    target_mistake,
)
from hints import full, is_hint
from minimodel.exercises import adding as reference
from minimodel.tasks.adding import adding_batch

ANSWERS = Path(__file__).with_name("answers")
WRONG = tomllib.loads((ANSWERS / "wrong_adding.toml").read_text())
ITEMS = 5  # batch, network, loss, gradients, and the training at the one length of these tests
Folder = Callable[..., Path]


@pytest.fixture(autouse=True)
def one_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """Train at length 10 only, which takes a second."""
    monkeypatch.setattr(checks, "LENGTHS", (10,))


@pytest.fixture
def folder(answer: Callable[..., Path]) -> Folder:
    """Write an answer as `adding.py`, with some of its text replaced."""
    return lambda source, replace=(): answer("adding.py", replace, source)


def solution() -> str:
    """The reference as a student's file, which draws its batches itself."""
    source = inspect.getsource(reference)
    source = source[: source.index("@dataclass")]
    for line in (
        "from minimodel.tasks.adding import adding_batch\n",
        "from minimodel.running.long_computations import long_computation\n",
    ):
        assert line in source
        source = source.replace(line, "")
    return source.replace("Array =", f"{inspect.getsource(adding_batch)}\n\nArray =", 1)


def by_hand() -> str:
    return (ANSWERS / "adding_by_hand.py").read_text()


RIGHT = {
    "the solution": lambda: solution(),
    "another layer": lambda: (
        solution()
        .replace("minimodel.nn.gru import GRU", "minimodel.nn.lstm import LSTM as GRU")
        .replace("STEPS: Final = 400", "STEPS: Final = 600")
    ),
    "by hand": by_hand,
    "a class in float32": lambda: (ANSWERS / "adding_class.py").read_text(),
    "lists and closures": lambda: (ANSWERS / "adding_lists.py").read_text(),
}


@pytest.mark.parametrize("style", RIGHT)
def test_a_right_answer_passes_in_any_style(folder: Folder, style: str) -> None:
    items = checks.check(folder(RIGHT[style]()), "en")
    assert done(items), render("", items, "en")
    assert len(items) == ITEMS
    assert items[-1].lines[0].startswith("error 0.00")


@pytest.mark.usefixtures("same_process")
def test_a_slope_is_missed_also_where_single_precision_starts_with_small_states(
    folder: Folder,
) -> None:
    answer = (ANSWERS / "adding_class.py").read_text()
    small = [["/ hidden**0.5).astype", "/ (12 * hidden**0.5)).astype"]]
    assert checks.check(folder(answer, small), "en")[3].passed
    forgotten = [["dh * z * (1 - n * n)", "dh * z"]]
    assert checks.check(folder(answer, [*small, *forgotten]), "en")[3].passed is False


@pytest.mark.usefixtures("same_process")
def test_of_gradients_beside_a_wrong_loss_only_the_factor_is_told(folder: Folder) -> None:
    items = checks.check(folder(by_hand(), WRONG["sum_of_squares"]["replace"]), "en")
    assert is_hint("adding.loss_sum", items[2].pitfall)
    assert is_hint("trained.factor", items[3].pitfall)


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.usefixtures("same_process")
def test_a_wrong_answer_is_told_its_mistake(folder: Folder, name: str) -> None:
    wrong = WRONG[name]
    items = checks.check(folder(by_hand(), wrong["replace"]), "en")
    failed = next(item for item in items if item.passed is False)
    assert failed == items[wrong["item"]], render("", items, "en")
    assert failed.found
    assert is_hint(full("adding", wrong["mistake"]), failed.pitfall), failed


def test_what_was_not_ready_is_not_trained(folder: Folder) -> None:
    items = checks.check(folder(by_hand(), WRONG["the_2_is_missing"]["replace"]), "es")
    assert [item.passed for item in items] == [True, True, True, False, False]
    assert items[-1].found == text("adding.blocked", "es")


def test_a_starter_is_told_what_is_missing(folder: Folder) -> None:
    start = by_hand().split("def forward")[0] + "\n\ndef predict(network, x):\n    pass\n"
    items = checks.check(folder(start), "en")
    assert [item.passed for item in items] == [True, False, False, False, False]
    assert items[1].found == "predict is None: not written yet?"
    assert items[3].found == "adding.py does not define loss_and_gradients"


def test_a_training_without_an_end_is_stopped(folder: Folder) -> None:
    endless = by_hand().replace("for step in range(1, 501):", "while True:\n        step = 1")
    limits = Limits(seconds=2.5)
    items = checks.check(folder(endless), "en", limits)
    assert [item.passed for item in items] == [True, True, True, True, False]
    assert "was still running after 2.5 s (train 10)" in items[-1].found


def test_the_solution_may_not_be_imported(folder: Folder) -> None:
    for module in ("tasks", "exercises"):
        source = by_hand() + f"\nfrom minimodel.{module}.adding import adding_batch\n"
        (item,) = checks.check(folder(source), "en")
        assert "the course's own solution" in item.found


def test_forgetting_shows_in_the_answers() -> None:
    x, targets = held_out(20)
    places = np.argsort(-x[..., 1], axis=1, kind="stable")[:, :2]
    first, second = np.take_along_axis(x[..., 0], places, axis=1).T
    for answers, mistake in (
        (second + 0.5, "last_only"),
        (first + 0.5, "first_only"),
        (x[..., 0].mean(axis=1) * 2, "unmarked"),
        (np.full(len(x), 0.98), "constant"),
        (first + second, ""),
    ):
        assert answers_mistake(x, targets, answers[:, None], None) == mistake


def test_every_other_batch_is_told_by_its_numbers() -> None:
    rng = np.random.default_rng(0)
    numbers = rng.random((1000, 12))
    for changed, mistake in (
        (numbers, ""),
        (np.repeat(numbers[:1], 1000, axis=0), "numbers_same"),
        (numbers.round(1), "numbers_few"),
        (2 * numbers - 1, "numbers_other"),
    ):
        assert numbers_mistake(changed) == mistake
    x = adding_batch(1000, 12, rng)[0].astype(float)
    marked = np.sort(np.where(x[..., 1] == 1, x[..., 0], np.nan), axis=1)[:, :2]
    for targets, mistake in (
        (marked.sum(axis=1), ""),
        (marked.sum(axis=1) / 12, "target_mean"),
        (marked[:, 0] * marked[:, 1], "target_product"),
        (marked[:, 1] - marked[:, 0], "target_difference"),
        (marked[:, 1], "target_largest"),
        (marked[:, 0], "target_other"),
    ):
        assert target_mistake(x, targets[:, None]) == mistake
    often = np.zeros((1000, 12))
    often[np.arange(1000), rng.integers(0, 2, 1000)] = 1
    often[np.arange(1000), rng.integers(2, 12, 1000)] = 1
    three = np.eye(12)[:1000].repeat(100, axis=0) + np.eye(12)[:, ::-1].repeat(100, axis=0)
    three[:, :3] = 1
    for marks, mistake in (
        (x[..., 1], ""),
        (x[..., 1] / 2, "marks_values"),
        (often, "marks_uneven"),
        (three, "marks_count"),
    ):
        assert marks_mistake(marks)[0] == mistake


def test_every_other_loss_is_told_by_its_value() -> None:
    rng = np.random.default_rng(1)
    answers, targets = rng.normal(size=(2, 5, 1))
    squares = (answers - targets) ** 2
    for loss, mistake in (
        (squares.mean(), ""),
        (squares.sum() / 2, "loss_half_sum"),
        (squares.mean() ** 0.5, "loss_root"),
        (np.abs(answers - targets).mean(), "loss_absolute"),
        (3.21, "loss_other"),
    ):
        assert loss_mistake(loss, answers, targets) == mistake


@pytest.mark.usefixtures("same_process")
def test_answers_that_are_no_numbers_are_told_to_have_exploded(folder: Folder) -> None:
    wild = [
        ["    return network\n", '    network["w"] = network["w"] * np.nan\n    return network\n']
    ]
    items = checks.check(folder(by_hand(), [*wild, ["range(1, 501)", "range(1, 3)"]]), "en")
    assert items[-1].pitfall == text("adding.exploded", "en")
