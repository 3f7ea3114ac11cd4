"""A report from a student's own folders: his numbers and figures, and places for his words."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from minimodel.running.files import write_atomically
from minimodel.texts.files import read_text
from minimodel.texts.languages import SOURCE_LANGUAGE
from minimodel.texts.powers import scientific

from course.student.catalogue import ASSIGNMENTS
from course.student.checks.documents import PNG, SIZE_LIMIT
from course.student.texts import number, text
from course.student.verdicts import Verdict

BLANK: Final = "____"
FIGURES: Final = {"lab-02": "hidden_state_evolution.png", "lab-03": "decay.png"}
COMMANDS: Final = {  # what makes a file, run in its folder
    "hidden_state_evolution.png": "python walkthrough.py --figure",
    "decay.json": "python bptt_norm.py",
    "decay.png": "python bptt_norm.py",
}
ENTRIES: Final = 10  # of a list that stands in a table


class ExistsError(Exception):
    """A file that the report would need to replace."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(path)


@dataclass
class Collected:
    """What the folders hold.

    Attributes
    ----------
    manifests
        Each lab's manifest, by the lab's name.
    decay
        The norms g_0, g_1, … by network.
    figures
        The images' content, by file name.
    lacks
        A line for each thing that is not there, with what makes it.
    """

    manifests: dict[str, dict[str, Any]] = field(default_factory=dict)
    decay: dict[str, list[float]] = field(default_factory=dict)
    figures: dict[str, bytes] = field(default_factory=dict)
    lacks: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to report."""
        return not (self.manifests or self.decay or self.figures)


def collect(root: Path, lang: str) -> Collected:
    """Read what labs 02 and 03 have left below a folder."""
    found = Collected()
    for lab, figure in FIGURES.items():
        folder = root / ASSIGNMENTS[lab].folder
        shown = folder.as_posix()
        if not folder.is_dir():
            command = f"course start {lab}" + ("" if lang == SOURCE_LANGUAGE else f" --lang {lang}")
            found.lacks.append(
                text("report.lacks", lang, folder=root, file=f"{lab}", command=command)
            )
            continue
        fill = text("report.fill", lang, file="manifest.json")
        manifest = _object(folder / "manifest.json", shown, fill, found, lang)
        if manifest is not None:
            found.manifests[lab] = manifest
        if lab == "lab-03":
            decay = _object(folder / "decay.json", shown, COMMANDS["decay.json"], found, lang)
            found.decay = dict(_norms(decay or {}))
            if decay is not None and not found.decay:
                found.lacks.append(_unreadable(shown, "decay.json", "JSON", lang))
        path = folder / figure
        if not path.is_file():
            values = {"folder": shown, "file": figure, "command": COMMANDS[figure]}
            found.lacks.append(text("report.lacks", lang, **values))
        elif path.stat().st_size > SIZE_LIMIT or not path.read_bytes().startswith(PNG):
            found.lacks.append(_unreadable(shown, figure, "PNG", lang))
        else:
            found.figures[figure] = path.read_bytes()
    return found


def _object(
    path: Path, folder: str, command: str, found: Collected, lang: str
) -> dict[str, Any] | None:
    if not path.is_file():
        what = {"folder": folder, "file": path.name, "command": command}
        found.lacks.append(text("report.lacks", lang, **what))
        return None
    values: Any
    try:
        values = json.loads(read_text(path)) if path.stat().st_size <= SIZE_LIMIT else None
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        found.lacks.append(_unreadable(folder, path.name, "JSON", lang, command))
        return None
    return values


def _unreadable(folder: str, file: str, kind: str, lang: str, command: str = "") -> str:
    values = {"folder": folder, "file": file, "kind": kind, "command": command or COMMANDS[file]}
    return text("report.unreadable", lang, **values)


def _norms(values: Mapping[str, Any]) -> Iterator[tuple[str, list[float]]]:
    """The curves that have a first and a last norm to compare."""
    for name, norms in values.items():
        if isinstance(norms, list) and len(norms) > 1 and all(map(_is_number, norms)):
            yield str(name), [float(each) for each in norms]


def _is_number(value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(value)


def report(found: Collected, verdicts: Sequence[Verdict], lang: str) -> str:
    """Return the report as Markdown; with nothing collected, the template."""

    def say(key: str, **values: object) -> str:
        return text(f"report.{key}", lang, **values)

    seeds = {values.get("seed") for values in found.manifests.values()} - {None}
    seed = ", ".join(sorted(_cell(each, lang) for each in seeds)) or BLANK
    lines = [f"# {say('title')}", "", say("intro", seed=seed), "", f"## {say('checks')}", ""]
    lines += [say("checks_head"), "|---|---|---|"]
    lines += [
        f"| {each.assignment} | {each.passed}/{each.total} | {_cell(each.first, lang)} |"
        for each in verdicts
    ] or [f"| {lab} | {BLANK} | {BLANK} |" for lab in FIGURES]
    for lab, figure in FIGURES.items():
        key = lab.replace("-", "_")
        lines += ["", f"## {say(key)}", ""]
        if figure in found.figures:
            lines += [f"![{say(key.replace('lab', 'figure'))}]({figure})", ""]
        lines += [say("quantity"), "|---|---|"]
        lines += [f"| {name} | {value} |" for name, value in _rows(lab, found, lang)]
        for place in (1, 2, 3):
            lines += _question(say(f"question_{key.removeprefix('lab_')}_{place}"), lang)
    lines += ["", f"## {say('limits')}", *_question(say("question_limits"), lang)]
    return "\n".join(lines) + "\n"


def reflection(lang: str) -> str:
    """Return the reflection's template as Markdown."""
    lines = [f"# {text('report.reflection', lang)}", "", text("report.reflection_intro", lang)]
    for place in range(1, 6):
        lines += _question(text(f"report.reflection_{place}", lang), lang)
    return "\n".join(lines) + "\n"


