"""The exercise dates: the look, the loss, gradients, and what training achieves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from minimodel.exercises.date_texts import MONTHS, written
from minimodel.exercises.dates import TARGET, TAUGHT
from numpy.typing import NDArray

from course.student.checklist import Item
from course.student.compare import Comparison, agree, compare, position
from course.student.outcomes import Limits, Outcome
from course.student.probes.dates import CASES, FILE, LOOKS, look, pairs
from course.student.texts import Say, both, number, text
from course.student.trained import gradient_item
from course.student.training_exercise import TrainingExercise, item
from course.student.variants.dates import (
    BACKWARD,
    FORWARD,
    compute,
    dates_mistake,
    loss_mistake,
)

Array = NDArray[Any]

SOLUTIONS: Final = (
    *("minimodel.exercises.dates", "minimodel.nn.attention", "minimodel.nn.encoder_decoder"),
    *("minimodel.nn.generation", "minimodel.tasks", "minimodel.remedies", "course"),
)
FUNCTIONS: Final = Limits(seconds=60.0)
TRAINING: Final = Limits(seconds=60.0)
LANGUAGES: Final = tuple(MONTHS)
EXAMPLE: Final = date(2023, 1, 15)
NEEDS: Final = ("make_network", "loss_and_gradients", "losses")
SCOPES: Final = {"batch": "dates.scope_batch"}
PARTS: Final = {"year": slice(0, 4), "month": slice(5, 7), "day": slice(8, 10)}


def check(folder: Path, lang: str, limits: Limits | None = None) -> list[Item]:
    """Check the student's `dates.py` in `folder`."""
    exercise = TrainingExercise(
        *("dates", FILE, folder, lang, SOLUTIONS), limits or FUNCTIONS, limits or TRAINING
    )
    titles = {
        each: text("dates.trained", lang, target=TARGET, example=written(EXAMPLE, each))
        for each in LANGUAGES
    }

    def trained() -> list[Item]:
        runs = exercise.train_each({each: {"lang": each} for each in LANGUAGES})
        return [_trained(titles[each], each, runs[each], lang) for each in LANGUAGES]

    return exercise.checklist(_functions, titles.values(), ("train", "convert"), trained)


def _functions(outcome: Outcome, lang: str) -> list[Item]:
    loss = _loss(outcome, lang)
    return [
        _look("attend", ("weights", "context"), FORWARD, outcome, lang),
        _look("attend_backward", ("ds", "dh"), BACKWARD, outcome, lang),
        loss,
        _gradients(outcome, loss, lang),
    ]


def _look(
    function: str, names: Sequence[str], mistakes: Sequence[str], outcome: Outcome, lang: str
) -> Item:
    """Compare each result of one of the two functions of attention, case by case."""
    say = partial(text, lang=lang)
    title = say(f"dates.{function}")
    rows: list[str] = []
    for name in LOOKS:
        if failure := outcome.failure(function, f"{function} {name}"):
            return Item(title, False, found=failure.told(lang))
        given = look(name)
        right = compute("", given)
        mine = {key: outcome.arrays[f"{function} {name}/{key}"] for key in names}
        compared = {key: compare(mine[key], right[key]) for key in names}
        rows += [_row(key, found, say(f"dates.{name}"), lang) for key, found in compared.items()]
        wrong = next((key for key in names if not compared[key].agrees), None)
        if wrong is None:
            continue
        found = compared[wrong]
        if found.verdict == "shape":
            shapes = right[wrong].shape, mine[wrong].shape
            said = both(say, "dates.shape", "shape", *shapes, name=wrong)
        else:
            values, at = (found.theirs, found.mine), position(found.at)
            said = both(say, "dates.entry", "value", *values, name=wrong, at=at)
        cause = _why(mine, given, mistakes, name, say)
        return Item(title, False, *said, cause, lines=tuple(rows))
    return Item(title, True, lines=tuple(rows))


def _row(name: str, found: Comparison, case: str, lang: str) -> str:
    line = f"{name:<8} {'✓' if found.agrees else '✗'} {text(f'checklist.{found.verdict}', lang)}"
    if found.verdict in ("different", "close"):
        line += f" {number(found.difference, lang)}"
    return f"{line} · {case}"


