"""What a browser gets to run pages: each page's blocks, and the course's code in one archive."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course.live import archive
from course.live.scan import Judged, Scan, Verdict
from course.reading import quiz
from course.running.parts import PageRun, Part
from course.running.reach import Reach
from course.running.sources import Sources

FOLDER = "assets/live"
RUNNER = (
    *("course/__init__.py", "course/live/__init__.py", "course/live/runner.py"),
    *("course/live/missing.py", "course/live/statements.py"),
    *("course/reading/__init__.py", "course/reading/names.py"),
)
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
        Seconds that a block may take unless it says otherwise.
    """

    sources: Sources
    timeout: float
    _data: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    _packed: tuple[object, Packed] | None = None

    def __post_init__(self) -> None:
        self._scan = Scan(self.sources)

    def judge(self, run: PageRun) -> dict[str, Judged]:
        """Each block of a page that a reader can run, by its id.

        None on a quiz, whose code gives its answers away.
        """
        page = run.page
        parts = [part for part in run.parts if part.block.executed]
        self._data.pop((page.place, page.path), None)
        if not parts or quiz.questions(page):
            return {}
        judged = self._scan.judge([code_of(part) for part in parts])
        runnable = {
            part.block.id: verdict
            for part, verdict in zip(parts, judged, strict=True)
            if part.shown and verdict.verdict is not Verdict.NOTHING
        }
        if runnable:
            self._data[page.place, page.path] = {
                "lang": page.lang,
                "blocks": [
                    self._block(part, verdict) for part, verdict in zip(parts, judged, strict=True)
                ],
            }
        return runnable

    def _block(self, part: Part, judged: Judged) -> dict[str, Any]:
        return {
            "id": part.block.id,
            "code": code_of(part).rstrip("\n"),
            "shown": part.shown,
            "verdict": judged.verdict.value,
            "seconds": float(part.options.get("timeout", self.timeout)),
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
        """
        if not self._data:
            return
        blocks = [block for data in self._data.values() for block in data["blocks"]]
        state = (self.sources.state, tuple(sorted({block["code"] for block in blocks})))
        if self._packed is None or self._packed[0] != state:  # most edits change prose alone
            self._packed = (state, self.archive())
        packed, lacking, absent = self._packed[1]
        name = f"course-{hashlib.sha256(packed).hexdigest()[:16]}.zip"
        folder = site / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("course-*.zip"):
            old.unlink()
        (folder / name).write_bytes(packed)
        for (lang, path), data in self._data.items():
            whole = {**data, "archive": name, "lacking": lacking, "absent": absent}
            text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
            (site / root[lang] / f"{path}.live.json").write_text(text, encoding="utf-8")

    def archive(self) -> Packed:
        """The course's code that the pages import and a browser can, and what it can't have.

        Returns
        -------
        bytes
            The archive.
        list of str
            The packages that the build alone has.
        dict
            The modules of the course that are left out, each with a package that it needs.
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
        packed = _zipped(self.sources.folder, files | self.sources.data(reach))
        return packed, sorted(lacking), absent


def code_of(part: Part) -> str:
    """A block's code as its page shows it."""
    return f"{part.preface}\n{part.code}" if part.preface else part.code


def _zipped(folder: Path, files: Iterable[Path]) -> bytes:
    own = Path(__file__).parents[2]
    content = {path.relative_to(folder).as_posix(): path for path in files}
    content |= {name: own / name for name in RUNNER}
    out = io.BytesIO()
    archive.write(out, ((name, content[name].read_bytes()) for name in sorted(content)))
    return out.getvalue()
