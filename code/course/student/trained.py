"""What the checks of trained networks share: gradients and held-out results, as items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from course.student.checklist import Item
from course.student.compare import position
from course.student.gradients import room
from course.student.outcomes import Outcome
from course.student.texts import both, number, text

Array = NDArray[Any]

HOLDS: Final = 0.01  # a factor explains what it explains up to this share
NARROW: Final = 26  # columns for a parameter's name in the table


@dataclass(frozen=True)
class Measured:
    """A parameter's gradient beside the derivatives that were measured.

    Attributes
    ----------
    name
        Of the parameter.
    verdict
        ``"close"``; ``"different"``, ``"shape"``, ``"not_finite"`` or
        ``"missing"``.
    difference, at, mine, theirs
        The largest difference, where it is, the student's gradient there, and the derivative.
    shapes
        Of the student's gradient and of the parameter.
    """

    name: str
    verdict: str
    difference: float = 0.0
    at: tuple[int, ...] = ()
    mine: float = 0.0
    theirs: float = 0.0
    shapes: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())

    @property
    def agrees(self) -> bool:
        """Whether the gradient is right."""
        return self.verdict == "close"


class Gradients:
    """What `gradients.keep_gradients` kept of one step.

    Parameters
    ----------
    outcome, step
        As given to it; the step has no failure.

    Attributes
    ----------
    loss
        The student's loss.
    parameters
        One for each parameter that has a gradient, or should have one.
    how
        ``"complex"``, ``"differences"`` or ``"single"``.
    varies
        Whether the loss differs between two calls with the same arguments.
    unknown
        Gradients of what is no parameter.
    """

    def __init__(self, outcome: Outcome, step: str) -> None:
        kept = outcome.values[f"{step}/measured"]
        self.how: str = kept["how"]
        self.varies: bool = kept["varies"]
        self.unknown: list[str] = kept["unknown"]
        self.loss = float(np.real(outcome.arrays[f"{step}/loss"]))
        self._mine: dict[str, Array] = {}
        self._theirs: dict[str, Array] = {}
        self._again: dict[str, Array] = {}
        get = outcome.arrays.get
        names = kept["names"]
        measured = {name: outcome.arrays[f"{step}/measured {name}"] for name in names}
        largest = max((float(np.abs(m).max(initial=0.0)) for m in measured.values()), default=0.0)
        self.parameters: list[Measured] = []
        squares = 0.0
        for name in names:
            mine = get(f"{step}/gradient {name}")
            shape = tuple(int(n) for n in outcome.arrays[f"{step}/shape {name}"])
            allowed = room(self.how, measured[name], largest)
            if mine is None:
                if np.abs(measured[name]).max(initial=0.0) > allowed:
                    self.parameters.append(Measured(name, "missing"))
                continue
            if mine.shape != shape:
                shapes = (mine.shape, shape)
                self.parameters.append(Measured(name, "shape", shapes=shapes))
                continue
            squares += float(np.sum(np.square(mine, dtype=float)))
            places = [tuple(int(i) for i in p) for p in outcome.arrays[f"{step}/entries {name}"]]
            ours = np.array([mine[place] for place in places], float)
            self._mine[name], self._theirs[name] = ours, measured[name]
            again = get(f"{step}/again {name}")
            if again is not None and again.shape == shape:
                self._again[name] = np.array([again[place] for place in places], float)
            self.parameters.append(_compared(name, ours, measured[name], places, allowed))
        self._norm = squares**0.5

    @property
    def agree(self) -> bool:
        """Whether every gradient is right, also when they are computed again."""
        return not self.varies and self.wrong is None and not self.accumulated

    @property
    def wrong(self) -> Measured | None:
        """The first parameter whose gradient is wrong."""
        return next((each for each in self.parameters if not each.agrees), None)

    @property
    def accumulated(self) -> bool:
        """Whether a second call returns what the first one did, and its own on top."""
        mine, again = _joined(self._mine), _joined(self._again)
        size = np.abs(mine).max(initial=0.0)
        return (
            mine.shape == again.shape
            and size > 0
            and bool(np.abs(again - 2 * mine).max() <= 1e-3 * size)
        )

    @property
    def factor(self) -> float | None:
        """The one number by which all gradients differ from the derivatives, if there is one."""
        if any(each.verdict in ("shape", "missing", "not_finite") for each in self.parameters):
            return None
        return _factor(_joined(self._mine), _joined(self._theirs))

    def is_clipped(self) -> bool:
        """Whether the gradients were shortened to a round norm, or cut off at a round number."""
        factor, mine = self.factor, _joined(self._mine)
        if factor is not None and 0 < factor < 1 - HOLDS and _is_round(self._norm):
            return True
        top, theirs = float(np.abs(mine).max(initial=0.0)), _joined(self._theirs)
        return (
            top > 0
            and _is_round(top)
            and bool(np.abs(np.clip(theirs, -top, top) - mine).max() <= 1e-4 * top)
            and bool(np.abs(theirs).max() > top * (1 + HOLDS))
        )

    def lines(self, lang: str) -> tuple[str, ...]:
        """Return a line for each parameter, as the table of an item."""
        width = min(NARROW, max((len(each.name) for each in self.parameters), default=0))
        return tuple(self._line(each, width, lang) for each in self.parameters)

    def _line(self, each: Measured, width: int, lang: str) -> str:
        mark = "✓" if each.agrees else "✗"
        line = f"{each.name:<{width}} {mark} "
        if each.verdict == "missing":
            return line + text("trained.no_gradient", lang)
        line += text(f"checklist.{each.verdict}", lang)
        if each.verdict == "shape":
            return f"{line} {each.shapes[0]} ≠ {each.shapes[1]}"
        worth = number(each.mine if each.verdict == "not_finite" else each.difference, lang)
        at = f" {text('checklist.at', lang)} {position(each.at)}" if each.at else ""
        return f"{line} {worth}{'' if each.agrees else at}"


def gradient_item(
    title: str,
    outcome: Outcome,
    cases: Sequence[str],
    lang: str,
    *,
    needs: Sequence[str] = (),
    loss: Item | None = None,
    factors: Mapping[str, Mapping[str, float]] | None = None,
    scopes: Mapping[str, str] | None = None,
) -> Item:
    """Return the item on the gradients: those of the last case in a table, the first wrong named.

    Parameters
    ----------
    title
        What has to be so.
    outcome
        Of a run whose probe called `keep_gradients` once for each case.
    cases
        Steps, the least demanding one first: what fails in a case passed in those before it.
    lang
        A code of `minimodel.texts.languages`.
    needs
        Steps without which there is nothing to compare.
    loss
        The item on the loss. Where it is not right, nobody knows whether the gradients are those
        of the loss that was meant; then no cause is told but what needs no loss.
    factors
        By case: by what a known mistake multiplies all gradients, by the name of its text
        ``table.name``.
    scopes
        By case: the text ``table.name`` that says what is new in this case. It is the pitfall
        where a gradient is wrong in this case and was right in all before it.
    """
    if failure := outcome.failure(*needs):
        return Item(title, False, found=failure.told(lang))
    sure = loss is None or bool(loss.passed)
    for place, case in enumerate(cases):
        failure = outcome.failure(case)
        if failure:
            return Item(title, False, found=failure.told(lang))
        found = Gradients(outcome, case)
        if found.agree:
            continue
        lines = found.lines(lang)
        if found.varies:
            said = text("trained.varies", lang), text("trained.varies_found", lang)
            return Item(title, False, *said, lines=lines)
        pitfall = _pitfall(found, (factors or {}).get(case, {}), lang, sure)
        if not pitfall and sure and place and scopes and case in scopes:
            pitfall = text(scopes[case], lang)
        wrong = found.wrong
        if wrong is None:  # right the first time
            expected = text("trained.again_expected", lang)
            return Item(
                title, False, expected, text("trained.again_found", lang), pitfall, lines=lines
            )
        return Item(title, False, *_told(wrong, lang), pitfall, lines=lines)
    last = Gradients(outcome, cases[-1])
    notes = [text(f"trained.{last.how}", lang)]
    if last.unknown:
        notes.append(text("trained.unknown", lang, names=", ".join(last.unknown)))
    return Item(title, True, lines=last.lines(lang), notes=tuple(notes))


def _told(wrong: Measured, lang: str) -> tuple[str, str]:
    """What was expected of a gradient, and what was found."""
    say = partial(text, lang=lang, name=wrong.name, at=position(wrong.at))
    if wrong.verdict == "missing":
        return say("trained.gradient_expected"), say("trained.gradient_missing")
    if wrong.verdict == "shape":
        return both(say, "trained.shape", "shape", *reversed(wrong.shapes))
    return say("trained.derivative", value=wrong.theirs), say("trained.gradient", value=wrong.mine)


def _pitfall(found: Gradients, factors: Mapping[str, float], lang: str, sure: bool) -> str:
    """Name the cause; if it is not `sure` that the loss is right, only what does not need it."""
    if found.accumulated:
        return text("trained.accumulated", lang)
    if sure and found.is_clipped():
        return text("trained.clipped", lang)
    factor = found.factor
    if factor is None:
        return ""
    if sure and abs(factor + 1) <= HOLDS:
        return text("trained.sign", lang)
    for key, known in factors.items() if sure else ():
        if abs(factor - known) <= HOLDS * abs(known):
            return text(key, lang)
    return text("trained.factor", lang, factor=factor)


def _compared(
    name: str, mine: Array, theirs: Array, places: list[tuple[int, ...]], allowed: float
) -> Measured:
    if not np.isfinite(mine).all():
        at = int(np.argmin(np.isfinite(mine)))
        return Measured(
            name, "not_finite", float("inf"), places[at], float(mine[at]), float(theirs[at])
        )
    off = np.abs(mine - theirs)
    at = int(np.argmax(off))
    values = (float(off[at]), places[at], float(mine[at]), float(theirs[at]))
    return Measured(name, "close" if off[at] <= allowed else "different", *values)


def _factor(mine: Array, theirs: Array) -> float | None:
    power = float(theirs @ theirs)
    if power == 0 or not np.isfinite(mine).all():
        return None
    factor = float(mine @ theirs) / power
    off = np.abs(mine - factor * theirs).max()
    fits = abs(factor) > 1e-6 and abs(factor - 1) > HOLDS and off <= 1e-3 * np.abs(mine).max()
    return factor if fits else None


def _joined(by_name: Mapping[str, Array]) -> Array:
    return np.concatenate([np.zeros(0), *(by_name[name] for name in sorted(by_name))])


def _is_round(value: float) -> bool:
    """Whether it is a bound that somebody would write: 0.25, 1, 5, a multiple of 0.05."""
    return abs(20 * value - round(20 * value)) < 2e-5
