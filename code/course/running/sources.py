"""What a piece of code depends on in `code/`, and importing what changed anew."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import sys
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

from course.running.definitions import Module, does, read
from course.running.reach import Reach

TEACHING = ("minimodel", "char_rnn")  # the packages that pages import and authors edit
KINDS = (".py", ".toml", ".json")
_TIMES = ("time", "perf_counter", "monotonic", "process_time", "thread_time")
CLOCKS = {
    *(f"time.{name}{unit}" for name in _TIMES for unit in ("", "_ns")),
    *(f"time.{name}" for name in ("localtime", "gmtime", "ctime", "asctime", "strftime")),
    *(f"datetime.datetime.{name}" for name in ("now", "utcnow", "today")),
    "datetime.date.today",
}

Stamp = tuple[int, int]


class Sources:
    """The teaching code below a folder.

    Parameters
    ----------
    folder
        The folder that holds the packages.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stamps: dict[str, Stamp] = {}
        self._contents: dict[Path, bytes] = {}
        self._files: dict[str, Path] = {}
        self._modules: dict[str, Module] = {}
        self._digests: dict[tuple[str, str], str] = {}
        self._clocks: dict[str, dict[str, str]] = {}
        self._importable: dict[str, bool] = {}
        self._state = ""
        self._loaded: dict[Path, bytes] | None = None

    def file_of(self, module: str) -> Path | None:
        """The file of a module of the teaching code; `None` for any other module."""
        return self._files.get(module)

    def module(self, name: str) -> Module | None:
        """A module of the teaching code, taken apart; `None` for any other.

        Raises
        ------
        SyntaxError
            If it is not Python.
        """
        path = self.file_of(name)
        if path is None:
            return None
        if name not in self._modules:
            package = name if path.name == "__init__.py" else name.rpartition(".")[0]
            self._modules[name] = read(self._contents[path].decode("utf-8-sig"), package)
        return self._modules[name]

    def dependencies(self, code: str) -> set[Path]:
        """The files that `code` imports, directly and through each other."""
        self._look()
        return {path for name in Reach(self, code).imported if (path := self.file_of(name))}

    def data(self, reach: Reach) -> set[Path]:
        """The files that something reached reads."""
        return reach.data(self.folder, self._contents)

    @property
    def state(self) -> str:
        """A digest of every file."""
        self._look()
        if not self._state:
            digest = hashlib.sha256()
            for path, content in sorted(self._contents.items()):
                digest.update(f"{path} {len(content)} ".encode() + content)
            self._state = digest.hexdigest()
        return self._state

    def digest(self, code: str, text: str = "") -> str:
        """A digest of what `code` does, together with every definition and data file it uses.

        Comments, docstrings and the places of definitions are no part of it, unless something
        in that code looks at them.

        Parameters
        ----------
        code
            The code.
        text
            What counts besides if the code looks at its own text.

        Raises
        ------
        SyntaxError
            If it, or a module that it imports, is not Python.
        """
        self._look()
        if (code, text) not in self._digests:
            reach = Reach(self, code)
            self._clocks[code] = {
                called: module for called, module in reach.foreign.items() if called in CLOCKS
            }
            digest = hashlib.sha256(does(code).encode())
            files = set()
            if reach.sees_all:
                files = set(self._contents)
            elif reach.sees_text:
                files = {path for name in reach.imported if (path := self.file_of(name))}
            if files or reach.sees_text:
                digest.update(f"{code}\0{text}".encode())
            for said in reach.said():
                digest.update(f"{said}\0".encode())
            for path in sorted(files | reach.data(self.folder, self._contents)):
                digest.update(path.relative_to(self.folder).as_posix().encode())
                digest.update(self._contents[path])
            self._digests[code, text] = digest.hexdigest()
        return self._digests[code, text]

    def clocks(self, code: str) -> dict[str, str]:
        """The clocks that `code` comes to read, each with a module of the teaching code that does.

        What depends on one differs from build to build.
        """
        self.digest(code)
        return self._clocks[code]

    def refresh(self) -> bool:
        """Forget the teaching modules if any of their files changed since the last call.

        They are then imported anew when next needed. All are forgotten, not only those that
        changed, since a module keeps hold of the names that it imported from another.
        """
        self._look()
        known, self._loaded = self._loaded, dict(self._contents)
        if known is None or known == self._loaded:
            return False
        for path in self._loaded:
            if path.suffix == ".py" and known.get(path) != self._loaded[path]:
                # Python tells compiled code from its source's size and second only.
                Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)
        forget()
        return True

    def importable(self, code: str) -> bool:
        """Whether every module that `code` imports can be imported as it is now."""
        self._look()
        if code not in self._importable:
            self._importable[code] = True
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("error")
                    for name in sorted(Reach(self, code).imported - sys.modules.keys()):
                        importlib.import_module(name)
            except (Exception, SystemExit):
                self._importable[code] = False  # whoever runs the code will be told why
        return self._importable[code]

    def _look(self) -> None:
        """Read the files that changed since they were last read."""
        stamps = dict(_stamps(str(self.folder / package) for package in TEACHING))
        if stamps == self._stamps:
            return
        for name in self._stamps.keys() - stamps.keys():
            del self._contents[Path(name)]
        for name, stamp in stamps.items():
            if self._stamps.get(name) != stamp:
                self._contents[Path(name)] = Path(name).read_bytes()
        self._stamps = stamps
        code = sorted(path for path in self._contents if path.suffix == ".py")
        self._files = dict(map(self._named, code))
        self._digests.clear()
        self._importable.clear()
        self._modules.clear()
        self._state = ""

    def _named(self, path: Path) -> tuple[str, Path]:
        """A file with the name of the module in it."""
        parts = path.relative_to(self.folder).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def forget() -> None:
    """Let the teaching code be imported anew when it is next needed."""
    importlib.invalidate_caches()
    for name in [n for n in sys.modules if n.partition(".")[0] in TEACHING]:
        del sys.modules[name]


def _stamps(folders: Iterable[str]) -> Iterator[tuple[str, Stamp]]:
    """When each source and data file below some folders was changed, and its size."""
    for folder in folders:
        try:
            below = list(os.scandir(folder))
        except FileNotFoundError:
            continue  # a project need not have every package
        for entry in below:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _stamps([entry.path])
            elif entry.name.endswith(KINDS):
                state = entry.stat()
                yield entry.path, (state.st_mtime_ns, state.st_size)
