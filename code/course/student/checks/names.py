"""The exercise names: ids, the confusion matrix, loss and gradients, and names never seen."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from minimodel.exercises import names as reference
from minimodel.exercises.names_data import NATIONALITIES, split
from minimodel.exercises.names_ngrams import Counting, K, add_k

from course.student import isolation
from course.student.checklist import Item
from course.student.compare import compare, position
from course.student.outcomes import Limits, Outcome
from course.student.probes import names as asked
from course.student.texts import Say, text
from course.student.trained import gradient_item
from course.student.variants import names as variants

SOLUTIONS: Final = ("minimodel.exercises.names", "course")
LIMITS: Final = Limits(seconds=60.0)
# Of the names of `asked.EXAM`: the trigram has 0.706, the solution from five seeds at least 0.733.
BAR: Final = 0.72
BY_HEART: Final = 0.9  # right of the training names
FACTORS: Final = {
    name: {"names.factor_batch": len(words), "names.factor_inverse": 1 / len(words)}
    for name, words in asked.CASES.items()
    if len(words) > 1
}
SCOPES: Final = {name: f"names.scope_{name}" for name in asked.CASES if name != "letter"}


def check(folder: Path, lang: str, limits: Limits | None = None) -> list[Item]:
    """Check the student's `name_classifier.py` in `folder`."""
    say = partial(text, lang=lang)
    run = partial(isolation.run, "names", folder, solutions=SOLUTIONS, limits=limits or LIMITS)
    outcome = run(part="functions")
    broken = outcome.failure(asked.FILE)
    if broken:
        return [Item(say("names.runs"), False, found=broken.told(lang))]
    loss = _loss(outcome, say, lang)
    items = [
        _encode(outcome, say, lang),
        _confusion(outcome, say, lang),
        loss,
        gradient_item(
            say("names.gradients"),
            outcome,
            list(asked.CASES),
            lang,
            needs=("make_network", "loss_and_gradients"),
            loss=loss,
            factors=FACTORS,
            scopes=SCOPES,
        ),
    ]
    title = say("names.trained", bar=f"{100 * BAR:.0f}")
    missing = outcome.failure("train", "classify")
    if missing:
        return [*items, Item(title, False, found=missing.told(lang))]
    if not all(item.passed for item in items):
        return [*items, Item(title, False, found=say("names.blocked"))]
    return [*items, _trained(title, run(part="train"), say, lang)]


def _encode(outcome: Outcome, say: Say, lang: str) -> Item:
    title = say("names.encode")
    failure = outcome.failure("encode")
    if failure:
        return Item(title, False, found=failure.told(lang))
    for case, words in asked.ENCODED.items():
        failure = outcome.failure(f"encode {case}")
        if failure:
            pitfall = say(f"names.case_{case}") if case != "plain" else ""
            return Item(title, False, found=failure.told(lang), pitfall=pitfall)
        mine = [outcome.arrays[f"encode {case}/{name}"] for name in ("ids", "lengths")]
        theirs = reference.encode(words, asked.LETTERS)
        mine = [_narrowed(mine[0], theirs[0].shape[1]), mine[1].ravel()]
        for name, ours, wanted in zip(("ids", "lengths"), mine, theirs, strict=True):
            if compare(ours, wanted).agrees:
                continue
            wrong = next(
                (
                    mistake
                    for mistake in variants.ENCODE_MISTAKES
                    if all(
                        compare(one, other).agrees
                        for one, other in zip(
                            mine, variants.encode(words, asked.LETTERS, mistake), strict=True
                        )
                    )
                ),
                "",
            )
            expected, found = (
                say("names.encoded", name=name, value=str(each.tolist()), words=", ".join(words))
                for each in (wanted, ours)
            )
            return Item(title, False, expected, found, say(f"names.{wrong}") if wrong else "")
    return Item(title, True)


def _narrowed(ids: Any, width: int) -> Any:
    """Ids without columns of padding behind the longest name, which do no harm."""
    return ids[:, :width] if ids.ndim == 2 and not ids[:, width:].any() else ids


