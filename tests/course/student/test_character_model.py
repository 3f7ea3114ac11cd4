"""The check of the character model: right ones pass in unlike styles, wrong ones are named."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from course.student.checklist import done, render
from course.student.checks import character_model as checks
from course.student.outcomes import Limits, Outcome
from course.student.texts import text
from course.student.variants.character_model import (
    clip_mistake,
    costs_mistake,
    draws_mistake,
    loss_mistake,
    path_mistake,
)
from hints import full, is_hint
from minimodel.exercises import character_model as reference

ANSWERS = Path(__file__).with_name("answers")
WRONG = tomllib.loads((ANSWERS / "wrong_character_model.toml").read_text())
BEAT, WRITE = 4, 5  # items
Folder = Callable[..., Path]


def by_hand() -> str:
    return (ANSWERS / "character_by_hand.py").read_text()


def replaced(source: str, replace: Sequence[Sequence[str]]) -> str:
    for old, new in replace:
        assert old in source, f"the answer has no {old!r}"
        source = source.replace(old, new)
    return source


@pytest.fixture
def folder(answer: Callable[..., Path]) -> Folder:
    """Write an answer as `character_model.py`, with some of its text replaced."""
    return lambda source, replace=(): answer("character_model.py", replace, source)


MAKER = """def make_costs():
    return lambda model, text: _costs(model, text)


