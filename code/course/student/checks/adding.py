"""The exercise adding: the batch, the loss, its gradients, and what each training achieves."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from minimodel.exercises.adding import BASELINE, LENGTHS, TARGET

from course.student.checklist import Item
from course.student.outcomes import Limits, Outcome
from course.student.probes.adding import CASES, DRAWN, FILE, case, held_out
from course.student.texts import Say, both, cure, text
from course.student.trained import Gradients, gradient_item
from course.student.training_exercise import TrainingExercise, item
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
NEEDS: Final = ("make_network", "loss_and_gradients")
STEPS: Final = tuple(f"of {name}" for name in CASES)
SCOPES: Final = {"steps": "adding.scope_steps", "batch": "adding.scope_batch"}


def check(folder: Path, lang: str, limits: Limits | None = None) -> list[Item]:
    """Check the student's `adding.py` in `folder`."""
    exercise = TrainingExercise(
        *("adding", FILE, folder, lang, SOLUTIONS), limits or FUNCTIONS, limits or TRAINING
    )
    say = partial(text, lang=lang)
    titles = {length: say("adding.trained", length=length, target=TARGET) for length in LENGTHS}

    def trained() -> list[Item]:
        runs = exercise.train_each({str(length): {"length": length} for length in LENGTHS})
        return [_trained(titles[length], length, runs[str(length)], lang) for length in LENGTHS]

    return exercise.checklist(_functions, titles.values(), ("train",), trained)


def _functions(outcome: Outcome, lang: str) -> list[Item]:
    title, loss = text("adding.gradients", lang), _loss(outcome, lang)
    gradients = gradient_item(
        title, outcome, [*CASES], lang, needs=NEEDS, loss=loss, factors=FACTORS, scopes=SCOPES
    )
    return [_batch(outcome, lang), _network(outcome, lang), loss, gradients]


@item("adding.batch", "adding_batch", "more", "again", "short")
def _batch(title: str, outcome: Outcome, say: Say) -> Item:
    x, targets = (outcome.arrays[f"adding_batch/{name}"] for name in ("x", "targets"))
    batch, length = DRAWN
    if x.shape != (batch, length, 2):
        turned = sorted(x.shape) == sorted((batch, length, 2))
        said = both(say, "adding.shape", "shape", (batch, length, 2), x.shape, name="x")
        return Item(title, False, *said, say("adding.batch_axes") if turned else "")
    if targets.size != batch or targets.ndim > 2:
        said = both(say, "adding.shape", "shape", (batch, 1), targets.shape, name="targets")
        return Item(title, False, *said)
    targets = targets.reshape(-1, 1)
    numbers, marks = x[..., 0].astype(float), x[..., 1].astype(float)
    if np.isin(numbers, (0, 1)).all() and not np.isin(marks, (0, 1)).all():
        said = say("adding.columns_expected"), say("adding.columns_found")
        return Item(title, False, *said, say("adding.columns"))
    found, values = marks_mistake(marks)
    if found:
        said = say("adding.marks_expected"), say(f"adding.{found}_found", **values)
        return Item(title, False, *said, cure(say, f"adding.{found}", **values))
    wrong = numbers_mistake(numbers)
    if wrong:
        shown = {"mean": float(numbers.mean()), "spread": float(numbers.std())}
        shown |= {"low": float(numbers.min()), "high": float(numbers.max())}
        said = say("adding.numbers_expected"), say("adding.numbers_found", **shown)
        return Item(title, False, *said, cure(say, f"adding.{wrong}"))
    wrong = target_mistake(x.astype(float), targets.astype(float))
    if wrong:
        at = int(np.argmax(np.abs(targets[:, 0] - (numbers * marks).sum(axis=1))))
        right, mine = float((numbers[at] * marks[at]).sum()), float(targets[at, 0])
        said = both(say, "adding.target", "value", right, mine, at=at)
        return Item(title, False, *said, cure(say, f"adding.{wrong}"))
    if np.array_equal(x, outcome.arrays["more/x"]):
        return Item(title, False, *_again(say, "more"), say("adding.reseeded"))
    if not np.array_equal(x, outcome.arrays["again/x"]):
        return Item(title, False, *_again(say, "again"), say("adding.global_random"))
    return Item(title, True)


@item("adding.network", "make_network", "predict", "same", "other")
def _network(title: str, outcome: Outcome, say: Say) -> Item:
    answers, same, other = map(outcome.answers, ("predict", "same", "other"))
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


@item("adding.loss", "make_network", "predict", "loss_and_gradients", *STEPS, *CASES)
def _loss(title: str, outcome: Outcome, say: Say) -> Item:
    for name in CASES:
        _, targets = case(name)
        answers = outcome.answers(f"of {name}")
        loss = Gradients(outcome, name).loss
        wrong = loss_mistake(loss, answers, targets)
        # Of a single sequence, a mean is a sum: the batch tells them apart.
        if wrong and (name == "batch" or wrong in ("loss_half", "loss_root", "loss_absolute")):
            right = float(np.mean((answers - targets) ** 2))
            said = both(say, "adding.loss_value", "value", right, loss)
            return Item(title, False, *said, cure(say, f"adding.{wrong}"))
    return Item(title, True)


def _trained(title: str, length: int, outcome: Outcome, lang: str) -> Item:
    say = partial(text, lang=lang)
    failure = outcome.failure(FILE, f"train {length}", f"trained {length}")
    if failure:
        return Item(title, False, found=failure.told(lang))
    x, targets = held_out(length)
    answers = outcome.answers(f"trained {length}")
    if not np.isfinite(answers).all():
        return Item(title, False, found=say("adding.not_finite"), pitfall=say("adding.exploded"))
    error = float(np.mean((answers - targets) ** 2))
    seconds = outcome.seconds(f"train {length}")
    measured = say("adding.error", error=error, baseline=BASELINE, seconds=seconds)
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


def _again(say: Say, key: str) -> tuple[str, str]:
    return say(f"adding.{key}_expected"), say(f"adding.{key}_found")
