"""What is wrong with a page or its code, said in one line: where, what, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class CourseError(Exception):
    """A fault that stops a build.

    Parameters
    ----------
    message
        What is wrong, naming the argument or block.
    file
        The file at fault, relative to the project.
    line
        Its line, counted from 1; `None` where the whole file is meant.
    fix
        What the author can do about it.
    """

    def __init__(self, message: str, *, file: str, line: int | None = None, fix: str) -> None:
        self.message = message
        self.file = file
        self.line = line
        self.fix = fix
        super().__init__(message, file, line, fix)

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.message} {self.fix}"


class CourseErrors(Exception):
    """Several faults found in one go, so that an author mends them in one go."""

    def __init__(self, errors: list[CourseError]) -> None:
        self.errors = errors
        super().__init__(errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


class Faults:
    """Faults gathered from attempts that each may fail."""

    def __init__(self) -> None:
        self.found: list[CourseError] = []

    def of(self, action: Callable[..., Any], *arguments: Any) -> list[CourseError]:
        """Attempt `action`; keep and return the faults that it raises."""
        found: list[CourseError] = []
        try:
            action(*arguments)
        except CourseError as error:
            found = [error]
        except CourseErrors as several:
            found = several.errors
        self.found += found
        return found
