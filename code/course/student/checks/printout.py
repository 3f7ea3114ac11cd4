"""What a walkthrough printed: every step of both models, and the same when it runs again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from minimodel.texts.files import read_text
from numpy.typing import NDArray

from course.student.checklist import Item
from course.student.outcomes import Outcome
from course.student.texts import Say

ROW = re.compile(r"^\s*(?:t\s*=?\s*)?(?P<t>\d+)[\s|:]+(?P<rest>.*?)\s*\|?\s*$")
NUMBER = re.compile(r"[-+−]?\d+[.,]\d+(?:e[-+]?\d+)?")
SIZE_LIMIT = 2 * 10**6  # bytes of a text file that is read


class Row(NamedTuple):
    """One printed step."""

    t: int
    token: str
    numbers: list[str]


def printed_steps(
    path: Path, tokens: Sequence[str], states: Sequence[NDArray[Any]], say: Say
) -> Item:
    """Check that a printout holds every step of both models: token, entries of h_t and ‖h_t‖.

    Parameters
    ----------
    path
        The printout.
    tokens
        What is read at t = 1 … T.
    states
        The states (T, d_hidden) of the vanilla RNN and of the GRU.
    say
        Gives the texts.
    """
    title = say("forward.printed", file=path.name)
    if not path.is_file():
        return Item(title, False, found=say("failure.missing_file", file=path.name))
    if path.stat().st_size > SIZE_LIMIT:
        return Item(title, False, found=say("forward.too_long", file=path.name))
    runs = _runs(read_text(path, errors="replace"), len(tokens))
    for name, place, each in zip(("VanillaRNN", "GRU"), range(2), states, strict=True):
        if place >= len(runs):
            expected = say("forward.printed_expected", last=len(tokens), name=name)
            return Item(title, False, expected, say("forward.printed_runs", count=len(runs)))
        wrong = _wrong_row(runs[place], tokens, each, say)
        if wrong:
            return Item(title, False, wrong[0], f"{name}: {wrong[1]}", wrong[2])
    return Item(title, True)


def _runs(printed: str, last: int) -> list[list[Row]]:
    """Find the stretches of lines that count t = 0 or 1 … T and end in a number."""
    runs: list[list[Row]] = []
    for line in printed.splitlines():
        found = ROW.match(line)
        if not found:
            continue
        numbers = NUMBER.findall(found["rest"])
        if not numbers or not found["rest"].endswith(numbers[-1]):
            continue
        token = found["rest"].split()[0].strip("'\"`|")
        row = Row(int(found["t"]), token, numbers)
        if runs and runs[-1][-1].t == row.t - 1:
            runs[-1].append(row)
        elif row.t in (0, 1):
            runs.append([row])
    return [run for run in runs if len(run) >= last]


def _wrong_row(
    run: list[Row], tokens: Sequence[str], states: NDArray[Any], say: Say
) -> tuple[str, str, str] | None:
    if run[0].t == 0 and run[0].token == tokens[0]:
        expected = say("forward.row_token", t=1, token=tokens[0])
        return expected, say("forward.row_token", t=0, token=tokens[0]), say("forward.row_shifted")
    rows = {row.t: row for row in run}
    for t, (token, h) in enumerate(zip(tokens, states, strict=True), start=1):
        if t not in rows or rows[t].token != token:
            shown = rows[t].token if t in rows else "…"
            expected = say("forward.row_token", t=t, token=token)
            return expected, say("forward.row_token", t=t, token=shown), ""
        *entries, last = rows[t].numbers
        norm = float(np.linalg.norm(h))
        if not _rounds_to(last, norm):
            expected = say("forward.row_norm", t=t, value=norm)
            found = say("forward.row_norm", t=t, value=_value(last))
            elsewhere = any(_rounds_to(each, norm) for each in entries)
            return expected, found, say("forward.row_norm_place") if elsewhere else ""
        if not any(_rounds_to(each, float(h[0])) for each in entries):
            expected = say("forward.row_entry", t=t, value=float(h[0]))
            return expected, say("forward.row_no_entry", t=t), ""
    return None


def _value(shown: str) -> float:
    return float(shown.replace(",", ".").replace("−", "-"))


def _rounds_to(shown: str, value: float) -> bool:
    """Whether a printed number is `value`, as far as its digits go."""
    mantissa, _, exponent = shown.replace(",", ".").partition("e")
    unit = 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
    return abs(_value(shown) - value) <= 0.51 * unit + 1e-6 * abs(value)


def rerun(program: Path, printout: Path, outcome: Outcome, say: Say, lang: str) -> Item:
    """Check that a program prints again what its printout holds."""
    title = say("forward.rerun", program=program.name, printout=printout.name)
    failure = outcome.failure(program.name)
    if failure:
        return Item(title, False, found=failure.told(lang))
    if not printout.is_file() or printout.stat().st_size > SIZE_LIMIT:
        return Item(title, False, found=say("failure.missing_file", file=printout.name))
    printed = outcome.values["printed"].splitlines()
    kept = read_text(printout, errors="replace").splitlines()
    if not any(line.strip() for line in printed):
        return Item(title, False, found=say("forward.rerun_nothing", program=program.name))
    for place in range(max(len(printed), len(kept))):
        now, then = (lines[place] if place < len(lines) else "" for lines in (printed, kept))
        if now.rstrip() != then.rstrip() or (place >= min(len(printed), len(kept)) and now != then):
            return Item(
                title,
                False,
                say("forward.rerun_line", line=place + 1, shown=_short(now)),
                say("forward.rerun_kept", line=place + 1, shown=_short(then)),
                say("forward.rerun_stale", program=program.name, printout=printout.name),
            )
    return Item(title, True)


def _short(line: str) -> str:
    return line.strip() if len(line.strip()) <= 60 else line.strip()[:59] + "…"
