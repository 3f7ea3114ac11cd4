"""The check of the hidden states: right ones pass in unlike styles, wrong ones are named."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from course.student import gradients
from course.student.checklist import done, render
from course.student.checks import states as checks
from course.student.probes import states as probes
from course.student.texts import text
from course.student.variants import states as variants
from hints import full, is_hint
from minimodel.exercises import states as reference
from minimodel.tasks.sentiment import train_sentiment

ANSWERS = Path(__file__).with_name("answers")
WRONG = tomllib.loads((ANSWERS / "wrong_states.toml").read_text(encoding="utf-8"))
BY_HAND = (ANSWERS / "states_by_hand.py").read_text(encoding="utf-8")
SOLUTION = inspect.getsource(reference)
Folder = Callable[..., Path]

COLLECTED = "return np.array(states), np.array(sentence), np.array(left)"
TURNED = "return mean, Vt[:k], shares[:k]"
BY_COVARIANCE = "v, w = np.linalg.eigh(np.cov(points.T)); Vt = w.T[::-1]"


@pytest.fixture(scope="module")
def trained_once() -> object:
    return train_sentiment(lang="en", seed=probes.SEED)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, same_process: None, trained_once: object) -> None:
    """In this process, with few derivatives, and one trained network for all."""
    monkeypatch.setattr(gradients, "ENTRIES", 6)
    monkeypatch.setattr(probes, "train_sentiment", lambda **_: trained_once)


@pytest.fixture
def folder(answer: Callable[..., Path]) -> Folder:
    """Write an answer as `hidden_states.py`, with some of its text replaced."""
    return lambda source, replace=(): answer("hidden_states.py", replace, source)


RIGHT = {
    "the solution": (SOLUTION, []),
    "by hand": (BY_HAND, []),
    "without what is optional": (BY_HAND.split("def affinities")[0], []),
    "lists, and words in another order": (
        BY_HAND,
        [
            [COLLECTED, "return states[::-1], sentence[::-1], left[::-1]"],
            [TURNED, "return list(mean), list(-Vt[:k]), list(shares[:k])"],
            ["return (points - mean) @ axes.T", "return list((points - mean) @ np.array(axes).T)"],
            ["return between, right / len(points)", "return [float(between), right / len(points)]"],
        ],
    ),
    "float32 and columns": (
        BY_HAND,
        [
            [COLLECTED, "return np.float32(states), np.array(sentence)[:, None], np.array([left])"],
            [TURNED, "return mean[None], Vt[:k], shares[:k, None]"],
            ["return (points - mean) @ axes.T", "return np.float32((points - mean) @ axes.T)"],
        ],
    ),
    "covariance by the number of points less one": (
        BY_HAND,
        [
            ["_, s, Vt = np.linalg.svd(centered, full_matrices=False)", BY_COVARIANCE],
            ["shares = s**2 / np.sum(s**2)", "shares = v[::-1] / v.sum()"],
        ],
    ),
}


@pytest.mark.parametrize("style", RIGHT)
@pytest.mark.usefixtures("quick")
def test_a_right_answer_passes_in_any_style(folder: Folder, style: str) -> None:
    source, replace = RIGHT[style]
    items = checks.check(folder(source, replace), "en")
    assert done(items), render("", items, "en")
    assert len(items) == 7
    optional = "optional" in style
    assert [item.passed for item in items[5:]] == ([None, None] if optional else [True, True])


def test_the_whole_check_in_a_process_of_its_own(folder: Folder) -> None:
    items = checks.check(folder(SOLUTION), "es")
    assert done(items), render("", items, "es")
    assert items[4].lines[0].endswith("nearest 100 %")


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.usefixtures("quick")
def test_a_wrong_answer_is_told_its_mistake(folder: Folder, name: str) -> None:
    wrong = WRONG[name]
    items = checks.check(folder(BY_HAND, wrong["replace"]), "en")
    failed = next(item for item in items if item.passed is False)
    assert failed == items[wrong["item"]], render("", items, "en")
    assert failed.found
    assert is_hint(full("states", wrong["mistake"]), failed.pitfall), render("", items, "en")


@pytest.mark.usefixtures("quick")
def test_what_is_missing_or_breaks_is_reported_as_that(folder: Folder) -> None:
    items = checks.check(folder(BY_HAND.split("def project")[0]), "en")
    assert [item.passed for item in items] == [True, True, False, False, False, None, None]
    assert items[2].found == "hidden_states.py does not define project"
    broken = [["    centered = points - mean", "    centered = points / 0 * (1 / 0)"]]
    items = checks.check(folder(BY_HAND, broken), "en")
    assert "raises ZeroDivisionError" in items[1].found
    items = checks.check(folder(BY_HAND, [["return loss, gradient", "return loss"]]), "en")
    assert "expected (KL, gradient)" in items[6].found
    assert items[4].passed  # what is optional is in nobody's way
    items = checks.check(folder(BY_HAND, [["return between, right / len(points)", "pass"]]), "en")
    assert items[3].found.startswith("separation returns None")


def test_the_solution_may_not_be_imported(folder: Folder) -> None:
    for module in ("minimodel.exercises.states", "char_rnn.training.principal_axes"):
        (item,) = checks.check(folder(f"{BY_HAND}\nimport {module}\n"), "en")
        assert "the course's own solution" in item.found


def test_every_mistake_has_a_text_in_both_languages() -> None:
    for name in (
        *(*variants.COLLECT_MISTAKES, *variants.PCA_MISTAKES),
        *(*variants.PROJECT_MISTAKES, *variants.SEPARATION_MISTAKES),
        *("conditional", "not_symmetric", "not_joint", "own_neighbor", "sum_not_one"),
    ):
        assert text(f"states.{name}", "en") != text(f"states.{name}", "es")