def _costs(model, text):"""
LISTS = (  # costs as a list, a text with its start, one flat batch of float32 parameters
    (
        "return -log_p[np.arange(len(log_p)), ids[1:]]",
        "return list(-log_p[range(len(log_p)), ids[1:]])",
    ),
    ("    return text\n\n\ndef train", "    return start + text\n\n\ndef train"),
    ("rng.uniform(-scale, scale, (V, hidden))", "rng.uniform(-scale, scale, (V, hidden)).tolist()"),
    ('p["E"][ids[:, t]] +', 'np.asarray(p["E"])[ids[:, t]] +'),
    (
        "{name: np.zeros_like(p[name]) for name in",
        "{name: np.zeros(np.shape(p[name]), p['b'].dtype) for name in",
    ),
    (
        "np.zeros_like(model[name]) for name in names",
        "np.zeros(np.shape(model[name])) for name in names",
    ),
)
CLOSURES = (
    ("def costs(model, text):", MAKER),
    ("def write(", "costs = make_costs()\n\n\ndef write("),
)
RIGHT = {
    "the solution": lambda: inspect.getsource(reference),
    "by hand": by_hand,
    "layers in an object": lambda: (ANSWERS / "character_layers.py").read_text(),
    "lists": lambda: replaced(by_hand(), LISTS),
    "closures": lambda: replaced(by_hand(), CLOSURES),
}


@pytest.mark.parametrize("style", RIGHT)
def test_a_right_answer_passes_in_any_style(
    folder: Folder, style: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = RIGHT[style]()
    if style == "the solution":
        monkeypatch.setattr(checks, "SOLUTIONS", ())
    if style in ("by hand", "lists", "closures"):  # one vanilla RNN; the others learn it all
        monkeypatch.setattr(checks, "mark", lambda: np.inf)
        source = source.replace("range(1, 501)", "range(1, 61)")
    items = checks.check(folder(source), "en")
    assert done(items), render("", items, "en")
    assert len(items) == 6


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.usefixtures("same_process")
def test_a_wrong_answer_is_told_its_mistake(
    folder: Folder, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = WRONG[name]
    if wrong["item"] == WRITE:  # a short training is enough to draw from
        monkeypatch.setattr(checks, "mark", lambda: np.inf)
    items = checks.check(folder(by_hand(), wrong["replace"]), "en")
    failed = next(item for item in items if item.passed is False)
    assert failed == items[wrong["item"]], render("", items, "en")
    assert failed.found
    assert is_hint(full("character_model", wrong["mistake"]), failed.pitfall), failed


@pytest.mark.usefixtures("same_process")
def test_a_text_of_ones_own_is_judged_by_a_trigram(folder: Folder) -> None:
    words = ["the cat", "sat on", "the mat", "and", "a dog", "ran to"]
    own = " ".join(np.random.default_rng(0).choice(words, 4000))
    put = folder(by_hand(), [["range(1, 501)", "range(1, 151)"]])
    (put / "text.txt").write_text(f"\ufeff{own}", encoding="utf-8")
    items = checks.check(put, "es")
    assert items[BEAT].title == text("character_model.beats_own", "es")
    assert items[BEAT].passed, items[BEAT]
    assert "nats por carácter" in items[BEAT].lines[0]
    assert items[WRITE].passed, items[WRITE]


@pytest.mark.usefixtures("same_process")
@pytest.mark.parametrize(
    ("content", "key"), [(b"too short", "own_length"), (b"\xff\xfe" * 20_000, "unreadable")]
)
def test_a_text_that_will_not_do_is_reported(folder: Folder, content: bytes, key: str) -> None:
    put = folder(by_hand())
    (put / "text.txt").write_bytes(content)
    items = checks.check(put, "en")
    values = {"length": len(content), "low": checks.SHORTEST, "high": checks.LONGEST}
    assert items[BEAT].passed is False
    assert items[BEAT].found == text(f"character_model.{key}", "en", **values)


def test_a_training_without_an_end_is_stopped(folder: Folder) -> None:
    endless = by_hand().replace("for step in range(1, 501):", "while True:\n        step = 1")
    items = checks.check(folder(endless), "en", Limits(seconds=3.0))
    assert [item.passed for item in items] == [True] * 4 + [False] * 2
    assert "was still running after 3 s (train)" in items[BEAT].found


def test_the_course_does_not_clip_or_write_for_the_student(folder: Folder) -> None:
    for module in ("minimodel.mathematics.clipping", "minimodel.nn.generation"):
        (item,) = checks.check(folder(f"import {module}\n" + by_hand()), "en")
        assert "the course's own solution" in item.found


def test_draws_are_judged_by_what_chance_allows() -> None:
    p = np.array([0.5, 0.3, 0.15, 0.05])
    sharper = p**2 / (p**2).sum()
    rng = np.random.default_rng(0)
    for temperature, weights, mistake in (
        (1.0, p, ""),
        (0.5, sharper, ""),
        (0.5, p, "draws_untempered"),
        (0.5, p**0.5 / (p**0.5).sum(), "draws_multiplied"),
        (1.0, np.full(4, 0.25), "draws_uniform"),
        (1.0, np.array([0, 1, 0, 0]), "draws_same"),
        (1.0, np.array([1, 0, 0, 0]), "draws_greedy"),
        (1.0, np.array([0.1, 0.1, 0.1, 0.7]), "draws_other"),
    ):
        counts = rng.multinomial(300, weights)
        assert draws_mistake(counts, -np.log(p), temperature) == mistake


def test_a_path_tells_what_was_forgotten() -> None:
    whole, last, own = (
        -np.log(np.eye(3)[order] * 0.9 + 0.03) for order in ([0, 1, 2], [1, 1, 1], [2, 1, 0])
    )
    for ids, mistake in (
        ([0, 1, 2], ""),
        ([1, 1, 1], "path_last"),
        ([2, 1, 0], "path_start"),
        ([0, 0, 0], "path_other"),
    ):
        contexts = {"whole": whole, "last": last, "own": own}
        assert path_mistake(np.array(ids), contexts) == mistake


def test_every_other_clipping_is_told_by_its_numbers() -> None:
    given = {"W": np.array([3.0, -4.0, 12.0]), "b": np.array([84.0])}
    norm, total = 85.0, 103.0
    for factor, mistake in (
        (2 / norm, ""),
        (2 / total, "clip_total"),
        (2 / 84, "clip_largest"),
        (1 / norm, "clip_to_one"),
        (1 / 2, "clip_divided"),
        (0.3, "clip_other"),
    ):
        clipped = {name: factor * value for name, value in given.items()}
        assert clip_mistake(given, clipped, 2.0) == mistake


def test_every_other_loss_and_cost_is_told_by_its_value() -> None:
    nats = np.random.default_rng(0).uniform(1, 3, (4, 6))
    for loss, mistake in (
        (nats.mean(), ""),
        (nats.sum() / 4, "loss_batch"),
        (nats.sum() / 6, "loss_time"),
        (nats.mean() / np.log(2), "loss_bits"),
        (np.exp(nats.mean()), "loss_perplexity"),
        (0.1, "loss_other"),
    ):
        assert loss_mistake(loss, nats) == mistake
    assert costs_mistake(np.array([-0.2, 0.5])) == "costs_negative"
    assert costs_mistake(-np.log([0.25, 0.75])) == ""


def trained(costs: float, known: float) -> Outcome:
    """What is left of a training, with one cost on held-out lines and one on known ones."""
    size = len(reference.conjugations()[1]) - 1
    arrays = {"held_out/answers": np.full(size, costs)}
    arrays |= {f"of {name}/answers": np.full(size, known) for name in ("first", "last")}
    return Outcome(arrays, {"train/seconds": 1.0}, {}, {})


def test_costs_say_why_counting_is_better(tmp_path: Path) -> None:
    say = partial(text, lang="en")
    for costs, known, mistake in (
        (np.nan, 1.0, "exploded"),
        (2.5, 0.2, "by_heart"),
        (3.5, 3.4, "untrained"),
        (2.9, 2.8, "frequencies"),
        (1.5, 1.4, "longer"),
    ):
        item = checks._lab("", tmp_path, trained(costs, known), say, "en")
        whole = text(f"character_model.{mistake}", "en", known=known, found=costs, even=np.log(35))
        assert item.pitfall == whole
    assert checks._lab("", tmp_path, trained(0.6, 0.6), say, "en").passed
