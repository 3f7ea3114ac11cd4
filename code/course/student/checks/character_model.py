"""The exercise character-model: clipping, costs, gradients, sampling, and the mark to beat."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from minimodel.exercises.character_model import counted, mark, per_token
from minimodel.ngrams.comparison import split
from minimodel.texts.files import read_text
from numpy.typing import NDArray

from course.student.checklist import Item
from course.student.outcomes import Limits, Outcome
from course.student.probes.character_model import (
    CASES,
    FILE,
    MAX_NORM,
    NORMS,
    OWN_TEXT,
    TEMPERATURES,
    gradients,
    texts,
)
from course.student.texts import Say, both, cure, text
from course.student.trained import Gradients, gradient_item
from course.student.training_exercise import TrainingExercise, item
from course.student.variants.character_model import (
    clip_mistake,
    costs_mistake,
    draws_mistake,
    loss_mistake,
    path_mistake,
)

Array = NDArray[Any]

SOLUTIONS: Final = (
    *("course", "minimodel.exercises", "minimodel.tasks", "minimodel.remedies"),
    *("minimodel.mathematics.clipping", "minimodel.nn.generation"),
)
FUNCTIONS: Final = Limits(seconds=40.0)
TRAINING: Final = Limits(seconds=90.0)
SHORTEST, LONGEST = 20_000, 1_000_000  # characters of a text of the student's own
FREQUENCIES: Final = 0.05  # nats around what is paid by who knows the frequencies alone
NEEDS: Final = ("make_model", "loss_and_gradients")
ROWS: Final = {name: [f"costs {name} {row}" for row in range(CASES[name][0])] for name in CASES}
FACTORS: Final = {
    name: ({"character_model.factor_all": batch * time} if batch * time > 1 else {})
    | ({"character_model.factor_batch": batch} if batch > 1 else {})
    for name, (batch, time) in CASES.items()
}
SCOPES: Final = {"steps": "character_model.scope_steps", "batch": "character_model.scope_batch"}


def check(folder: Path, lang: str, limits: Limits | None = None) -> list[Item]:
    """Check the student's `character_model.py` in `folder`."""
    exercise = TrainingExercise(
        *("character_model", FILE, folder, lang, SOLUTIONS), limits or FUNCTIONS, limits or TRAINING
    )
    say = partial(text, lang=lang)
    own = (folder / OWN_TEXT).is_file()
    titles = say(f"character_model.beats_{'own' if own else 'lab'}"), say("character_model.draws")

    def trained() -> list[Item]:
        outcome = exercise.train()
        beats = (_own if own else _lab)(titles[0], folder, outcome, say, lang)
        return [beats, _draws(titles[1], folder, outcome, say, lang)]

    def unfit(_: Outcome) -> str:
        return _unfit(folder / OWN_TEXT, say) if own else ""

    return exercise.checklist(_functions, titles, ("train",), trained, unfit)


def _functions(outcome: Outcome, lang: str) -> list[Item]:
    title, loss = text("character_model.gradients", lang), _loss(outcome, lang)
    gradients = gradient_item(
        title, outcome, [*CASES], lang, needs=NEEDS, loss=loss, factors=FACTORS, scopes=SCOPES
    )
    return [_clip(outcome, lang), _costs(outcome, lang), loss, gradients]


@item("character_model.clip", "clip")
def _clip(title: str, outcome: Outcome, say: Say) -> Item:
    found = {}
    for name, norm in NORMS.items():
        given = gradients(norm)
        clipped = {key: outcome.arrays[f"clip/{name} {key}"].astype(float) for key in given}
        for key, value in clipped.items():
            if value.shape != given[key].shape:
                shapes = given[key].shape, value.shape
                return Item(
                    title, False, *both(say, "character_model.shape", "shape", *shapes, name=key)
                )
            if not np.isfinite(value).all():
                expected = say("character_model.clip_expected", norm=0.0, wanted=0.0)
                pitfall = say("character_model.clip_zero") if name == "zero" else ""
                return Item(title, False, expected, say("character_model.not_finite"), pitfall)
        mistake = clip_mistake(given, clipped, MAX_NORM)
        after = float(np.sqrt(sum((value**2).sum() for value in clipped.values())))
        found[name] = mistake, norm, after
    # What is left alone although it is long, and what is changed although it is short, can be
    # told by both together only.
    for mistake, norm, after in found.values():
        if mistake:
            expected = say("character_model.clip_expected", norm=norm, wanted=min(norm, MAX_NORM))
            shown = say("character_model.clip_found", norm=after)
            return Item(title, False, expected, shown, cure(say, f"character_model.{mistake}"))
    return Item(title, True)


@item("character_model.costs", "make_model", "costs", "beginning", "following")
def _costs(title: str, outcome: Outcome, say: Say) -> Item:
    whole, beginning, following = map(outcome.answers, ("costs", "beginning", "following"))
    if not np.isfinite(whole).all():
        return Item(title, False, found=say("character_model.not_finite"))
    wrong = costs_mistake(following)
    if wrong:
        expected = say("character_model.costs_expected")
        shown = say("character_model.costs_found", total=float(np.exp(-following).sum()))
        return Item(title, False, expected, shown, cure(say, f"character_model.{wrong}"))
    if np.abs(whole[: len(beginning)] - beginning).max() > 1e-5:
        said = say("character_model.causal_expected"), say("character_model.causal_found")
        return Item(title, False, *said, say("character_model.causal"))
    return Item(title, True)


