"""A table in TOML that an author wrote, and the fault of one that is none."""

from __future__ import annotations

import tomllib
from typing import Any

from course.texts.errors import CourseError


def toml_table(
    text: str, file: str, fix: str = "Correct the line that it names."
) -> dict[str, Any]:
    """Return what a text in TOML says; `file` is how its fault names it, `fix` what it advises.

    Raises
    ------
    CourseError
        If it is no TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"this is no TOML: {error}.", file=file, fix=fix) from None
