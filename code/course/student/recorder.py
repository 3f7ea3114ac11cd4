"""Inside the student's process: load files, call functions, keep results or say what went wrong."""

from __future__ import annotations

import contextlib
import importlib.util
import inspect
import io
import json
import os
import runpy
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from course.student.failures import Failure
from course.student.imports import ForbiddenImportError, FrameworkBlocker, forbidden_import
from course.student.undrawn import DrawingError

MESSAGE_LIMIT: Final = 160  # characters of an exception's message


class PrintLimitError(BaseException):
    """Raised where the student's code prints too much; few programs swallow it."""


class Printed(io.StringIO):
    """What was printed, up to a limit.

    Parameters
    ----------
    limit
        Number of characters.
    """

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def write(self, text: str) -> int:
        """Append `text`.

        Raises
        ------
        PrintLimitError
            If that is more than the limit allows.
        """
        if self.tell() + len(text) > self.limit:
            raise PrintLimitError
        return super().write(text)


class Recorder:
    """What the student's code gave, step by step.

    Parameters
    ----------
    folder
        The student's folder.
    exchange
        Folder in which the results are left.
    solutions
        Modules of the course that hold the solution, which the student's files must not import.
    print_limit, memory
        Limits, in characters and bytes.
    """

    def __init__(
        self, folder: Path, exchange: Path, solutions: list[str], print_limit: int, memory: int
    ) -> None:
        self.folder = folder
        self.exchange = exchange
        self.solutions = solutions
        self.print_limit = print_limit
        self.memory = memory
        self.failures: dict[str, Failure] = {}
        self.arrays: dict[str, Any] = {}
        self.values: dict[str, Any] = {}
        self.warnings: dict[str, list[tuple[str, str, int]]] = {}
        self._step = ""
        self._file = ""  # the last that was run: where an error comes from that names no line

    def reach(self, step: str) -> None:
        """Say at which step it is, for the case that it never comes back."""
        (self.exchange / "step").write_text(step, encoding="utf-8")

    def load(self, file: str) -> dict[str, Any] | None:
        """Run a file as a module and return its names; `None` if that failed."""

        def execute() -> dict[str, Any]:
            spec = importlib.util.spec_from_file_location(Path(file).stem, self.folder / file)
            assert spec is not None and spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            sys.modules[Path(file).stem] = module  # for other files of the folder that import it
            spec.loader.exec_module(module)
            return vars(module)

        self._file = file
        if not self._readable(file):
            return None
        return self.attempt(file, execute)

    def run_program(self, file: str) -> str | None:
        """Run a file as a program and return what it printed; `None` if that failed."""
        printed = self.program(file)
        return None if file in self.failures else printed

    def program(self, file: str) -> str:
        """Run a file as a program and return what it printed, as far as it came."""
        if not self._readable(file):
            return ""
        sys.argv = [str(self.folder / file)]
        printed: list[str] = []

        def execute() -> None:
            try:
                runpy.run_path(str(self.folder / file), run_name="__main__")
            except SystemExit as exit_:
                if exit_.code not in (None, 0):
                    raise

        self.attempt(file, execute, printed=printed)
        return "".join(printed)

    def function(self, step: str, names: dict[str, Any], name: str) -> Callable[..., Any] | None:
        """Return a function or class that a file defines; a failure of `step` if it does not."""
        found = names.get(name)
        if callable(found):
            return found
        kind = "not_callable" if name in names else "missing_name"
        file = Path(str(names.get("__file__", ""))).name
        self.failures[step] = Failure(kind, file, 0, {"name": name})
        return None

    def call(self, step: str, function: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Call a function; `None`, and a failure of `step`, if it gives no result."""
        try:
            inspect.signature(function).bind(*args, **named)
        except TypeError as error:
            self.failures[step] = self._at(
                function, "signature", name=_name(function), detail=str(error)
            )
            return None
        except ValueError:
            pass  # a function in C has no signature to compare with
        return self.attempt(step, lambda: function(*args, **named))

    def attempt(
        self, step: str, action: Callable[[], Any], printed: list[str] | None = None
    ) -> Any:
        """Do something with the student's code; `None`, and a failure of `step`, if it fails."""
        if step != self._step:  # a probe may call a function a thousand times in one step
            self.reach(step)
            self._step = step
        output = Printed(self.print_limit)
        try:
            with (
                contextlib.redirect_stdout(output),
                contextlib.redirect_stderr(output),
                self._noting_warnings(step),
            ):
                return action()
        except BaseException as error:  # whatever the student's code raises, exits included
            self.failures[step] = self.failure(error, step)
            return None
        finally:
            if printed is not None:
                printed.append(output.getvalue())

    def keep(self, step: str, name: str, value: Any) -> bool:
        """Keep a result as an array; a failure of `step` if it is none."""
        if step in self.failures:
            return False
        if value is None:
            self.failures[step] = Failure("none", values={"name": name})
            return False
        try:
            array = np.asarray(value)
        except Exception:  # ragged lists, and objects whose conversion raises
            array = np.asarray(None)
        if array.dtype.kind not in "biuf":
            self.failures[step] = Failure("no_array", values={"name": name, "found": named(value)})
            return False
        self.arrays[f"{step}/{name}"] = array
        return True

    def fail(self, step: str, kind: str, **values: Any) -> None:
        """Note a failure of `step` that a probe found."""
        self.failures.setdefault(step, Failure(kind, self._file, values=values))

    def record(self, probe: Callable[..., None], options: Mapping[str, Any]) -> None:
        """Call a probe; leave what it gave, why it gave nothing, or where it is at fault itself."""
        sys.meta_path.insert(0, FrameworkBlocker())
        sys.path.insert(0, str(self.folder))
        here = os.getpid()
        try:
            probe(self, **options)
            if os.getpid() == here:
                self.save()
        except BaseException as error:
            if os.getpid() != here:  # a copy of this process, which the student's code has made
                return
            if self.place(error):  # a property, say, that raises where a probe reads it
                found = self.failure(error, "").as_json()
                (self.exchange / "ended.json").write_text(json.dumps(found), encoding="utf-8")
            else:
                (self.exchange / "fault").write_text(traceback.format_exc(), encoding="utf-8")

    def save(self) -> None:
        """Leave everything in the exchange folder, as data."""
        np.savez(self.exchange / "arrays.npz", **self.arrays)
        report = {
            "failures": {step: failure.as_json() for step, failure in self.failures.items()},
            "values": self.values,
            "warnings": self.warnings,
        }
        partial = self.exchange / "report.partial"
        partial.write_text(json.dumps(report), encoding="utf-8")
        partial.replace(self.exchange / "report.json")

    @contextlib.contextmanager
    def _noting_warnings(self, step: str) -> Iterator[None]:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("ignore")
            warnings.simplefilter("always", RuntimeWarning)
            try:
                yield
            finally:
                self.warnings[step] = [
                    (str(each.message)[:MESSAGE_LIMIT], Path(each.filename).name, each.lineno)
                    for each in caught[:20]
                ]

    def _readable(self, file: str) -> bool:
        path = self.folder / file
        if not path.is_file():
            self.failures[file] = Failure("missing_file", file)
            return False
        found = forbidden_import(path, self.solutions)
        if found:
            self.failures[file] = found
        return found is None

    def failure(self, error: BaseException, step: str) -> Failure:
        """Say what an exception of the student's code means."""
        file, line = self.place(error) or (self._file or step, 0)
        if isinstance(error, ForbiddenImportError):
            return Failure("forbidden", file, line, {"module": error.module})
        if isinstance(error, DrawingError):
            return Failure("drawing", file, line)
        if isinstance(error, PrintLimitError):
            return Failure("printed", file, line, {"size": size(self.print_limit)})
        # The second is NumPy's where the sizes of arrays are numbers of 32 bits.
        if isinstance(error, MemoryError) or "array is too big" in message(error):
            return Failure("memory", file, line, {"size": size(self.memory)})
        if isinstance(error, SystemExit):
            return Failure("exit", file, line)
        values = {"type": type(error).__name__, "message": message(error)}
        if isinstance(error, SyntaxError) and error.filename:
            own = Path(error.filename).name
            return Failure("syntax", own, error.lineno or 0, {"message": error.msg})
        return Failure("exception", file, line, values)

    def place(self, error: BaseException) -> tuple[str, int] | None:
        """Return the last line of the student's own files that an exception went through."""
        own = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if Path(frame.filename).parent == self.folder
        ]
        return (Path(own[-1].filename).name, own[-1].lineno or 0) if own else None

    def _at(self, function: Any, kind: str, **values: Any) -> Failure:
        code = getattr(function, "__code__", None) or getattr(
            getattr(function, "__init__", None), "__code__", None
        )
        if code is None or Path(code.co_filename).parent != self.folder:
            return Failure(kind, values=values)
        return Failure(kind, Path(code.co_filename).name, code.co_firstlineno, values)


def message(error: BaseException) -> str:
    """Return an exception's message, on one line."""
    try:
        said = str(error)
    except Exception:  # a class of the student's whose __str__ fails
        said = ""
    said = " ".join(said.split())
    said = "".join(each if each.isprintable() else "�" for each in said)  # for any terminal
    return said if len(said) <= MESSAGE_LIMIT else said[: MESSAGE_LIMIT - 1] + "…"


def named(value: Any) -> str:
    """Name the type of a value, with the length of a container: ``tuple (3)``."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"ndarray {value.shape}, dtype {value.dtype}"
    kind = type(value).__name__
    return f"{kind} ({len(value)})" if isinstance(value, list | tuple | dict | str) else kind


def size(count: int) -> str:
    """Write a number of bytes or characters: 2 GB, 1 MB, 300 kB."""
    for unit, scale in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= scale:
            return f"{count / scale:.0f} {unit}"
    return str(count)


def _name(function: Any) -> str:
    return str(getattr(function, "__qualname__", getattr(function, "__name__", "")))
