"""What a browser gets to run pages: each page's blocks, and the course's code in one archive."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course.live import archive, lacks
from course.live.scan import Judged, Scan, Verdict
from course.live.shelf import Shelf
from course.reading import quiz
from course.running.computations import Given
from course.running.parts import PageRun, Part
from course.running.reach import Reach
from course.running.sources import Sources

FOLDER = "assets/live"
RUNNER = (
    *("course/__init__.py", "course/arithmetic.py"),
    *("course/live/__init__.py", "course/live/runner.py"),
    *("course/live/missing.py", "course/live/statements.py"),
    *("course/live/stored.py", "course/live/progress.py", "course/live/shortly.py"),
    "course/live/printing.py",
    *("course/reading/__init__.py", "course/reading/names.py"),
)
INDEX = "course/live/stored.json"  # which results of long computations can be fetched
RESULTS = "results"  # the folder in which they stand
# A browser's limit is the build's, so many times: a recurrence takes up to 6 times as long there,
# as tests/benchmarks/live_time.py measures it, and a slow phone's processor 4 times that.
SLOWER = 24.0
LONG_RUNNER = "from minimodel.running import long_computations"  # what the runner itself imports

Packed = tuple[bytes, list[str], dict[str, str]]  # as `Pages.archive` returns it


@dataclass
class Pages:
    """The pages of a build that can be run.

    Parameters
    ----------
    sources
        The teaching code.
    timeout
        Seconds that a block may take in the build unless it says otherwise.
    given
        Gives each long computation whose result is there.
    """

    sources: Sources
    timeout: float
    given: Callable[[], Iterable[Given]] = tuple
    _data: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    _packed: tuple[object, Packed] | None = None

    def __post_init__(self) -> None:
        self._shelf = Shelf(self.given)
        self._scan = Scan(self.sources, self._shelf)

    def judge(self, run: PageRun) -> dict[str, Judged]:
        """What of each shown block of a page a reader can run, by its id.

        Nothing is said where no block can, nor on a quiz, whose code gives its answers away.

        Raises
        ------
        CourseError
            If a reader could not be told what a block lacks.
        """
        page = run.page
        parts = [part for part in run.parts if part.block.executed]
        self._data.pop((page.place, page.path), None)
        if not parts or quiz.questions(page):
            return {}
        self._shelf.fill()
        judged = self._scan.judge([code_of(part) for part in parts])
        for part, verdict in zip(parts, judged, strict=True):
            lacks.hold(verdict.lacking, file=page.file, line=part.block.line)
        shown = {
            part.block.id: verdict
            for part, verdict in zip(parts, judged, strict=True)
            if part.shown
        }
        if all(verdict.verdict is Verdict.NOTHING for verdict in shown.values()):
            return {}
        self._data[page.place, page.path] = {
            "lang": page.lang,
            "blocks": [
                self._block(part, verdict) for part, verdict in zip(parts, judged, strict=True)
            ],
        }
        return shown

    def _block(self, part: Part, judged: Judged) -> dict[str, Any]:
        return {
            "id": part.block.id,
            "code": code_of(part).rstrip("\n"),
            "shown": part.shown,
            "verdict": judged.verdict.value,
            "seconds": SLOWER * float(part.options.get("timeout", self.timeout)),
            "raises": part.options.get("raises", ""),
            "warns": part.options.get("warns", ""),
            "draws": "alt" in part.options,
            "given": sorted(judged.names.given),
            "taken": sorted(judged.names.taken),
        }

    def publish(self, site: Path, root: dict[str, str]) -> None:
        """Write the data of each page beside it, and the code once.

        Parameters
        ----------
        site
            The folder of the built site.
        root
            Where each language stands below it.

        Raises
        ------
        CourseError
            If a reader could not be told what the code lacks.
        """
        if not self._data:
            return
        blocks = [block for data in self._data.values() for block in data["blocks"]]
        index = json.dumps(self._shelf.index(), indent=0)
        state = (self.sources.state, index, tuple(sorted({block["code"] for block in blocks})))
        if self._packed is None or self._packed[0] != state:  # most edits change prose alone
            self._packed = (state, self.archive(index))
        packed, lacking, absent = self._packed[1]
        lacks.hold([*lacking, *absent.values()], file=self.sources.folder.name)
        name = f"course-{hashlib.sha256(packed).hexdigest()[:16]}.zip"
        folder = site / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("course-*.zip"):
            old.unlink()
        (folder / name).write_bytes(packed)
        self._publish_results(folder / RESULTS)
        for (lang, path), data in self._data.items():
            whole = {**data, "archive": name, "lacking": lacking, "absent": absent}
            text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
            (site / root[lang] / f"{path}.live.json").write_text(text, encoding="utf-8")

    def _publish_results(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        files = {f"{name}.bin": content for name, content in self._shelf.files()}
        for old in folder.iterdir():
            if old.name not in files:
                old.unlink()
        for name, content in files.items():
            if not (folder / name).exists():  # the name is that of its content
                (folder / name).write_bytes(content)

    def archive(self, index: str) -> Packed:
        """The course's code that the pages import and a browser can, and what it can't have.

        Parameters
        ----------
        index
            Which results of long computations can be fetched, as JSON.

        Returns
        -------
        bytes
            The archive.
        list of str
            What the build alone has, as `lacks.KINDS` names it.
        dict
            The modules of the course that are left out, each with one of these that it needs.
        """
        blocks = [block for data in self._data.values() for block in data["blocks"]]
        codes = dict.fromkeys(block["code"] for block in blocks)
        reach = Reach(self.sources, "\n".join([LONG_RUNNER, *codes]))
        lacking = {*self._scan.strangers(reach)}
        files = set()
        absent = {}
        for name in sorted(reach.imported):
            path = self.sources.file_of(name)
            if needs := self._scan.importing(name):
                absent[name] = min(needs)
            elif path:
                files.add(path)
        packed = _zipped(self.sources.folder, files | self.sources.data(reach), index)
        return packed, sorted(lacking), absent


def code_of(part: Part) -> str:
    """A block's code as its page shows it."""
    return f"{part.preface}\n{part.code}" if part.preface else part.code


def _zipped(folder: Path, files: Iterable[Path], index: str) -> bytes:
    own = Path(__file__).parents[2]
    content = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    content |= {name: (own / name).read_bytes() for name in RUNNER}
    content[INDEX] = index.encode()
    out = io.BytesIO()
    archive.write(out, sorted(content.items()))
    return out.getvalue()
