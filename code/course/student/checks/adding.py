"""The exercise adding: the batch, the loss, its gradients, and what each training achieves."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from minimodel.exercises.adding import BASELINE, LENGTHS, TARGET

from course.student import isolation
from course.student.checklist import Item
from course.student.outcomes import Limits, Outcome
from course.student.probes.adding import CASES, DRAWN, FILE, case, held_out
from course.student.texts import Say, catalogue, text
from course.student.trained import Gradients, gradient_item
from course.student.variants.adding import (
    answers_mistake,
    loss_mistake,
    marks_mistake,
    numbers_mistake,
    target_mistake,
)

SOLUTIONS: Final = ("minimodel.exercises", "minimodel.tasks", "minimodel.remedies", "course")
FUNCTIONS: Final = Limits(seconds=40.0)
TRAINING: Final = Limits(seconds=60.0)
KNOWING: Final = 0.05  # an error that nobody has who has learned nothing
FACTORS: Final = {
    name: {"adding.factor_half": 0.5}
    | ({"adding.factor_batch": batch, "adding.factor_inverse": 1 / batch} if batch > 1 else {})
    for name, (batch, _) in CASES.items()
}
SCOPES: Final = {"steps": "adding.scope_steps", "batch": "adding.scope_batch"}


def check(folder: Path, lang: str, limits: Limits | None = None) -> list[Item]:
    """Check the student's `adding.py` in `folder`."""
    say = partial(text, lang=lang)
    outcome = isolation.run(
        "adding", folder, solutions=SOLUTIONS, limits=limits or FUNCTIONS, part="functions"
    )
    broken = outcome.failure(FILE)
    if broken:
        return [Item(say("adding.runs"), False, found=broken.told(lang))]
    loss = _loss(outcome, say, lang)
    items = [
        _batch(outcome, say, lang),
        _network(outcome, say, lang),
        loss,
        gradient_item(
            say("adding.gradients"),
            outcome,
            list(CASES),
            lang,
            needs=("make_network", "loss_and_gradients"),
            loss=loss,
            factors=FACTORS,
            scopes=SCOPES,
        ),
    ]
    titles = {length: say("adding.trained", length=length, target=TARGET) for length in LENGTHS}
    ready = all(item.passed for item in items) and not outcome.failure("train")
    if not ready:
        missing = outcome.failure("train") if all(item.passed for item in items) else None
        found = missing.told(lang) if missing else say("adding.blocked")
        return [*items, *(Item(title, False, found=found) for title in titles.values())]
    runs = isolation.run_each(
        "adding",
        folder,
        {str(length): {"part": "train", "length": length} for length in LENGTHS},
        solutions=SOLUTIONS,
        limits=limits or TRAINING,
    )
    trained = [
        _trained(title, length, runs[str(length)], say, lang) for length, title in titles.items()
    ]
    return [*items, *trained]


def _batch(outcome: Outcome, say: Say, lang: str) -> Item:
    title = say("adding.batch")
    failure = outcome.failure("adding_batch", "more", "again", "short")
    if failure:
        return Item(title, False, found=failure.told(lang))
    x, targets = (outcome.arrays[f"adding_batch/{name}"] for name in ("x", "targets"))
    batch, length = DRAWN
    if x.shape != (batch, length, 2):
        pitfall = ""
        if sorted(x.shape) == sorted((batch, length, 2)):
            pitfall = say("adding.batch_axes")
        return Item(title, False, *_shapes(say, "x", (batch, length, 2), x.shape), pitfall)
    if targets.size != batch or targets.ndim > 2:
        return Item(title, False, *_shapes(say, "targets", (batch, 1), targets.shape))
    targets = targets.reshape(-1, 1)
    numbers, marks = x[..., 0].astype(float), x[..., 1].astype(float)
    if np.isin(numbers, (0, 1)).all() and not np.isin(marks, (0, 1)).all():
        said = say("adding.columns_expected"), say("adding.columns_found")
        return Item(title, False, *said, say("adding.columns"))
    found, values = marks_mistake(marks)
    if found:
        said = say("adding.marks_expected"), say(f"adding.{found}_found", **values)
        pitfall = say(f"adding.{found}", **values) if _has(found) else ""
        return Item(title, False, *said, pitfall)
    wrong = numbers_mistake(numbers)
    if wrong:
        shown = {"mean": float(numbers.mean()), "spread": float(numbers.std())}
        shown |= {"low": float(numbers.min()), "high": float(numbers.max())}
        said = say("adding.numbers_expected"), say("adding.numbers_found", **shown)
        return Item(title, False, *said, say(f"adding.{wrong}") if _has(wrong) else "")
    wrong = target_mistake(x.astype(float), targets.astype(float))
    if wrong:
        at = int(np.argmax(np.abs(targets[:, 0] - (numbers * marks).sum(axis=1))))
        pair = {"at": at, "value": float((numbers[at] * marks[at]).sum())}
        said = (
            say("adding.target", **pair),
            say("adding.target", at=at, value=float(targets[at, 0])),
        )
        return Item(title, False, *said, say(f"adding.{wrong}") if _has(wrong) else "")
    if np.array_equal(x, outcome.arrays["more/x"]):
        return Item(title, False, *_again(say, "more"), say("adding.reseeded"))
    if not np.array_equal(x, outcome.arrays["again/x"]):
        return Item(title, False, *_again(say, "again"), say("adding.global_random"))
    return Item(title, True)


