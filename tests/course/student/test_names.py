"""The check of names to nationality: right ones pass in unlike styles, wrong ones are named."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from course.student import gradients
from course.student.checklist import Item, done, render
from course.student.checks import names as checks
from course.student.outcomes import Limits
from course.student.probes import names as probes
from course.student.texts import text
from course.student.variants.names import CONFUSION_MISTAKES, ENCODE_MISTAKES
from hints import full, is_hint
from minimodel.exercises import names as reference
from minimodel.exercises.names_data import Names, split

ANSWERS = Path(__file__).with_name("answers")
WRONG = tomllib.loads((ANSWERS / "wrong_names.toml").read_text(encoding="utf-8"))
BY_HAND = (ANSWERS / "names_by_hand.py").read_text(encoding="utf-8")
SOLUTION = inspect.getsource(reference)
Folder = Callable[..., Path]
PADDED = "ids = np.zeros((len(rows), 30), int)\n    for i"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, same_process: None) -> None:
    """Few names, few derivatives and a low bar, in this process."""

    def few(seed: int) -> tuple[Names, Names]:
        training, held_out = split(seed)
        return Names(training.names[:400], training.labels[:400]), Names(
            held_out.names[:150], held_out.labels[:150]
        )

    for module in (checks, probes):
        monkeypatch.setattr(module, "split", few)
    monkeypatch.setattr(checks, "BAR", 0.42)
    monkeypatch.setattr(gradients, "ENTRIES", 6)


@pytest.fixture
def folder(answer: Callable[..., Path]) -> Folder:
    """Write an answer as `name_classifier.py`, with some of its text replaced."""
    return lambda source, replace=(): answer("name_classifier.py", replace, source)


ARRAYS = "map(np.array, encode(names, alphabet))"
RIGHT = {
    "the solution": (SOLUTION, []),
    "another layer, padded wider": (
        SOLUTION,
        [
            ["minimodel.nn.gru import GRU", "minimodel.nn.lstm import LSTM as GRU"],
            ["states, _ = self.gru.forward", "states, *_ = self.gru.forward"],
            ["dx, _ = self.gru.backward", "dx, *_ = self.gru.backward"],
            ["ids = np.zeros((len(rows), lengths.max()), int)\n    for i", PADDED],
        ],
    ),
    "float32, and scores for classes": (
        SOLUTION,
        [["DTypeLike = np.float64", "DTypeLike = np.float32"], [".argmax(axis=1)", "[:]"]],
    ),
    "by hand": (BY_HAND, []),
    "lists": (
        BY_HAND,
        [
            ["    return ids, lengths\n", "    return ids.tolist(), list(lengths)\n"],
            ["    return counts\n", "    return [list(row) for row in counts]\n"],
            ["= encode(names, alphabet)\n    p", f"= {ARRAYS}\n    p"],
            ["*encode(names, alphabet)", f"*{ARRAYS}"],
            ["return loss, grads", "return [loss], {name: grads[name].tolist() for name in grads}"],
            ["in grads.items():\n", "in grads.items():\n                g = np.array(g)\n"],
            ["(g**2).sum()", "(np.array(g) ** 2).sum()"],
        ],
    ),
}


@pytest.mark.parametrize("style", RIGHT)
@pytest.mark.usefixtures("small")
def test_a_right_answer_passes_in_any_style(folder: Folder, style: str) -> None:
    source, replace = RIGHT[style]
    quick = [["EPOCHS: Final = 20", "EPOCHS: Final = 6"]] if source is SOLUTION else []
    items = checks.check(folder(source, [*replace, *quick]), "en")
    assert done(items), render("", items, "en")
    assert len(items) == 5


def test_the_solution_passes_the_whole_check_in_its_own_process(folder: Folder) -> None:
    items = checks.check(folder(SOLUTION), "es")
    assert done(items), render("", items, "es")
    assert items[-1].lines[0].startswith("aciertos: 7")


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.usefixtures("small")
def test_a_wrong_answer_is_told_its_mistake(
    folder: Folder, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = WRONG[name]
    monkeypatch.setattr(checks, "BAR", wrong.get("bar", checks.BAR))
    items = checks.check(folder(BY_HAND, wrong["replace"]), "en")
    failed = next(item for item in items if item.passed is False)
    assert failed == items[wrong["item"]], render("", items, "en")
    assert failed.found
    assert is_hint(full("names", wrong["mistake"]), failed.pitfall), render("", items, "en")


@pytest.mark.usefixtures("small")
def test_a_starter_is_told_what_is_missing(folder: Folder) -> None:
    start = BY_HAND.split("def make_network")[0] + "\n\ndef train(names):\n    pass\n"
    items: list[Item] = checks.check(folder(start), "en")
    assert [item.passed for item in items] == [True, True, False, False, False]
    assert items[2].found == "name_classifier.py does not define make_network"
    assert "classify" in items[4].found


@pytest.mark.usefixtures("small")
def test_a_training_that_fails_is_reported_as_that(folder: Folder) -> None:
    for body, found in (
        ("    return None\n", "train is None: not written yet?"),
        ("    raise KeyError('ñ')\n", "raises KeyError: 'ñ'"),
    ):
        start = BY_HAND.split("def train")
        rest = start[1].split("def classify")[1]
        source = (
            f"{start[0]}def train(names, labels, n_classes, seed):\n{body}\n\ndef classify{rest}"
        )
        items = checks.check(folder(source), "en")
        assert [item.passed for item in items] == [True, True, True, True, False]
        assert found in items[-1].found


def test_a_loop_without_an_end_is_stopped(folder: Folder) -> None:
    endless = BY_HAND.replace(
        "for row, name in zip", "while True:\n        pass\n    for row, name in zip"
    )
    (item,) = checks.check(folder(endless), "en", Limits(seconds=2.0))[:1]
    assert "was still running after 2 s" in item.found


def test_the_solution_may_not_be_imported(folder: Folder) -> None:
    source = BY_HAND + "\nfrom minimodel.exercises.names import encode\n"
    (item,) = checks.check(folder(source), "en")
    assert "the course's own solution" in item.found
    source = (
        BY_HAND.split("def make_network")[0]
        + "\nfrom minimodel.exercises.names_data import split\n"
    )
    assert checks.check(folder(source), "en")[0].passed  # the list may


def test_every_mistake_has_a_text_in_both_languages() -> None:
    for name in (*ENCODE_MISTAKES, *CONFUSION_MISTAKES):
        assert {text(f"names.{name}", lang) for lang in ("en", "es")}
