"""Files that are written together: all of them, or none if anything stands in the way."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from course.texts.errors import CourseError, CourseErrors


@dataclass
class Changes:
    """What is to be written below a project's folder; nothing is until `write`.

    Attributes
    ----------
    folder
        The project's folder.
    """

    folder: Path
    _new: dict[str, bytes] = field(default_factory=dict)
    _edited: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)

    def create(self, path: str, text: str) -> None:
        """Have a new file written at `path`, counted from the project's folder."""
        self._new[path] = text.encode()

    def edit(self, path: str, text: str) -> None:
        """Have the text of a file replaced that is there."""
        before = self._edited[path][0] if path in self._edited else self._bytes(path)
        self._edited[path] = (before, text.encode())

    def text(self, path: str) -> str:
        """The text of a file as it will be.

        Raises
        ------
        CourseError
            If it cannot be read.
        """
        known = self._edited[path][1] if path in self._edited else self._bytes(path)
        return known.decode("utf-8-sig")

    def _bytes(self, path: str) -> bytes:
        try:
            return (self.folder / path).read_bytes()
        except OSError as error:
            raise CourseError(
                f"the file cannot be read: {error.strerror}.", file=path, fix="Put it right."
            ) from None

    @property
    def paths(self) -> list[str]:
        """What is written, new files first."""
        return [*self._new, *self._edited]

    @property
    def edited(self) -> list[str]:
        """Those of them that were there before."""
        return [*self._edited]

    def write(self) -> None:
        """Write everything.

        Raises
        ------
        CourseErrors
            If a file that should be new is there, a folder on its way is none, or one that is
            edited has changed since it was read. Nothing has been written then.
        OSError
            If the disk refuses; what had been written is taken back before.
        """
        if faults := [*self._in_the_way()]:
            raise CourseErrors(faults)
        contents = self._new | {path: after for path, (_, after) in self._edited.items()}
        made: list[Path] = []  # folders, from the top down
        waiting: dict[str, Path] = {}
        done: list[str] = []
        try:
            for path, content in contents.items():
                target = self.folder / path
                made += _folders(target.parent)
                waiting[path] = _beside(target, content)
            for path, temporary in waiting.items():
                temporary.replace(self.folder / path)
                done.append(path)
        except BaseException:
            for path in done:
                if path in self._edited:
                    _beside(self.folder / path, self._edited[path][0]).replace(self.folder / path)
                else:
                    (self.folder / path).unlink()
            for temporary in waiting.values():
                temporary.unlink(missing_ok=True)
            for folder in reversed(made):
                folder.rmdir()
            raise

    def _in_the_way(self) -> list[CourseError]:
        faults = []
        for path in self._new:
            target = self.folder / path
            if os.path.lexists(target):
                fix = "Nothing was written. Choose another name, or move it away."
                faults.append(CourseError("this is there already.", file=path, fix=fix))
            above = next(parent for parent in target.parents if os.path.lexists(parent))
            if not above.is_dir():
                where = above.relative_to(self.folder).as_posix()
                fix = "Nothing was written. Move it away."
                faults.append(CourseError("this is no folder.", file=where, fix=fix))
        for path, (before, _) in self._edited.items():
            if self._bytes(path) != before:
                fix = "Nothing was written. Try again."
                faults.append(CourseError("this has just been changed.", file=path, fix=fix))
        return faults


def _folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; return those that were not there, from the top down."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()][::-1]
    for each in missing:
        each.mkdir()
    return missing


def _beside(target: Path, content: bytes) -> Path:
    """Write a temporary file beside `target`."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
