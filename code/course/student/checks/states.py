"""The exercise states: what is collected, the axes, the separation, and a trained network seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from minimodel.exercises import states as reference
from numpy.typing import NDArray

from course.student import isolation
from course.student.checklist import Item
from course.student.compare import Comparison, agree, compare, position
from course.student.outcomes import Limits, Outcome
from course.student.probes import states as asked
from course.student.texts import Say, both, text
from course.student.trained import Gradients, gradient_item
from course.student.training_exercise import item
from course.student.variants import states as variants

Array = NDArray[Any]

SOLUTIONS: Final = ("minimodel.exercises.states", "char_rnn", "course")
LIMITS: Final = Limits(seconds=60.0)
# Nearer to the mean of one's own class, after the last word: 1 from each of ten seeds.
BAR: Final = 0.95
FACTORS: Final = {"divergence": {"states.factor_half": 0.5, "states.factor_quarter": 0.25}}
CLOSE: Final = 0.01  # of the largest affinity: a width is searched for, not computed


def check(folder: Path, lang: str, limits: Limits | None = None) -> list[Item]:
    """Check the student's `hidden_states.py` in `folder`."""
    say = partial(text, lang=lang)
    outcome = isolation.run("states", folder, solutions=SOLUTIONS, limits=limits or LIMITS)
    broken = outcome.failure(asked.FILE)
    if broken:
        return [Item(say("states.runs"), False, found=broken.told(lang))]
    items = [
        _collect(outcome, lang),
        _pca(outcome, say, lang),
        _project(outcome, lang),
        _separation(outcome, lang),
    ]
    ready = all(item.passed for item in items)
    items.append(_trained(outcome, ready, say, lang))
    return [*items, _affinities(outcome, say, lang), _divergence(outcome, say, lang)]


@item("states.collect", "collect")
def _collect(title: str, outcome: Outcome, say: Say) -> Item:
    mine = [outcome.arrays[f"collect/{name}"] for name in ("states", "sentence", "left")]
    given = asked.network(), asked.sentences()
    theirs = list(reference.collect(*given))
    words = len(theirs[0])
    if mine[0].ndim != 2 or any(part.size != words for part in mine[1:]):
        pitfall = say("states.padding_kept") if len(mine[0]) == asked.sentences().size else ""
        shapes = (", ".join(str(part.shape) for part in parts) for parts in (theirs, mine))
        return Item(title, False, *both(say, "states.shapes", "shapes", *shapes), pitfall)
    ordered, right = _sorted(mine), _sorted(theirs)
    for place, name in ((1, "sentence"), (2, "left"), (0, "states")):
        found = compare(ordered[place], right[place])
        if found.agrees:
            continue
        wrong = _first(
            variants.COLLECT_MISTAKES,
            lambda mistake: agree(ordered, _sorted(variants.collect(*given, mistake))),
        )
        return _told(title, name, found, wrong, say)
    return Item(title, True)


def _sorted(parts: Sequence[Array]) -> list[Array]:
    """Rows by sentence and word: in which order they are returned is open."""
    states, sentence, left = parts[0], parts[1].ravel(), parts[2].ravel()
    order = np.lexsort((-left, sentence))
    return [states[order], sentence[order], left[order]]


def _pca(outcome: Outcome, say: Say, lang: str) -> Item:
    title = say("states.pca")
    for case, k in asked.K.items():
        failure = outcome.failure(f"pca {case}")
        if failure:
            return Item(title, False, found=failure.told(lang))
        mine = [outcome.arrays[f"pca {case}/{name}"] for name in ("mean", "axes", "shares")]
        points = asked.points(case)
        theirs = list(reference.pca(points, k))
        mine = [mine[0].ravel() if mine[0].size == points.shape[1] else mine[0], *mine[1:]]
        mine[2] = mine[2].ravel()
        turned = _turned(mine, theirs[1])
        for name, ours, wanted in zip(("mean", "axes", "shares"), turned, theirs, strict=True):
            found = compare(ours, wanted)
            if found.agrees:
                continue
            if found.verdict == "shape":
                columns = name == "axes" and ours.shape == wanted.shape[::-1]
                pitfall = say("states.axes_as_columns") if columns else ""
                said = both(say, "states.shape", "shape", wanted.shape, ours.shape, name=name)
                return Item(title, False, *said, pitfall)
            wrong = _first(variants.PCA_MISTAKES, partial(_is_pca, mine, points, k))
            return _told(title, name, found, wrong, say)
    return Item(title, True, notes=(say("states.signs"),))


def _turned(parts: Sequence[Array], axes: Array) -> list[Array]:
    """Axes with the signs of others: both signs of an axis are right."""
    mean, mine, shares = parts
    if mine.shape != axes.shape:
        return list(parts)
    signs = np.where(np.sum(mine * axes, axis=1, keepdims=True) < 0, -1, 1)
    return [mean, mine * signs, shares]


