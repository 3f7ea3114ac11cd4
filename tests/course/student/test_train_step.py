"""The check of train-step: the right answer passes, each wrong one is told its mistake."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from course.student.checklist import WIDTH, Item, done, render
from course.student.checks.train_step import check
from course.student.texts import catalogue, text
from minimodel.exercises.train_step import INTERMEDIATES

WRONG = tomllib.loads(
    Path(__file__).with_name("answers").joinpath("wrong_train_step.toml").read_text()
)
Answer = Callable[..., Path]


def of_case(items: list[Item], case: str) -> Item:
    """The item of a case, whichever of its titles it has."""
    titles = {text(f"train_step.{key}", "en") for key in (case, f"{case}_answer") if has(key)}
    titles |= {text("intermediates.unchanged", "en")} if case == "unchanged" else set()
    (found,) = [item for item in items if item.title in titles]
    return found


def has(key: str) -> bool:
    return key in catalogue("train_step")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_right_answer_passes(answer: Answer, lang: str) -> None:
    items = check(answer("train_step.py"), lang)
    assert done(items), render("", items, lang)
    assert len(items) == 14
    rows = {row.split()[0]: row.split()[2] for row in items[1].lines}
    assert set(rows) == {*INTERMEDIATES, "w_out"}
    assert set(rows.values()) <= {text(f"checklist.{key}", lang) for key in ("exact", "close")}


@pytest.mark.usefixtures("same_process")
def test_single_precision_is_right_up_to_its_rounding(answer: Answer) -> None:
    cast = (
        "    w_emb, w_h, w_out, h0 = (np.asarray(a, np.float32) for a in (w_emb, w_h, w_out, h0))\n"
    )
    items = check(
        answer(
            "train_step.py",
            [["    ids = np.asarray(tokens)", cast + "    ids = np.asarray(tokens)"]],
        ),
        "en",
    )
    assert done(items), render("", items, "en")


@pytest.mark.usefixtures("same_process")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("loss += (np.log(e.sum()) - shifted[ids[t + 1]]) / N", "loss += np.sqrt(-1.0)"),
        ("(probs[t] - onehot) / N", "(probs[t] - onehot) / (N - N)"),
    ],
)
def test_what_is_not_finite_for_another_reason_is_told_no_reason(
    answer: Answer, old: str, new: str
) -> None:
    items = check(answer("train_step.py", [[old, new]]), "en")
    assert not done(items)
    assert {item.pitfall for item in items} == {""}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.usefixtures("same_process")
def test_a_wrong_answer_is_told_its_mistake(answer: Answer, name: str) -> None:
    wrong = WRONG[name]
    items = check(answer("train_step.py", wrong["replace"]), "en")
    failed = [item for item in items if item.passed is False]
    item = of_case(items, wrong["case"])
    assert failed[0] == item, render("", items, "en")
    assert item.found.startswith(wrong["first"])
    expected = text(f"train_step.{wrong['mistake']}", "en") if wrong["mistake"] else ""
    assert item.pitfall == expected


@pytest.mark.usefixtures("same_process")
def test_every_intermediate_says_how_far_it_is(answer: Answer) -> None:
    folder = answer("train_step.py", WRONG["no_gradient_through_time"]["replace"])
    rows = {row.split()[0]: row for row in check(folder, "es")[1].lines}
    assert "✓" in rows["dw_out"]
    assert rows["dh"].split("✗")[1].strip().startswith("diferencia máx. 0,")
    assert " en [" in rows["dh"]


@pytest.mark.parametrize("replace", [[], [["dh[0] * (1 - h[t] ** 2)", "dh[0]"]]])
@pytest.mark.usefixtures("same_process")
def test_the_answer_alone_is_not_enough_since_it_cannot_show_the_way_back(
    answer: Answer, replace: list[list[str]]
) -> None:
    alone = [["return new_w_out.ravel(), {", "return new_w_out.ravel()\n    {"]]
    items = check(answer("train_step.py", [*alone, *replace]), "en")
    failed = [item for item in items if item.passed is False]
    assert failed == [of_case(items, "two_steps")], render("", items, "en")
    assert failed[0].found.startswith("no new_w_emb, new_w_h: ")
    assert items[1].notes == (text("train_step.only_answer", "en"),)
    assert len(items[1].lines) == 1


@pytest.mark.usefixtures("same_process")
def test_two_steps_are_enough_to_show_a_wrong_way_back(answer: Answer) -> None:
    few = "return new_w_out.ravel(), {'new_w_emb': new_w_emb, 'new_w_h': new_w_h}\n    {"
    replace = [["return new_w_out.ravel(), {", few]]
    assert done(check(answer("train_step.py", replace), "en"))
    wrong = [
        ["    new_w_h = w_h", "    dw_h = dw_h if len(ids) < 7 else dw_h / 2\n    new_w_h = w_h"]
    ]
    items = check(answer("train_step.py", [*replace, *wrong]), "en")
    assert of_case(items, "two_steps").passed is False


@pytest.mark.usefixtures("same_process")
def test_of_two_steps_the_second_is_judged_by_what_the_first_returned(answer: Answer) -> None:
    """Else an error of the first step would be told as one of the second's first array, x."""
    items = check(answer("train_step.py", WRONG["no_gradient_through_time"]["replace"]), "en")
    assert of_case(items, "two_steps").found.startswith("dh is the first that is wrong")


@pytest.mark.usefixtures("same_process")
def test_a_second_step_that_still_has_the_first_in_it_fails(answer: Answer) -> None:
    kept = (
        "    kept = globals().setdefault('KEPT', {})\n"
        "    if lr == 1:\n"
        "        kept['dw_h'] = dw_h = dw_h + kept.get('dw_h', 0)\n"
    )
    replace = [["    new_w_h = w_h", f"{kept}    new_w_h = w_h"]]
    failed = [item for item in check(answer("train_step.py", replace), "en") if not item.passed]
    assert failed == [item for item in failed if item.title.startswith("Two steps in a row")]
    assert "dw_h[" in failed[0].found