@item(
    "character_model.loss",
    "make_model",
    "costs",
    "loss_and_gradients",
    *CASES,
    *(row for rows in ROWS.values() for row in rows),
)
def _loss(title: str, outcome: Outcome, say: Say) -> Item:
    nats = np.stack([outcome.answers(row) for row in ROWS["batch"]])
    loss = Gradients(outcome, "batch").loss
    wrong = loss_mistake(loss, nats)
    if not wrong:
        return Item(title, True)
    said = both(say, "character_model.loss_value", "value", float(nats.mean()), loss)
    return Item(title, False, *said, cure(say, f"character_model.{wrong}"))


def _lab(title: str, folder: Path, outcome: Outcome, say: Say, lang: str) -> Item:
    """Compare the model with lab 01's mark, both by the token."""

    def judged(nats: Array) -> tuple[float, float]:
        return mark(), per_token(nats, split().held_out)

    return _compared(title, "lab", judged, folder, outcome, say, lang)


def _own(title: str, folder: Path, outcome: Outcome, say: Say, lang: str) -> Item:
    """Compare the model with a trigram of characters, on a text of the student's own."""

    def judged(nats: Array) -> tuple[float, float]:
        learn, held_out, vocabulary = texts(folder)
        return float(counted(learn, held_out, 3, vocabulary).mean()), float(nats.mean())

    return _compared(title, "own", judged, folder, outcome, say, lang)


def _compared(
    title: str,
    text: str,
    judged: Callable[[Array], tuple[float, float]],
    folder: Path,
    outcome: Outcome,
    say: Say,
    lang: str,
) -> Item:
    """Hold what the model pays against the mark to beat, both of which `judged` computes."""
    if failure := outcome.failure(FILE, "train", "held_out"):
        return Item(title, False, found=failure.told(lang))
    nats = outcome.answers("held_out")
    if not np.isfinite(nats).all():
        said = say("character_model.not_finite"), say("character_model.exploded")
        return Item(title, False, "", *said)
    to_beat, found = judged(nats)
    values = {"mark": to_beat, "found": found, "seconds": outcome.seconds("train")}
    line = say(f"character_model.{text}_line", **values)
    if found < to_beat:
        return Item(title, True, lines=(line,))
    expected = say(f"character_model.{text}_expected", mark=to_beat)
    return Item(title, False, expected, line, _why(folder, outcome, nats, say))


def _why(folder: Path, outcome: Outcome, nats: Any, say: Say) -> str:
    """Say why a model is no better than counting, where its costs show it."""
    learn, held_out, vocabulary = texts(folder)
    even = float(np.log(len(vocabulary)))
    frequencies = counted(learn, held_out, 1, vocabulary)
    mean = float(nats.mean())
    parts = [outcome.arrays.get(f"of {name}/answers") for name in ("first", "last")]
    if all(part is not None and part.mean() < 0.5 * mean for part in parts):
        known = float(np.mean([part.mean() for part in parts if part is not None]))
        return say("character_model.by_heart", known=known, found=mean)
    if mean > 0.9 * even:
        return say("character_model.untrained", found=mean, even=even)
    if abs(mean - float(frequencies.mean())) < FREQUENCIES:
        return say("character_model.frequencies", found=mean)
    return say("character_model.longer") if mean < float(frequencies.mean()) else ""


def _draws(title: str, folder: Path, outcome: Outcome, say: Say, lang: str) -> Item:
    steps = [f"write {temperature:g}" for temperature in TEMPERATURES]
    failure = outcome.failure(FILE, "train", "write", "held_out", "place", "open_last", *steps)
    failure = failure or outcome.failure("write sharp", "sharp", "write 0.7")
    if failure:
        return Item(title, False, found=failure.told(lang))
    if "open_last/answers" not in outcome.arrays or "sharp" not in outcome.values:
        return Item(title, False, found=say("character_model.blocked"))
    nats, last = outcome.answers("open"), outcome.answers("open_last")
    _, _, vocabulary = texts(folder)
    for temperature, step in zip(TEMPERATURES, steps, strict=True):
        counts = outcome.arrays[f"{step}/counts"]
        wrong = draws_mistake(counts, nats, temperature, last)
        if wrong:
            hot = set(outcome.values["hot"])
            if wrong == "draws_greedy" and len(hot) == 1 and outcome.values["sharp"] not in hot:
                wrong = "draws_same"  # a single draw that happened to be the likeliest
            weights = np.exp((nats.min() - nats) / temperature)
            most = int(np.argmax(np.abs(weights / weights.sum() - counts / counts.sum())))
            shares = (float(100 * each[most] / each.sum()) for each in (weights, counts))
            values = {"temperature": temperature, "character": repr(vocabulary[most])}
            said = both(say, "character_model.share", "share", *shares, **values)
            return Item(title, False, *said, cure(say, f"character_model.{wrong}"))
    sharp = outcome.values["sharp"]
    ids = np.array([vocabulary.index(character) for character in sharp])
    contexts = {
        name: outcome.arrays[f"sharp/{name}"]
        for name in ("whole", "last", "own")
        if f"sharp/{name}" in outcome.arrays
    }
    wrong = path_mistake(ids, contexts)
    if wrong:
        found = say("character_model.path_found", text=repr(sharp))
        pitfall = cure(say, f"character_model.{wrong}")
        return Item(title, False, say("character_model.path_expected"), found, pitfall)
    written = say("character_model.written", text=repr(outcome.values["written"]))
    return Item(title, True, lines=(written,))


def _unfit(path: Path, say: Say) -> str:
    """Say why a text of the student's own cannot be used; empty if it can."""
    try:
        length = len(read_text(path))
    except (UnicodeDecodeError, OSError):
        return say("character_model.unreadable")
    if SHORTEST <= length <= LONGEST:
        return ""
    return say("character_model.own_length", length=length, low=SHORTEST, high=LONGEST)