def _why(
    mine: dict[str, Array], given: dict[str, Array], mistakes: Sequence[str], name: str, say: Say
) -> str:
    if name == "large" and not all(np.isfinite(each).all() for each in mine.values()):
        return say("dates.unshifted")
    for mistake in mistakes:
        computed = compute(mistake, given)
        if agree(mine.values(), (computed[key] for key in mine)):
            return say(f"dates.{mistake}")
    return ""


@item("dates.loss", *NEEDS)
def _loss(title: str, outcome: Outcome, say: Say) -> Item:
    losses = {
        name: outcome.arrays[f"losses/{name}"]
        for name in ("one", "two", "doubled", "begun", "again", "other")
    }
    if not all(np.isfinite(each).all() for each in losses.values()):
        return Item(title, False, found=say("dates.not_finite"))
    once, again, other = float(losses["one"][5]), float(losses["again"]), float(losses["other"])
    if once != again:
        return Item(title, False, say("dates.same_expected"), say("dates.same_found"))
    if once == other:
        return Item(title, False, say("dates.other_expected"), say("dates.other_found"))
    mistake = loss_mistake(losses)
    if not mistake:
        return Item(title, True)
    cause = say(f"dates.{mistake}") if mistake not in ("loss_other", "loss_second") else ""
    if mistake == "loss_batch":
        said = both(say, "dates.doubled", "value", once, float(losses["doubled"]))
        return Item(title, False, *said, cause)
    signs = 2 if mistake in ("loss_signs", "loss_second") else 1
    total = float(np.exp(-signs * losses["two" if signs == 2 else "one"].astype(float)).sum())
    return Item(title, False, *both(say, "dates.sum", "value", 1.0, total, signs=signs), cause)


def _gradients(outcome: Outcome, loss: Item, lang: str) -> Item:
    title = text("dates.gradients", lang)
    found = gradient_item(title, outcome, list(CASES), lang, needs=NEEDS, loss=loss, scopes=SCOPES)
    if found.passed or outcome.failure(*NEEDS):
        return found
    for name in CASES:
        empty = _without_gradient(outcome, name)
        if empty:
            pitfall = text("dates.nothing_back", lang, names=", ".join(empty))
            return replace(found, pitfall=pitfall)
    return found


def _without_gradient(outcome: Outcome, name: str) -> list[str]:
    """Name the parameters of which the whole gradient is zero, though the loss depends on them."""
    prefix = f"{name}/measured "
    measured = {
        key.removeprefix(prefix): value
        for key, value in outcome.arrays.items()
        if key.startswith(prefix)
    }
    largest = max((float(np.abs(each).max(initial=0)) for each in measured.values()), default=0.0)
    return [
        key
        for key, value in measured.items()
        if np.abs(value).max(initial=0) > 1e-3 * largest
        and not np.any(outcome.arrays.get(f"{name}/gradient {key}", 1))
    ]


def _trained(title: str, each: str, outcome: Outcome, lang: str) -> Item:
    say: Say = partial(text, lang=lang)
    if failure := outcome.failure(FILE, f"train {each}", f"convert {each}"):
        return Item(title, False, found=failure.told(lang))
    texts, dates = (column[TAUGHT:] for column in pairs(each))
    made = outcome.values[f"convert {each}/texts"]
    share = _share(made, dates)
    shares = {
        f"{name}s": 100 * _share([m[part] for m in made], [d[part] for d in dates])
        for name, part in PARTS.items()
    }
    seconds = outcome.seconds(f"train {each}")
    lines = (say("dates.exact", share=100 * share, seconds=seconds, **shares),)
    if share >= TARGET:
        return Item(title, True, lines=lines)
    at = next(place for place, (m, d) in enumerate(zip(made, dates, strict=True)) if m != d)
    lost = outcome.arrays.get(f"loss {each}/loss")
    mistake = dates_mistake(made, dates, None if lost is None else float(np.real(lost)))
    said = both(say, "dates.wrote", "date", dates[at], made[at][:40], text=texts[at])
    return Item(title, False, *said, say(f"dates.{mistake}") if mistake else "", lines)


def _share(made: Sequence[str], right: Sequence[str]) -> float:
    return float(np.mean([a == b for a, b in zip(made, right, strict=True)]))