def _is_pca(mine: Sequence[Array], points: Array, k: int, mistake: str) -> bool:
    wrong = variants.pca(points, k, mistake)
    return agree(_turned(mine, wrong[1]), wrong)


@item("states.project", "project")
def _project(title: str, outcome: Outcome, say: Say) -> Item:
    mine = outcome.arrays["project/project"]
    given = asked.points("wide")[:7], np.arange(6.0), np.eye(6)[[1, 3]][:, ::-1] * 1.0
    found = compare(mine, reference.project(*given))
    if found.agrees:
        return Item(title, True)
    if found.verdict == "shape":
        said = both(say, "states.shape", "shape", (7, 2), mine.shape, name="project")
        return Item(title, False, *said)
    wrong = _first(
        variants.PROJECT_MISTAKES,
        lambda mistake: compare(mine, variants.project(*given, mistake)).agrees,
    )
    return _told(title, "project", found, wrong, say)


@item("states.separation", "separation")
def _separation(title: str, outcome: Outcome, say: Say) -> Item:
    given = asked.classes()
    mine = [np.ravel(outcome.arrays[f"separation/{name}"]) for name in ("between", "nearest")]
    for name, ours, right in zip(
        ("between", "nearest"), mine, reference.separation(*given), strict=True
    ):
        found = compare(ours.reshape(()) if ours.size == 1 else ours, np.float64(right))
        if found.agrees:
            continue
        if found.verdict == "shape":
            had = say("states.shape", name=name, shape=ours.shape)
            return Item(title, False, say("states.one_number", name=name), had)
        wrong = _first(
            variants.SEPARATION_MISTAKES,
            lambda mistake: agree(mine, ([n] for n in variants.separation(*given, mistake))),
        )
        return _told(title, name, found, wrong, say)
    return Item(title, True)


def _trained(outcome: Outcome, ready: bool, say: Say, lang: str) -> Item:
    title = say("states.trained", bar=f"{100 * BAR:.0f}")
    failure = outcome.failure("trained")
    if failure:
        return Item(title, False, found=failure.told(lang))
    if not ready or "trained" not in outcome.values:
        return Item(title, False, found=say("states.blocked"))
    lines = tuple(
        say(
            f"states.looked_{words}",
            between=float(round(100 * share, 1)),
            nearest=float(round(100 * nearest, 1)),
        )
        for words, (share, nearest) in outcome.values["trained"].items()
    )
    last, before = (outcome.values["trained"][words][1] for words in ("0", "1"))
    if last > BAR and last > before:
        return Item(title, True, lines=lines)
    return Item(title, False, say("states.trained_expected"), lines[0], lines=lines)


def _affinities(outcome: Outcome, say: Say, lang: str) -> Item:
    title = say("states.affinities")
    if "affinities" not in outcome.values["optional"]:
        return Item(title, None, notes=(say("states.optional"),))
    failure = outcome.failure("affinities")
    if failure:
        return Item(title, False, found=failure.told(lang))
    mine = outcome.arrays["affinities/affinities"]
    right = reference.affinities(asked.points("three"), asked.PERPLEXITY)
    found = compare(mine, right, CLOSE)
    if found.agrees:
        return Item(title, True)
    if found.verdict == "shape":
        said = both(say, "states.shape", "shape", right.shape, mine.shape, name="affinities")
        return Item(title, False, *said)
    conditional = variants.conditional(asked.points("three"), asked.PERPLEXITY)
    wrong = variants.affinities_mistake(mine, right, conditional)
    return _told(title, "P", found, wrong, say)


def _divergence(outcome: Outcome, say: Say, lang: str) -> Item:
    title = say("states.divergence")
    if "divergence" not in outcome.values["optional"]:
        return Item(title, None, notes=(say("states.optional"),))
    failure = outcome.failure("divergence")
    if failure:
        return Item(title, False, found=failure.told(lang))
    P = asked.joint(len(asked.points("three")))
    Y = np.random.default_rng(4).normal(size=(len(P), 2))
    right, _ = reference.divergence(P, Y)
    mine = Gradients(outcome, "divergence").loss
    if not compare(mine, right).agrees:
        wrong = "turned_round" if compare(mine, variants.turned_round(P, Y)).agrees else ""
        said = both(say, "states.value", "value", right, mine, name="KL", at="")
        return Item(title, False, *said, say(f"states.{wrong}") if wrong else "")
    return gradient_item(title, outcome, ["divergence"], lang, factors=FACTORS)


def _first(mistakes: Sequence[str], is_it: Callable[[str], bool]) -> str:
    return next((mistake for mistake in mistakes if is_it(mistake)), "")


def _told(title: str, name: str, found: Comparison, wrong: str, say: Say) -> Item:
    pitfall = say(f"states.{wrong}") if wrong else ""
    if found.verdict == "shape":
        return Item(title, False, found=say("states.other_shape", name=name), pitfall=pitfall)
    values, at = (found.theirs, found.mine), position(found.at)
    return Item(
        title, False, *both(say, "states.value", "value", *values, name=name, at=at), pitfall
    )