def _network(outcome: Outcome, say: Say, lang: str) -> Item:
    title = say("adding.network")
    failure = outcome.failure("make_network", "predict", "same", "other")
    if failure:
        return Item(title, False, found=failure.told(lang))
    answers, same, other = (outcome.arrays[f"{n}/answers"] for n in ("predict", "same", "other"))
    if not np.isfinite(answers).all():
        return Item(title, False, found=say("adding.not_finite"))
    if not np.array_equal(answers, same):
        return Item(title, False, say("adding.same_expected"), say("adding.same_found"))
    _, targets = held_out(10)
    error = float(np.mean((answers - targets) ** 2))
    if error < KNOWING:
        said = say("adding.ignorant_expected"), say("adding.ignorant_found", error=error)
        return Item(title, False, *said, say("adding.ignorant"))
    if np.array_equal(answers, other):
        return Item(title, False, say("adding.other_expected"), say("adding.other_found"))
    return Item(title, True)


def _loss(outcome: Outcome, say: Say, lang: str) -> Item:
    title = say("adding.loss")
    failure = outcome.failure("make_network", "predict", "loss_and_gradients", *_steps(), *CASES)
    if failure:
        return Item(title, False, found=failure.told(lang))
    for name in CASES:
        _, targets = case(name)
        answers = outcome.arrays[f"of {name}/answers"].astype(float)
        loss = Gradients(outcome, name).loss
        wrong = loss_mistake(loss, answers, targets)
        # Of a single sequence, a mean is a sum: the batch tells them apart.
        if wrong and (name == "batch" or wrong in ("loss_half", "loss_root", "loss_absolute")):
            right = float(np.mean((answers - targets) ** 2))
            said = say("adding.loss_value", value=right), say("adding.loss_value", value=loss)
            return Item(title, False, *said, say(f"adding.{wrong}") if _has(wrong) else "")
    return Item(title, True)


def _trained(title: str, length: int, outcome: Outcome, say: Say, lang: str) -> Item:
    failure = outcome.failure(FILE, f"train {length}", f"trained {length}")
    if failure:
        return Item(title, False, found=failure.told(lang))
    x, targets = held_out(length)
    answers = outcome.arrays[f"trained {length}/answers"].astype(float)
    seconds = outcome.values[f"train {length}/seconds"]
    if not np.isfinite(answers).all():
        return Item(title, False, found=say("adding.not_finite"), pitfall=say("adding.exploded"))
    error = float(np.mean((answers - targets) ** 2))
    measured = say("adding.error", error=error, baseline=BASELINE, seconds=float(round(seconds, 1)))
    if error < TARGET:
        return Item(title, True, lines=(measured,))
    expected = say("adding.error_expected", target=TARGET)
    pitfall = _why(length, outcome, x, targets, answers, say)
    return Item(title, False, expected, measured, pitfall)


def _why(length: int, outcome: Outcome, x: Any, targets: Any, answers: Any, say: Say) -> str:
    """Say why a network did not learn, where its answers or its batches show it."""
    before = outcome.arrays.get("before/answers")
    wrong = answers_mistake(x, targets, answers, before)
    if wrong == "untrained":
        return say("adding.untrained")
    drawn, different = outcome.values["drawn"], outcome.values["different"]
    if drawn and different == 1:
        return say("adding.one_batch")
    lengths = outcome.values["lengths"]
    if lengths and length not in lengths:
        return say("adding.other_length", found=", ".join(map(str, lengths)), length=length)
    if not wrong:
        return ""
    mean, spread = float(answers.mean()), float(answers.std())
    return say(f"adding.{wrong}", mean=mean, spread=spread, length=length)


def _steps() -> tuple[str, ...]:
    return tuple(f"of {name}" for name in CASES)


def _again(say: Say, key: str) -> tuple[str, str]:
    return say(f"adding.{key}_expected"), say(f"adding.{key}_found")


def _shapes(
    say: Say, name: str, expected: tuple[int, ...], found: tuple[int, ...]
) -> tuple[str, str]:
    wanted, mine = (say("adding.shape", name=name, shape=each) for each in (expected, found))
    return wanted, mine


def _has(mistake: str) -> bool:
    """Whether a mistake has a cure of its own; if not, what was found says all."""
    return mistake in catalogue("adding")
