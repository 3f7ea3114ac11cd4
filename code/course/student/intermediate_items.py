"""The items of an exercise whose results have names: a table, a line a case, what is explained."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from course.student.checklist import Item
from course.student.compare import position
from course.student.failures import Failure
from course.student.intermediates import Case
from course.student.outcomes import Outcome
from course.student.texts import Say, number, text


def checklist(cases: Sequence[Case], outcome: Outcome, file: str, lang: str) -> list[Item]:
    """Return the items of an exercise: it runs, its table, each case, its arguments unchanged.

    If no case gave a result, all for the same reason, the only item says it.
    """
    say: Say = partial(cases[0].say)
    broken = outcome.failure(file) or _common_failure(cases)
    title = say("runs")
    if broken:
        return [Item(title, False, found=broken.told(lang))]
    first = Item(title, False, *explained(cases[0])) if cases[0].open else Item(title, True)
    items = [first, as_table(cases[0])]
    told = {cases[0].reason}
    for case in cases[1:]:
        items.append(as_line(case, told))
        told.add(case.reason)
    return [*items, _unchanged(cases, outcome)]


def _common_failure(cases: Sequence[Case]) -> Failure | None:
    """The failure of every case, if each fails in the same way at the same place.

    What the error says may differ: it often names sizes, which differ from case to case.
    """
    first = cases[0].failure
    if first is None or any(case.compared for case in cases):
        return None
    return first if len({case.reason for case in cases}) == 1 else None


def _unchanged(cases: Sequence[Case], outcome: Outcome) -> Item:
    tell = cases[0].tell
    title = tell("unchanged")
    changed = sorted(
        {name for case in cases for name in outcome.values.get(f"{case.name}/changed", [])}
    )
    if not changed:
        return Item(title, True)
    return Item(
        title,
        False,
        tell("unchanged_expected"),
        tell("changed", names=", ".join(changed)),
        cases[0].say("in_place"),
    )


def as_table(case: Case) -> Item:
    """The item that lists every intermediate."""
    title = case.say(f"{case.name}_answer" if case.only_answer else case.name)
    notes = []
    if case.only_answer:
        notes.append(case.say("only_answer"))
    if case.unknown:
        notes.append(case.tell("unknown_names", names=", ".join(case.unknown)))
    if case.columns:
        names = ", ".join(case.label(name) for name in case.columns)
        notes.append(case.tell("columns", names=names))
    rows = _rows(case) if case.compared else ()
    said = ("", "", "") if case.open else explained(case)
    return Item(title, case.passed, *said, lines=rows, notes=tuple(notes))


def as_line(case: Case, told: set[tuple[object, ...]]) -> Item:
    """The item of a hidden case; what the first one has explained is not explained again."""
    title = case.say(case.name)
    if case.open:
        return Item(title, False)
    if case.failure and case.reason in told:
        if not case.failure.line:
            return Item(title, False)
        place = f"{case.failure.file}:{case.failure.line}"
        return Item(title, False, found=case.tell("same_failure", place=place))
    if case.wrong and case.reason in told and case.found().verdict == "different":
        values = {"name": case.label(case.wrong), "difference": case.found().difference}
        again = "same_again" if case.mistake else "wrong_again"
        return Item(title, False, found=case.tell(again, **values))
    return Item(title, case.passed, *explained(case))


def _rows(case: Case) -> tuple[str, ...]:
    task = case.task
    names = (task.answer,) if case.only_answer else task.all_names
    return tuple(_row(case, name) for name in names)


def _row(case: Case, name: str) -> str:
    label = case.label(name)
    if name not in case.compared:
        return f"{label:<10} · {text('checklist.not_returned', case.lang)}"
    found = case.compared[name]
    mark = "✓" if found.agrees else "✗"
    line = f"{label:<10} {mark} {text(f'checklist.{found.verdict}', case.lang)}"
    if found.verdict == "shape":
        return f"{line} {case.mine[name].shape} ≠ {case.theirs[name].shape}"
    if found.verdict == "exact":
        return line
    at = f" {text('checklist.at', case.lang)} {position(found.at)}" if found.at else ""
    worth = number(found.mine if found.verdict == "not_finite" else found.difference, case.lang)
    return f"{line} {worth}{at if not found.agrees else ''}"


def explained(case: Case) -> tuple[str, str, str]:
    """What was expected, what was found, and the mistake that it looks like."""
    pitfall = case.say(case.mistake) if case.mistake else ""
    if case.failure:
        expected = ""
        if case.task.answer and case.failure.kind in ("answer", "open"):
            expected = case.say("answer_expected", shape=case.theirs[case.task.answer].shape)
        return expected, case.failure.told(case.lang), pitfall
    if not case.wrong:
        return "", "", ""
    found, label = case.found(), case.label(case.wrong)
    if found.verdict == "shape":
        shapes = (case.theirs[case.wrong].shape, case.mine[case.wrong].shape)
        said = [case.tell("shape_found", name=label, shape=each) for each in shapes]
        return said[0], said[1], pitfall
    entry = {"name": label, "at": position(found.at)}
    expected = case.tell("entry", value=found.theirs, **entry)
    wrong = case.tell("first_wrong", value=found.mine, difference=found.difference, **entry)
    return expected, wrong, pitfall