def test_some_intermediates_are_enough(answer: Answer) -> None:
    items = check(
        answer("train_step.py", [['"dh": dh,', '"dh": None, "extra": "words", 3: {},']]), "en"
    )
    assert done(items)
    rows = {row.split()[0]: row for row in items[1].lines}
    assert rows["dh"].endswith(text("checklist.not_returned", "en"))
    assert "3, extra" in items[1].notes[0]


def test_an_unfinished_answer_is_compared_as_far_as_it_goes(answer: Answer) -> None:
    replace = [["return new_w_out.ravel(), {", "return None, {"]]
    items = check(answer("train_step.py", replace), "en")
    assert not done(items)
    assert "✓" in items[1].lines[0]
    told = [item for item in items if "returns no w_out yet" in item.found]
    assert told == [items[0]]  # said once, not again for each case
    assert not any(item.passed for item in items[:-1])


@pytest.mark.parametrize(
    ("replace", "case", "found", "mistake"),
    [
        (
            [["np.asarray(tokens).astype(int)", "np.asarray(tokens)"]],
            "float_ids",
            "IndexError",
            "ids_uncast",
        ),
        (
            [["new_w_out = w_out - lr * dw_out", "w_out -= lr * dw_out; new_w_out = w_out.copy()"]],
            "read_only",
            "read-only",
            "in_place",
        ),
        (
            [["new_w_h = w_h - lr * dw_h", "w_h += 0.5; new_w_h = w_h - 0.5 - lr * dw_h"]],
            "unchanged",
            "w_h",
            "in_place",
        ),
        (
            [["ids = np", "w_out.view().shape = (-1,)\n    ids = np"]],
            "strided",
            "AttributeError",
            "",
        ),
        (
            [["x, h, logits", "if len(ids) == 2: return w_out\n    x, h, logits"]],
            "two_tokens",
            "w_out has shape (3, 5)",
            "",
        ),
        (
            [["lr * dw_out", "max(lr, 1e-9) * dw_out"], ["lr * dw_h", "max(lr, 1e-9) * dw_h"]],
            "no_learning",
            "new_w_h",
            "",
        ),
    ],
)
@pytest.mark.usefixtures("same_process")
def test_hidden_cases(
    answer: Answer, replace: list[list[str]], case: str, found: str, mistake: str
) -> None:
    item = of_case(check(answer("train_step.py", replace), "en"), case)
    assert item.passed is False
    assert found in item.found
    if mistake:
        assert item.pitfall == text(f"train_step.{mistake}", "en")


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("name", ["missing_tanh_slope", "unstable_softmax"])
@pytest.mark.usefixtures("same_process")
def test_a_report_fits_a_terminal(answer: Answer, name: str, lang: str) -> None:
    items = check(answer("train_step.py", WRONG[name]["replace"]), lang)
    report = render(text("train_step.heading", lang, folder="exercises/train-step"), items, lang)
    assert max(map(len, report.splitlines())) <= WIDTH


RETURNED = "return new_w_out.ravel(), {"


@pytest.mark.parametrize(
    ("replace", "columns"),
    [
        ([[RETURNED, "return new_w_out.ravel().tolist(), {"]], ""),
        ([[RETURNED, "return [*new_w_out.ravel()], {"]], ""),
        ([[RETURNED, "return tuple(new_w_out.ravel()), {"]], ""),
        ([[RETURNED, "return new_w_out.reshape(-1, 1), {"]], "w_out"),
        ([[RETURNED, "return new_w_out.ravel().astype(np.float32), {"]], ""),
        ([['"probs": probs,', '"probs": [list(row) for row in probs],']], ""),
    ],
)
@pytest.mark.usefixtures("same_process")
def test_what_is_right_is_right_in_any_form(
    answer: Answer, replace: list[list[str]], columns: str
) -> None:
    items = check(answer("train_step.py", replace), "en")
    assert done(items), render("", items, "en")
    said = text("intermediates.columns", "en", names=columns) if columns else ""
    assert (said in items[1].notes) == bool(columns)


@pytest.mark.parametrize(
    "replace",
    [
        [["lr * dw_out", "lr * (w_out.T @ dw_out)"]],  # its message names sizes
        [["ids = np", "np.zeros(len(w_emb)) @ np.zeros(3)\n    ids = np"]],
    ],
)
@pytest.mark.usefixtures("same_process")
def test_an_error_of_every_case_is_said_once_and_blamed_on_none(
    answer: Answer, replace: list[list[str]]
) -> None:
    items = check(answer("train_step.py", replace), "en")
    failed = [item for item in items if item.passed is False]
    told = [item for item in failed if "ValueError" in item.found]
    assert told == failed[:1], render("", items, "en")
    again = [item for item in failed if item.found.startswith("the same error, at train_step.py:")]
    assert len(failed) == 1 or len(again) >= 9  # not where all sizes are equal
    assert not any(item.pitfall for item in failed)


@pytest.mark.usefixtures("same_process")
def test_a_special_case_is_no_cause_where_the_ordinary_one_fails_too(answer: Answer) -> None:
    broken = [["x, h, logits", "if len(ids) != 2: raise RuntimeError(len(ids))\n    x, h, logits"]]
    items = check(answer("train_step.py", broken), "en")
    for case in ("float_ids", "read_only", "strided"):
        item = of_case(items, case)
        assert item.passed is False
        assert item.pitfall == "", case