def _confusion(outcome: Outcome, say: Say, lang: str) -> Item:
    title = say("names.confusion")
    failure = outcome.failure("confusion")
    if failure:
        return Item(title, False, found=failure.told(lang))
    mine = outcome.arrays["confusion/confusion"]
    given = np.array(asked.TRUTH), np.array(asked.ANSWERS), asked.COUNTED
    theirs = reference.confusion(*given)
    found = compare(mine, theirs)
    if found.agrees:
        return Item(title, True)
    if found.verdict == "shape":
        wanted, had = (say("names.confusion_shape", shape=each.shape) for each in (theirs, mine))
        seen = len({*asked.TRUTH, *asked.ANSWERS})
        pitfall = say("names.only_seen") if mine.shape == (seen, seen) else ""
        return Item(title, False, wanted, had, pitfall)
    wrong = next(
        (
            mistake
            for mistake in variants.CONFUSION_MISTAKES
            if compare(mine, variants.confusion(*given, mistake)).agrees
        ),
        "",
    )
    wanted, had = (
        say("names.confusion_entry", at=position(found.at), value=value)
        for value in (found.theirs, found.mine)
    )
    return Item(title, False, wanted, had, say(f"names.{wrong}") if wrong else "")


def _loss(outcome: Outcome, say: Say, lang: str) -> Item:
    title = say("names.loss")
    failure = outcome.failure("make_network", "loss_and_gradients", *asked.CASES, "losses")
    if failure:
        return Item(title, False, found=failure.told(lang))
    wrong, expected, found = variants.loss_mistake(outcome.values["losses"])
    if not wrong:
        return Item(title, True)
    key = {"loss_bits": "sum", "no_distribution": "sum"}.get(wrong, wrong)
    about = key if key in ("sum", "order_blind", "first_unseen") else "together"
    said = (
        say(f"names.{about}_expected", value=expected),
        say(f"names.{about}_found", value=found),
    )
    return Item(title, False, *said, say(f"names.{wrong}"))


def _trained(title: str, outcome: Outcome, say: Say, lang: str) -> Item:
    failure = outcome.failure(asked.FILE, "train", "held_out", "training")
    if failure:
        return Item(title, False, found=failure.told(lang))
    training, held_out = split(asked.EXAM)
    answers = outcome.arrays["held_out/answers"]
    right = float(np.mean(answers == held_out.labels))
    by_heart = float(np.mean(outcome.arrays["training/answers"] == training.labels))
    often = np.bincount(training.labels).argmax()
    trigram = Counting(*training, len(NATIONALITIES), add_k(3, K[3])).classify(held_out.names)
    shares = {
        "right": right,
        "training": by_heart,
        "majority": float(np.mean(held_out.labels == often)),
        "trigram": float(np.mean(trigram == held_out.labels)),
    }
    shown = {name: float(round(100 * share, 1)) for name, share in shares.items()}
    seconds = float(round(outcome.values["train/seconds"], 1))
    lines = (say("names.accuracy", **shown), say("names.compared", seconds=seconds, **shown))
    if right > BAR:
        return Item(title, True, lines=lines)
    expected = say("names.accuracy_expected", bar=float(100 * BAR))
    alone = outcome.arrays.get("alone/answers")
    pitfall = ""
    if len(np.unique(answers)) == 1:
        pitfall = say("names.constant", label=int(answers[0]))
    elif alone is not None and not np.array_equal(alone, answers[: asked.ALONE]):
        pitfall = say("names.answers_mixed", differ=int(np.sum(alone != answers[: asked.ALONE])))
    elif by_heart > BY_HEART:
        pitfall = say("names.by_heart", **shown)
    elif by_heart < 1.5 * shares["majority"]:
        pitfall = say("names.untrained", **shown)
    elif by_heart < BAR + 0.02:
        pitfall = say("names.too_short", **shown)
    found = say("names.accuracy_found", **shown)
    return Item(title, False, expected, found, pitfall, lines=lines)
