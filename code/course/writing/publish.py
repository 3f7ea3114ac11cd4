"""Publishing a build as a whole: it takes the place of the last one only when it succeeded."""

from __future__ import annotations

import contextlib
import errno
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

OWNER = re.compile(r"-(?P<process>\d+)-(?P<started>\d+)")
# What stands in the way of writing anywhere, whichever file it was.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
CLOCK = 5  # seconds by which two processes may differ on when a third one started


class Workplace:
    """A folder that belongs to this process, as its name says.

    Another process takes it away once this one has ended without doing so, and not before.

    Parameters
    ----------
    parent
        Where it lies.
    stem
        How its name begins.
    """

    def __init__(self, parent: Path, stem: str) -> None:
        self.parent = parent
        self.stem = stem
        process = psutil.Process()
        self.folder = parent / f"{stem}-{process.pid}-{process.create_time():.0f}"

    def begin(self) -> Path:
        """Make the folder, empty, after clearing away those of processes that have ended."""
        self.clear()
        self.discard()
        self.folder.mkdir(mode=0o700, parents=True)
        return self.folder

    def clear(self) -> None:
        """Take away what processes that have ended left."""
        for folder in self._left():
            shutil.rmtree(folder, ignore_errors=True)  # it may be another user's

    def discard(self) -> None:
        """Take the folder away."""
        if self.folder.exists():
            shutil.rmtree(self.folder)

    def _left(self) -> Iterator[Path]:
        for folder in self.parent.glob(f"{self.stem}-*"):
            owner = OWNER.fullmatch(folder.name.removeprefix(self.stem))
            if owner and not _runs(int(owner["process"]), int(owner["started"])):
                yield folder


class Staging(Workplace):
    """A folder beside the site's, where a build is written before it becomes the site.

    Parameters
    ----------
    site
        The folder that is published.
    """

    def __init__(self, site: Path) -> None:
        super().__init__(site.parent, f".{site.name}")
        self.site = site
        self.new = self.folder / "new"

    def begin(self) -> Path:
        """Make the folder to build in, empty, and return it.

        Raises
        ------
        NotADirectoryError
            If a file lies where the site is to be.
        """
        # One look: between two of them, another build may take its site away and put a new one.
        with contextlib.suppress(FileNotFoundError):
            if not stat.S_ISDIR(self.site.stat().st_mode):
                raise NotADirectoryError(errno.ENOTDIR, "a file lies there", str(self.site))
        super().begin()
        self.new.mkdir()
        return self.new

    def clear(self) -> None:
        """Take away what builds that have ended left, but for a site that they were replacing."""
        for folder in self._left():
            # Another build may have put it back meanwhile, and its own site on top.
            if not self.site.exists():
                with _in_any_order():
                    (folder / "old").rename(self.site)
        super().clear()

    def promote(self) -> None:
        """Put what was built in the place of the last build.

        Raises
        ------
        OSError
            If it can't; then the last build is where it was.
        """
        old = self.folder / "old"
        while True:
            with contextlib.suppress(FileNotFoundError):  # there is none, or not any more
                self.site.rename(old)
            try:
                self.new.rename(self.site)
            except OSError as error:
                # Another build may have put its own there in between; this one came later. That
                # it is there no more, since a third has taken it away, changes nothing.
                if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                    if old.exists() and not self.site.exists():
                        old.rename(self.site)
                    raise
                shutil.rmtree(old, ignore_errors=True)
            else:
                break
        self.discard()

    def explains(self, error: BaseException) -> str:
        """What to tell an author of an error, if it is one of writing the site; else nothing."""
        if not isinstance(error, OSError):
            return ""
        names = [str(name) for name in (error.filename, error.filename2) if name]
        own = any(name.startswith((str(self.folder), str(self.site))) for name in names)
        # A file of the build's own that is missing is a fault of the build.
        if error.errno not in FULL and not (own and error.errno != errno.ENOENT):
            return ""
        where = self.site if own or not names else names[-1]
        why = (error.strerror or str(error)).lower()
        return (
            f"The site can't be written to {where}: {why}. The last site stays as it was. "
            "Make room or give leave to write there, or name another folder with --site-dir."
        )


def scratch() -> Workplace:
    """A folder among the temporary ones, for what a build hands from one step to the next."""
    return Workplace(Path(tempfile.gettempdir()), "course")


@contextlib.contextmanager
def _in_any_order() -> Iterator[None]:
    """Let a folder that is moved be gone, or its new place be taken, by another build."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST):
            raise


def _runs(process: int, started: int) -> bool:
    try:
        return abs(psutil.Process(process).create_time() - started) <= CLOCK
    except psutil.NoSuchProcess:
        return False
