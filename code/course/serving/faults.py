"""What ended a build, said as an author needs it: file, line, cause, remedy."""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateSyntaxError
from mkdocs.exceptions import Abort, BuildError, ConfigurationError
from yaml import MarkedYAMLError

from course.texts.errors import CourseError, CourseErrors

PLACE = re.compile(r"(?P<file>[^\s:]+\.\w+)(?::(?P<line>\d+))?: (?P<cause>.*)", re.S)


@dataclass(frozen=True)
class Fault:
    """A fault; empty texts and `None` where nobody knows."""

    cause: str
    file: str = ""
    line: int | None = None
    fix: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return " ".join(filter(None, [f"{place}:" if place else "", self.cause, self.fix]))


def of(error: BaseException, said: list[str], project: Path) -> list[Fault]:
    """The faults that an exception stands for.

    Parameters
    ----------
    error
        What ended a build.
    said
        The errors and warnings that MkDocs wrote meanwhile: some exceptions only refer to them.
    project
        The folder that files are named relative to.
    """
    if isinstance(error, CourseErrors):
        return [fault for each in error.errors for fault in of(each, said, project)]
    if isinstance(error, CourseError):
        return [Fault(error.message, error.file, error.line, error.fix)]
    if isinstance(error, Abort):
        inner = error.__context__
        if inner is not None and not isinstance(inner, Abort):
            return of(inner, said, project)
        return [_said(text) for text in dict.fromkeys(said)] or [_said(str(error))]
    if isinstance(error, ConfigurationError) and isinstance(error.__context__, MarkedYAMLError):
        error = error.__context__
    if isinstance(error, MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        cause = ": ".join(filter(None, [error.context, error.problem]))
        return [Fault(f"{cause}.", _relative(mark.name, project), mark.line + 1)]
    if isinstance(error, TemplateSyntaxError | SyntaxError):
        line, file = error.lineno, error.filename or ""
        cause = getattr(error, "msg", None) or str(error.args[0])
        return [Fault(f"{type(error).__name__}: {cause}", _relative(file, project), line)]
    if isinstance(error, BuildError | ConfigurationError):
        return [_said(line) for line in str(error).splitlines() if line]
    return [_raised(error, project)]


def _said(text: str) -> Fault:
    """A fault from a message that may begin with its place."""
    if match := PLACE.match(text):
        return Fault(match["cause"], match["file"], int(match["line"]) if match["line"] else None)
    return Fault(text)


def _raised(error: BaseException, project: Path) -> Fault:
    """A fault from any other exception: the last line of the project that it passed."""
    cause = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if f.filename.endswith((".html", ".md")) or _own(f.filename, project)]
    if not (own or frames):
        return Fault(cause)
    frame = (own or list(frames))[-1]
    return Fault(cause, _relative(frame.filename, project), frame.lineno)


def _own(file: str, project: Path) -> bool:
    path = Path(file)
    return path.is_relative_to(project) and not {"site-packages", "course"} & {*path.parts}


def _relative(file: str, project: Path) -> str:
    path = Path(file)
    return path.relative_to(project).as_posix() if path.is_relative_to(project) else file
