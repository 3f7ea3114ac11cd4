"""The exercise character-model: clipping, costs, gradients, sampling, and the mark to beat."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from minimodel.exercises.character_model import counted, mark, per_token
from minimodel.ngrams.comparison import split
from minimodel.texts.files import read_text

from course.student import isolation
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
from course.student.texts import Say, catalogue, text
from course.student.trained import Gradients, gradient_item
from course.student.variants.character_model import (
    clip_mistake,
    costs_mistake,
    draws_mistake,
    loss_mistake,
    path_mistake,
)

SOLUTIONS: Final = (
    *("course", "minimodel.exercises", "minimodel.tasks", "minimodel.remedies"),
    *("minimodel.mathematics.clipping", "minimodel.nn.generation"),
)
FUNCTIONS: Final = Limits(seconds=40.0)
TRAINING: Final = Limits(seconds=90.0)
SHORTEST, LONGEST = 20_000, 1_000_000  # characters of a text of the student's own
FREQUENCIES: Final = 0.05  # nats around what is paid by who knows the frequencies alone
FACTORS: Final = {
    name: {
        key: factor
        for key, factor in (
            ("character_model.factor_all", batch * time),
            ("character_model.factor_batch", batch),
        )
        if factor > 1
    }
    for name, (batch, time) in CASES.items()
}
SCOPES: Final = {
    "steps": "character_model.scope_steps",
    "batch": "character_model.scope_batch",
}


def check(folder: Path, lang: str, limits: Limits | None = None) -> list[Item]:
    """Check the student's `character_model.py` in `folder`."""
    say = partial(text, lang=lang)
    outcome = isolation.run(
        "character_model",
        folder,
        solutions=SOLUTIONS,
        limits=limits or FUNCTIONS,
        part="functions",
    )
    broken = outcome.failure(FILE)
    if broken:
        return [Item(say("character_model.runs"), False, found=broken.told(lang))]
    loss = _loss(outcome, say, lang)
    items = [
        _clip(outcome, say, lang),
        _costs(outcome, say, lang),
        loss,
        gradient_item(
            say("character_model.gradients"),
            outcome,
            list(CASES),
            lang,
            needs=("make_model", "loss_and_gradients"),
            loss=loss,
            factors=FACTORS,
            scopes=SCOPES,
        ),
    ]
    own = (folder / OWN_TEXT).is_file()
    titles = [say(f"character_model.beats_{'own' if own else 'lab'}"), say("character_model.draws")]
    unfit = _unfit(folder / OWN_TEXT, say) if own else ""
    found = "" if all(item.passed for item in items) else say("character_model.blocked")
    if not found and (missing := outcome.failure("train")):
        found = missing.told(lang)
    if unfit or found:
        return [*items, *(Item(title, False, found=unfit or found) for title in titles)]
    outcome = isolation.run(
        "character_model",
        folder,
        solutions=SOLUTIONS,
        limits=limits or TRAINING,
        part="train",
    )
    trained = (_own if own else _lab)(titles[0], folder, outcome, say, lang)
    return [*items, trained, _draws(titles[1], folder, outcome, say, lang)]


def _clip(outcome: Outcome, say: Say, lang: str) -> Item:
    title = say("character_model.clip")
    failure = outcome.failure("clip")
    if failure:
        return Item(title, False, found=failure.told(lang))
    found = {}
    for name, norm in NORMS.items():
        given = gradients(norm)
        clipped = {key: outcome.arrays[f"clip/{name} {key}"].astype(float) for key in given}
        for key, value in clipped.items():
            if value.shape != given[key].shape:
                wrong = say("character_model.shape", name=key, shape=value.shape)
                right = say("character_model.shape", name=key, shape=given[key].shape)
                return Item(title, False, right, wrong)
            if not np.isfinite(value).all():
                expected = say("character_model.clip_expected", norm=0.0, wanted=0.0)
                return Item(
                    title,
                    False,
                    expected,
                    say("character_model.not_finite"),
                    say("character_model.clip_zero") if name == "zero" else "",
                )
        mistake = clip_mistake(given, clipped, MAX_NORM)
        after = float(np.sqrt(sum((value**2).sum() for value in clipped.values())))
        found[name] = mistake, norm, after
    # What is left alone although it is long, and what is changed although it is short, can be
    # told by both together only.
    for mistake, norm, after in found.values():
        if mistake:
            expected = say("character_model.clip_expected", norm=norm, wanted=min(norm, MAX_NORM))
            shown = say("character_model.clip_found", norm=after)
            pitfall = say(f"character_model.{mistake}") if _has(mistake) else ""
            return Item(title, False, expected, shown, pitfall)
    return Item(title, True)