def _question(question: str, lang: str) -> list[str]:
    return ["", f"**{question}**", "", text("report.own", lang)]


def _rows(lab: str, found: Collected, lang: str) -> list[tuple[str, str]]:
    rows = []
    if lab == "lab-03":
        for name in found.decay or ("rnn", "gru"):
            rows += _decay_rows(name, found.decay.get(name), lang)
    manifest = found.manifests.get(lab, {})
    for key in ("results", "results_summary"):
        rows += [
            (_cell(name, lang), _cell(value, lang)) for name, value in _flat(manifest.get(key))
        ]
    if lab == "lab-02" and not rows:
        keys = ("row_rnn_top", "row_gru_top", "row_norms")
        rows = [(text(f"report.{key}", lang), BLANK) for key in keys]
    return rows


def _decay_rows(name: str, g: list[float] | None, lang: str) -> list[tuple[str, str]]:
    values = [BLANK] * 4
    if g is not None:
        values[:2] = [scientific(each, lang) if each > 0 else "0" for each in (g[-1], g[0])]
        if g[0] > 0 and g[-1] > 0:
            lost = math.log10(g[-1] / g[0])
            values[2:] = [number(lost, lang), number(10 * lost / (len(g) - 1), lang)]
    keys = ("row_last", "row_first", "row_orders", "row_rate")
    said = [text(f"report.{key}", lang, name=_cell(name, lang)) for key in keys]
    return list(zip(said, values, strict=True))


def _flat(values: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(values, dict):
        for key, value in values.items():
            yield from _flat(value, f"{prefix}.{key}" if prefix else str(key))
    elif prefix:
        yield prefix, values


def _cell(value: Any, lang: str) -> str:
    """Write a value so that it stays inside its cell of the table."""
    if value is None:
        return BLANK
    if isinstance(value, float):
        return number(value, lang)
    if isinstance(value, list):
        shown = " · ".join(_cell(each, lang) for each in value[:ENTRIES])
        return shown + (" · …" if len(value) > ENTRIES else "")
    return " ".join(str(value).split()).replace("|", "\\|").replace("<", "&lt;")


def write(folder: Path, found: Collected, verdicts: Sequence[Verdict], lang: str) -> Path:
    """Write the report, with its figures beside it, over nothing.

    Raises
    ------
    ExistsError
        If one of the files is there already; then none is written.
    OSError
        If the folder cannot be written to.
    """
    target = folder / text("report.file", lang)
    free(folder, found, lang)
    for name, content in found.figures.items():
        write_atomically(folder / name, content)
    write_atomically(target, report(found, verdicts, lang).encode())
    return target


def free(folder: Path, found: Collected, lang: str) -> None:
    """Make sure that no file of the report is there yet.

    Raises
    ------
    ExistsError
        If one is.
    """
    for name in (text("report.file", lang), *found.figures):
        path = folder / name
        if path.exists() or path.is_symlink():
            raise ExistsError(path)
