"""One line for each folder that was judged: as a table, as CSV or as JSON."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from course.student.texts import text

PASSED, FAILED, MISSING, STOPPED = STATES = ("passed", "failed", "missing", "stopped")
MARKS: Final = {PASSED: "✓", FAILED: "✗", MISSING: "–", STOPPED: "!"}
COLUMNS: Final = ("folder", "assignment", "state", "passed", "total", "seed", "first", "found")
FORMAT: Final = 1  # of the JSON; to be raised when a key changes its meaning
FORMULA: Final = ("=", "+", "-", "@")  # what a spreadsheet may take for the start of one


@dataclass(frozen=True)
class Verdict:
    """What a check says of one folder.

    Attributes
    ----------
    folder
        As it was named.
    assignment
        Its name on the command line; empty where a folder holds none.
    state
        One of `STATES`: everything passed; something failed; there is nothing to judge; judging
        it came to no end.
    passed, total
        How many items passed, of those that a program can tell.
    seed
        What the student's manifest states, where it states one.
    first, found
        The first item that failed, and what was found there.
    items
        Title and whether it passed (`None`: only the student can tell), in the page's order.
    """

    folder: str
    assignment: str
    state: str
    passed: int = 0
    total: int = 0
    seed: int | None = None
    first: str = ""
    found: str = ""
    items: tuple[tuple[str, bool | None], ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Verdict:
        """Make one of what `asdict` gave and JSON has carried."""
        return cls(**{**values, "items": tuple((title, ok) for title, ok in values["items"])})


def as_line(verdict: Verdict, lang: str) -> str:
    """Return a verdict as a line of the table."""
    count = f"{verdict.passed}/{verdict.total}" if verdict.total else text("many.nothing", lang)
    line = f"{MARKS[verdict.state]} {verdict.assignment or '–':<16}{count:>6}  {verdict.folder}"
    said = verdict.first or verdict.found
    return f"{line}  · {said}" if said else line


def as_csv(verdict: Verdict) -> str:
    """Return a verdict as a line of CSV that no spreadsheet takes for a formula."""
    values = {**asdict(verdict), "seed": "" if verdict.seed is None else verdict.seed}
    return _row([_cell(values[column]) for column in COLUMNS])


def csv_heading() -> str:
    """Return the line with the names of the columns, which are the same in every language."""
    return _row(COLUMNS)


def as_json(verdicts: Sequence[Verdict], lang: str) -> str:
    """Return all verdicts as a JSON document, each on a line of its own."""
    lines = [
        json.dumps(
            {
                **asdict(verdict),
                "items": [{"title": title, "passed": ok} for title, ok in verdict.items],
            }
        )
        for verdict in verdicts
    ]
    states = Counter(verdict.state for verdict in verdicts)
    summary = {
        "states": {state: states[state] for state in STATES},
        "first": [
            {"assignment": assignment, "title": title, "count": count}
            for (assignment, title), count in first_failures(verdicts)
        ],
    }
    head = f'{{"format": {FORMAT}, "lang": {json.dumps(lang)}, "results": [\n'
    return head + ",\n".join(lines) + f'\n], "summary": {json.dumps(summary)}}}'


def summary(verdicts: Sequence[Verdict], lang: str) -> str:
    """Say how many passed, and which items failed first, the most frequent one first."""
    passed = sum(verdict.state == PASSED for verdict in verdicts)
    lines = [text("many.passed", lang, passed=passed, total=len(verdicts))]
    failures = first_failures(verdicts)
    if failures:
        lines.append(text("many.first", lang))
    for (assignment, title), count in failures:
        lines += textwrap.wrap(f"{count:>5} × {assignment}: {title}", 80, subsequent_indent=" " * 8)
    return "\n".join(lines)


def first_failures(verdicts: Sequence[Verdict]) -> list[tuple[tuple[str, str], int]]:
    """Count the items that failed first; equal counts stay in the order of appearance."""
    return Counter(
        (verdict.assignment, verdict.first) for verdict in verdicts if verdict.first
    ).most_common()


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    flat = " ".join(value.split())
    return f"'{flat}" if flat.startswith(FORMULA) else flat


def _row(values: Sequence[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(values)
    return line.getvalue()