def _costs(outcome: Outcome, say: Say, lang: str) -> Item:
    title = say("character_model.costs")
    failure = outcome.failure("make_model", "costs", "beginning", "following")
    if failure:
        return Item(title, False, found=failure.told(lang))
    whole, beginning, following = (
        outcome.arrays[f"{name}/answers"].astype(float)
        for name in ("costs", "beginning", "following")
    )
    if not np.isfinite(whole).all():
        return Item(title, False, found=say("character_model.not_finite"))
    wrong = costs_mistake(following)
    if wrong:
        expected = say("character_model.costs_expected")
        shown = say("character_model.costs_found", total=float(np.exp(-following).sum()))
        return Item(
            title, False, expected, shown, say(f"character_model.{wrong}") if _has(wrong) else ""
        )
    if np.abs(whole[: len(beginning)] - beginning).max() > 1e-5:
        return Item(
            title,
            False,
            say("character_model.causal_expected"),
            say("character_model.causal_found"),
            say("character_model.causal"),
        )
    return Item(title, True)


def _loss(outcome: Outcome, say: Say, lang: str) -> Item:
    title = say("character_model.loss")
    rows = {name: [f"costs {name} {row}" for row in range(CASES[name][0])] for name in CASES}
    steps = [step for several in rows.values() for step in several]
    failure = outcome.failure("make_model", "costs", "loss_and_gradients", *CASES, *steps)
    if failure:
        return Item(title, False, found=failure.told(lang))
    nats = np.stack([outcome.arrays[f"{step}/answers"] for step in rows["batch"]]).astype(float)
    loss = Gradients(outcome, "batch").loss
    wrong = loss_mistake(loss, nats)
    if not wrong:
        return Item(title, True)
    said = (
        say("character_model.loss_value", value=float(nats.mean())),
        say("character_model.loss_value", value=loss),
    )
    return Item(title, False, *said, say(f"character_model.{wrong}") if _has(wrong) else "")


def _lab(title: str, folder: Path, outcome: Outcome, say: Say, lang: str) -> Item:
    """Compare the model with lab 01's mark, both by the token."""
    failure = outcome.failure(FILE, "train", "held_out")
    if failure:
        return Item(title, False, found=failure.told(lang))
    nats = outcome.arrays["held_out/answers"].astype(float)
    to_beat = mark()
    if not np.isfinite(nats).all():
        return _not_finite(title, say)
    found = per_token(nats, split().held_out)
    values = {"mark": to_beat, "found": found, "seconds": _seconds(outcome)}
    line = say("character_model.lab_line", **values)
    if found < to_beat:
        return Item(title, True, lines=(line,))
    expected = say("character_model.lab_expected", mark=to_beat)
    return Item(title, False, expected, line, _why(folder, outcome, nats, say))


def _own(title: str, folder: Path, outcome: Outcome, say: Say, lang: str) -> Item:
    """Compare the model with a trigram of characters, on a text of the student's own."""
    failure = outcome.failure(FILE, "train", "held_out")
    if failure:
        return Item(title, False, found=failure.told(lang))
    nats = outcome.arrays["held_out/answers"].astype(float)
    learn, held_out, vocabulary = texts(folder)
    to_beat = float(counted(learn, held_out, 3, vocabulary).mean())
    if not np.isfinite(nats).all():
        return _not_finite(title, say)
    found = float(nats.mean())
    values = {"mark": to_beat, "found": found, "seconds": _seconds(outcome)}
    line = say("character_model.own_line", **values)
    if found < to_beat:
        return Item(title, True, lines=(line,))
    expected = say("character_model.own_expected", mark=to_beat)
    return Item(title, False, expected, line, _why(folder, outcome, nats, say))


def _not_finite(title: str, say: Say) -> Item:
    found, pitfall = say("character_model.not_finite"), say("character_model.exploded")
    return Item(title, False, found=found, pitfall=pitfall)


def _seconds(outcome: Outcome) -> float:
    return float(round(outcome.values["train/seconds"], 1))


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
    nats, last = (outcome.arrays[f"{n}/answers"].astype(float) for n in ("open", "open_last"))
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
            values: dict[str, Any] = {"temperature": temperature, "character": vocabulary[most]}
            expected = float(100 * weights[most] / weights.sum())
            found = float(100 * counts[most] / counts.sum())
            values["character"] = repr(vocabulary[most])
            return Item(
                title,
                False,
                say("character_model.share", share=expected, **values),
                say("character_model.share", share=found, **values),
                say(f"character_model.{wrong}") if _has(wrong) else "",
            )
    sharp = outcome.values["sharp"]
    ids = np.array([vocabulary.index(character) for character in sharp])
    contexts = {
        name: outcome.arrays[f"sharp/{name}"]
        for name in ("whole", "last", "own")
        if f"sharp/{name}" in outcome.arrays
    }
    wrong = path_mistake(ids, contexts)
    if wrong:
        return Item(
            title,
            False,
            say("character_model.path_expected"),
            say("character_model.path_found", text=repr(sharp)),
            say(f"character_model.{wrong}") if _has(wrong) else "",
        )
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


def _has(mistake: str) -> bool:
    """Whether a mistake has a cure of its own; if not, what was found says all."""
    return mistake in catalogue("character_model")
