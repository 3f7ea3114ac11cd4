"""Judge many folders in one run, several at once, each with the limits of a single check."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from course.student.catalogue import ASSIGNMENTS, Assignment
from course.student.processes import isolated_python, scratch_prefix
from course.student.start import starter_files
from course.student.texts import text
from course.student.verdicts import MISSING, STOPPED, Verdict
from course.texts.languages import SOURCE_LANGUAGE

PATIENCE: Final = 900.0  # seconds for one folder; every probe's own limit is far shorter
GRACE: Final = 5.0  # seconds that a process may use to clean up
SHARED: Final = ("README.md", "manifest.json")  # files that say not which it is


@dataclass(frozen=True)
class Job:
    """One folder to judge: what it is judged as, where its files are, how it is named."""

    assignment: str
    place: Path
    shown: str


def jobs(folders: Sequence[Path], names: Sequence[str], every: bool) -> list[Job | Verdict]:
    """Say what there is to judge: folders in the order given, each one's labs in the course's.

    Parameters
    ----------
    folders
        Each is a student's: it holds the folders that `course start` makes, or is one of them.
    names
        The assignments to judge; none for those that a folder holds.
    every
        Whether those that it lacks get a line as well.

    Returns
    -------
    list
        A job, or the verdict where there is nothing to judge.
    """
    asked = [each for each in ASSIGNMENTS.values() if not names or each.name in names]
    found: list[Job | Verdict] = []
    for folder in folders:
        lines: list[Job | Verdict] = []
        for assignment in asked:
            place = _place(folder, assignment)
            if place is not None:
                lines.append(Job(assignment.name, place, str(folder)))
            elif every or names:
                lines.append(Verdict(str(folder), assignment.name, MISSING))
        found += lines or [Verdict(str(folder), "", MISSING)]
    return found


def _place(folder: Path, assignment: Assignment) -> Path | None:
    if (folder / assignment.folder).is_dir():
        return folder / assignment.folder
    own = [
        name
        for name in starter_files(assignment.name, SOURCE_LANGUAGE)
        if name.endswith(".py") and name not in SHARED
    ]
    return folder if any((folder / name).is_file() for name in own) else None


def judged(todo: Sequence[Job | Verdict], lang: str, at_once: int) -> Generator[Verdict]:
    """Judge all of them, and give the verdicts in their order.

    Closing the iterator, or an exception where it is used, ends every process and leaves no file.
    """
    scratch = Path(tempfile.mkdtemp(prefix=scratch_prefix()))
    judges: queue.SimpleQueue[_Judge] = queue.SimpleQueue()
    made = [_Judge(scratch, lang) for _ in range(at_once)]
    for judge in made:
        judges.put(judge)

    def verdict(job: Job | Verdict) -> Verdict:
        if isinstance(job, Verdict):
            return job
        judge = judges.get()
        try:
            return judge.verdict(job)
        finally:
            judges.put(judge)

    pool = ThreadPoolExecutor(max_workers=at_once)
    try:
        yield from pool.map(verdict, todo)
    finally:
        for judge in made:
            judge.close()
        pool.shutdown(cancel_futures=True)
        shutil.rmtree(scratch, ignore_errors=True)


class _Judge:
    """A process of `judge`, and another one after it where a folder has cost it its life."""

    def __init__(self, scratch: Path, lang: str) -> None:
        self.scratch = scratch
        self.lang = lang
        self.process: subprocess.Popen[str] | None = None
        self.closed = False
        self.lock = threading.Lock()

    def verdict(self, job: Job) -> Verdict:
        """Judge one folder."""
        process = self._started()
        late = threading.Timer(PATIENCE, process.kill)
        late.start()
        values = {
            "assignment": job.assignment,
            "place": str(job.place),
            "shown": job.shown,
            "lang": self.lang,
        }
        assert process.stdin is not None and process.stdout is not None
        try:
            with contextlib.suppress(BrokenPipeError, ValueError):
                print(json.dumps(values), file=process.stdin, flush=True)
            answer = process.stdout.readline()
        finally:
            late.cancel()
        if answer.endswith("\n"):
            return Verdict.of(json.loads(answer))
        status = process.wait()
        how = signal.Signals(-status).name if status < 0 else str(status)
        why = text("many.ended", self.lang, how=how)
        return Verdict(job.shown, job.assignment, STOPPED, found=why)

    def _started(self) -> subprocess.Popen[str]:
        with self.lock:
            if self.closed:
                raise InterruptedError
            if self.process is None or self.process.poll() is not None:
                self._let_go()
                self.process = subprocess.Popen(
                    [*isolated_python(), "-m", "course.student.judge", str(os.getpid())],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    encoding="utf-8",
                    env=os.environ | {"TMPDIR": str(self.scratch), "OPENBLAS_NUM_THREADS": "1"},
                    start_new_session=True,  # an interrupt from the keyboard comes through `close`
                )
            return self.process

    def close(self) -> None:
        """End the process, and what it is judging."""
        with self.lock:
            self.closed = True
            if self.process is None:
                return
            self.process.terminate()
            try:
                self.process.wait(GRACE)
            except subprocess.TimeoutExpired:
                self.process.kill()  # its children are killed with it
                self.process.wait()
            self._let_go()

    def _let_go(self) -> None:
        for stream in (self.process.stdin, self.process.stdout) if self.process else ():
            if stream is not None:
                with contextlib.suppress(BrokenPipeError, ValueError):
                    stream.close()
