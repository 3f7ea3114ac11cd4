"""Code of the site's own that was changed while `mkdocs serve` runs, which works with the old."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from course.serving.faults import Fault

PACKAGE = Path(__file__).parents[1]
KEPT = ("texts/messages.toml",)  # data that is read once
# What a browser checks an answer with is packed anew in every build, from the files as they are.
PACKED = ("course.student.checks.", "course.student.probes.", "course.student.variants.")


class Outdated:
    """Compares the files of the site's machinery with what they were when they were read."""

    def __init__(self) -> None:
        self._known: dict[Path, str] = {}
        self.faults()

    def faults(self) -> list[Fault]:
        """One for each file that is not as it was when this process read it."""
        now = {file: _digest(file) for file in _read()}
        for file, digest in now.items():
            self._known.setdefault(file, digest)
        return [
            Fault(
                "this file has changed since mkdocs serve was started, which works with what it "
                "read then.",
                file=f"{PACKAGE.parent.name}/{file.relative_to(PACKAGE.parent).as_posix()}",
                fix="Stop mkdocs serve and start it again; results are kept.",
            )
            for file, digest in sorted(now.items())
            if digest != self._known[file]
        ]


def _read() -> list[Path]:
    """The files that this process has read and does not read again."""
    modules = [
        Path(file)
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] == __name__.partition(".")[0]
        and not name.startswith(PACKED)
        and (file := getattr(module, "__file__", None))
    ]
    return [*modules, *(PACKAGE / name for name in KEPT)]


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes() if file.is_file() else b"").hexdigest()
