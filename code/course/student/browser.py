"""Both ends of `isolation.run` in a browser: a worker that probes, and another that judges.

A check is plain code that waits for the outcome of each probe, and workers cannot wait for each
other. So a check runs until it needs an outcome that has not come yet, says what it asks for, and
begins anew once that is there; what it asks depends on the files alone.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy  # noqa: F401  before the folder is on the path, where a file may have its name
from minimodel.texts import languages

from course.student import isolation, undrawn
from course.student.catalogue import ASSIGNMENTS, OnPage
from course.student.checklist import Item
from course.student.failures import Failure
from course.student.outcomes import Limits, Outcome, Request, left
from course.student.probes import program
from course.student.recorder import Recorder, size
from course.student.texts import catalogue, text

# A browser's Python may take so many times as long as a terminal's: up to 6 for a recurrence, as
# tests/benchmarks/live_time.py measures it; 10 where a network is trained in batches, whose
# products of matrices it is slowest at: page_check_time.py.
TIMES: Final = 6.0
TRAINING_TIMES: Final = 10.0
# Of what a program may write: files, and bytes of all.
MOST, LARGEST = 12, 5 * 10**6


class Pending(BaseException):
    """A check has come to what a probe has not told yet."""


class Judging:
    """The check of one assignment's files, as often begun as it asks for outcomes.

    Parameters
    ----------
    assignment
        Its name on the command line.
    lang
        The language of what is said.
    files
        What the student's folder holds.
    """

    def __init__(self, assignment: str, lang: str, files: Mapping[str, bytes]) -> None:
        self.assignment = ASSIGNMENTS[assignment]
        self.lang = lang
        self.outcomes: dict[str, Outcome] = {}
        self.asked: dict[str, Request] = {}
        self.folder = Path(tempfile.mkdtemp())
        _write(self.folder, files)

    def judge(self) -> str:
        """Return, as JSON, either ``asked``, the runs that it needs first, or the checklist."""
        isolation.run_with(self._outcomes)
        self.asked.clear()
        try:
            items = self.assignment.checks.check(self.folder, self.lang)
        except Pending:
            asked = [
                {"key": key, "seconds": self._seconds(each), "doing": self._doing(each)}
                for key, each in self.asked.items()
            ]
            return json.dumps({"asked": asked})
        return json.dumps(self._checklist(items))

    def take(self, key: str, files: Mapping[str, bytes]) -> None:
        """Take what `probe` left of a run."""
        exchange = Path(tempfile.mkdtemp())
        _write(exchange, files)
        limits = self.asked[key].limits
        self.outcomes[key] = left(exchange, self.folder, limits, 0, overdue=False)

    def end(self, key: str, kind: str, step: str, file: str) -> None:
        """Take that a run was ended: past its time, or because Python itself broke down.

        `step` is the last that it came to, and `file` the last file.
        """
        seconds = f"{self._seconds(self.asked[key]):g}"
        values = {"step": step, "seconds": seconds}
        self.outcomes[key] = _nothing(Failure(kind, file, 0, values))

    def _outcomes(self, folder: Path, requests: Sequence[Request]) -> list[Outcome]:
        keys = [json.dumps(asdict(each), sort_keys=True) for each in requests]
        for key, request in zip(keys, requests, strict=True):
            if key not in self.outcomes:
                self.asked[key] = request
        if self.asked:
            raise Pending
        return [self.outcomes[key] for key in keys]

    def _seconds(self, request: Request) -> float:
        """How long a run may take here."""
        return (TRAINING_TIMES if self._page.trains else TIMES) * request.limits.seconds

    @property
    def _page(self) -> OnPage:
        assert self.assignment.on_page is not None
        return self.assignment.on_page

    def _doing(self, request: Request) -> dict[str, str]:
        """What is said while a step takes long, by the first word of its name."""
        said = catalogue(request.probe) if request.probe in _tables() else {}
        return {
            name.removeprefix("doing_"): text(f"{request.probe}.{name}", self.lang, detail="{}")
            for name in said
            if name.startswith("doing_")
        }

    def _checklist(self, items: Sequence[Item]) -> dict[str, Any]:
        items = [self._here(item) for item in items]
        judged = [item.passed for item in items if item.passed is not None]
        key = "all" if all(judged) else "some"
        return {
            "items": [asdict(item) for item in items],
            "labels": {
                name: text(f"checklist.{name}", self.lang)
                for name in ("expected", "found", "pitfall")
            },
            "summary": text(f"checklist.{key}", self.lang, passed=sum(judged), total=len(judged)),
            "done": all(judged),
        }

    def _here(self, item: Item) -> Item:
        """An item as it is; of one that only a terminal can judge, that."""
        said = text("page.terminal", self.lang, name=self.assignment.name)
        if any(_is(item.title, key, self.lang) for key in self._page.terminal):
            return Item(item.title, None, notes=(said,))
        if _is(item.found, "failure.drawing", self.lang):
            return Item(item.title, None, notes=(f"{item.found}.", said))
        return item


class _Told(Recorder):
    """A recorder that tells of its steps as it comes to them."""

    tell: Callable[[str], object]

    def reach(self, step: str) -> None:
        """Tell of a step."""
        self.tell(step)


def probe(
    request: str, files: Mapping[str, bytes], tell: Callable[[str], object]
) -> dict[str, bytes]:
    """Run one probe on a student's files, in an interpreter that is used for nothing else.

    Parameters
    ----------
    request
        A key as `Judging.judge` gives it.
    files
        What the student's folder holds.
    tell
        Called with each step that the probe comes to.

    Returns
    -------
    dict
        The files that `Judging.take` reads.
    """
    asked = json.loads(request)
    folder, exchange = Path(tempfile.mkdtemp()), Path(tempfile.mkdtemp())
    _write(folder, files)
    limits = Limits(**asked["limits"])
    recorder = _Told(folder, exchange, asked["solutions"], limits.printed, limits.memory)
    recorder.tell = tell
    undrawn.install()
    module = importlib.import_module(f"course.student.probes.{asked['probe']}")
    recorder.record(module.probe, asked["options"])
    return {path.name: path.read_bytes() for path in exchange.iterdir() if path.is_file()}


def run_program(
    file: str, lang: str, files: Mapping[str, bytes]
) -> tuple[str, str, dict[str, bytes]]:
    """Run one of the student's files as a program, in an interpreter used for nothing else.

    Parameters
    ----------
    file
        Its name.
    lang
        The language of what is said.
    files
        What the student's folder holds; the program runs in it.

    Returns
    -------
    tuple
        What it printed; why it did not come to its end, or nothing; what it wrote, by name. Python
        files that were there stay as the student wrote them.
    """
    folder, exchange = Path(tempfile.mkdtemp()), Path(tempfile.mkdtemp())
    _write(folder, files)
    undrawn.install()
    os.chdir(folder)
    limits = Limits()
    recorder = Recorder(folder, exchange, [], limits.printed, limits.memory)
    recorder.record(program.probe, {"file": file})
    outcome = left(exchange, folder, limits, 0, overdue=False)
    failure = outcome.failure(file)
    said = failure.told(lang) + "." if failure else ""
    written = _written(folder, files)
    if len(written) > MOST or sum(map(len, written.values())) > LARGEST:
        limit = size(LARGEST)
        said = f"{said} {text('page.too_much', lang, name=file, count=MOST, size=limit)}".lstrip()
        written = {}
    return outcome.values.get("printed", ""), said, written


def _written(folder: Path, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what is new or changed in a folder; of files that are too large, only so much."""
    found = {}
    for path in sorted(folder.iterdir()):
        kept = path.name in files and path.suffix == ".py"
        if path.is_file() and not kept and not path.name.startswith("."):
            with path.open("rb") as opened:
                found[path.name] = opened.read(LARGEST + 1)
    return {name: content for name, content in found.items() if files.get(name) != content}


def _is(said: str, key: str, lang: str) -> bool:
    """Whether a text is the one of a key, whatever fills its braces."""
    table, _, name = key.partition(".")
    pattern = re.sub(r"\\\{\w+\\\}", ".*", re.escape(languages.said(catalogue(table)[name], lang)))
    return re.fullmatch(pattern, said) is not None


def _nothing(why: Failure) -> Outcome:
    return Outcome({}, {}, {}, {}, why)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        (folder / Path(name).name).write_bytes(content)


def _tables() -> set[str]:
    return {path.stem for path in (Path(__file__).parent / "messages").glob("*.toml")}
