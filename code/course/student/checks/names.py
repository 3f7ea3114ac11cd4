"""The exercise names: ids, the confusion matrix, loss and gradients, and names never seen."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from minimodel.exercises import names as reference
from minimodel.exercises.names_data import NATIONALITIES, split
from minimodel.exercises.names_ngrams import Counting, K, add_k

from course.student.checklist import Item
from course.student.compare import agree, compare, position
from course.student.outcomes import Limits, Outcome
from course.student.probes import names as asked
from course.student.texts import Say, both, text
from course.student.trained import gradient_item
from course.student.training_exercise import TrainingExercise, item
from course.student.variants import names as variants

SOLUTIONS: Final = ("minimodel.exercises.names", "course")
LIMITS: Final = Limits(seconds=60.0)
# Of the names of `asked.EXAM`: the trigram has 0.706, the solution from five seeds at least 0.733.
BAR: Final = 0.72
BY_HEART: Final = 0.9  # right of the training names
NEEDS: Final = ("make_network", "loss_and_gradients")
FACTORS: Final = {
    name: {"names.factor_batch": len(words), "names.factor_inverse": 1 / len(words)}
    for name, words in asked.CASES.items()
    if len(words) > 1
}
SCOPES: Final = {name: f"names.scope_{name}" for name in asked.CASES if name != "letter"}


def check(folder: Path, lang: str, limits: Limits | None = None) -> list[Item]:
    """Check the student's `name_classifier.py` in `folder`."""
    exercise = TrainingExercise(
        *("names", asked.FILE, folder, lang, SOLUTIONS), limits or LIMITS, limits or LIMITS
    )
    title = text("names.trained", lang, bar=f"{100 * BAR:.0f}")

    def trained() -> list[Item]:
        return [_trained(title, exercise.train(), lang)]

    def unfit(outcome: Outcome) -> str:
        missing = outcome.failure("train", "classify")
        return missing.told(lang) if missing else ""

    return exercise.checklist(_functions, [title], (), trained, unfit)


def _functions(outcome: Outcome, lang: str) -> list[Item]:
    title, loss = text("names.gradients", lang), _loss(outcome, lang)
    gradients = gradient_item(
        title, outcome, [*asked.CASES], lang, needs=NEEDS, loss=loss, factors=FACTORS, scopes=SCOPES
    )
    return [_encode(outcome, lang), _confusion(outcome, lang), loss, gradients]


def _encode(outcome: Outcome, lang: str) -> Item:
    say = partial(text, lang=lang)
    title = say("names.encode")
    if failure := outcome.failure("encode"):
        return Item(title, False, found=failure.told(lang))
    for case, words in asked.ENCODED.items():
        if failure := outcome.failure(f"encode {case}"):
            pitfall = say(f"names.case_{case}") if case != "plain" else ""
            return Item(title, False, found=failure.told(lang), pitfall=pitfall)
        mine = [outcome.arrays[f"encode {case}/{name}"] for name in ("ids", "lengths")]
        theirs = reference.encode(words, asked.LETTERS)
        mine = [_narrowed(mine[0], theirs[0].shape[1]), mine[1].ravel()]
        for name, ours, wanted in zip(("ids", "lengths"), mine, theirs, strict=True):
            if compare(ours, wanted).agrees:
                continue
            wrong = [
                mistake
                for mistake in variants.ENCODE_MISTAKES
                if agree(mine, variants.encode(words, asked.LETTERS, mistake))
            ]
            values = str(wanted.tolist()), str(ours.tolist())
            said = both(say, "names.encoded", "value", *values, name=name, words=", ".join(words))
            return Item(title, False, *said, say(f"names.{wrong[0]}") if wrong else "")
    return Item(title, True)


def _narrowed(ids: Any, width: int) -> Any:
    """Ids without columns of padding behind the longest name, which do no harm."""
    return ids[:, :width] if ids.ndim == 2 and not ids[:, width:].any() else ids


@item("names.confusion", "confusion")
def _confusion(title: str, outcome: Outcome, say: Say) -> Item:
    mine = outcome.arrays["confusion/confusion"]
    given = np.array(asked.TRUTH), np.array(asked.ANSWERS), asked.COUNTED
    theirs = reference.confusion(*given)
    found = compare(mine, theirs)
    if found.agrees:
        return Item(title, True)
    if found.verdict == "shape":
        said = both(say, "names.confusion_shape", "shape", theirs.shape, mine.shape)
        seen = len({*asked.TRUTH, *asked.ANSWERS})
        pitfall = say("names.only_seen") if mine.shape == (seen, seen) else ""
        return Item(title, False, *said, pitfall)
    wrong = [
        mistake
        for mistake in variants.CONFUSION_MISTAKES
        if compare(mine, variants.confusion(*given, mistake)).agrees
    ]
    values = found.theirs, found.mine
    said = both(say, "names.confusion_entry", "value", *values, at=position(found.at))
    return Item(title, False, *said, say(f"names.{wrong[0]}") if wrong else "")


@item("names.loss", *NEEDS, *asked.CASES, "losses")
def _loss(title: str, outcome: Outcome, say: Say) -> Item:
    wrong, expected, found = variants.loss_mistake(outcome.values["losses"])
    if not wrong:
        return Item(title, True)
    key = {"loss_bits": "sum", "no_distribution": "sum"}.get(wrong, wrong)
    about = key if key in ("sum", "order_blind", "first_unseen") else "together"
    wanted = say(f"names.{about}_expected", value=expected)
    return Item(
        title, False, wanted, say(f"names.{about}_found", value=found), say(f"names.{wrong}")
    )


def _trained(title: str, outcome: Outcome, lang: str) -> Item:
    say: Say = partial(text, lang=lang)
    if failure := outcome.failure(asked.FILE, "train", "held_out", "training"):
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
    seconds = outcome.seconds("train")
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
