"""Reading a text or a table that somebody wrote, in whatever editor."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path


class TableError(ValueError):
    """A file that should be TOML and is not: which one, and where it goes wrong."""


def read_text(file: Path | Traversable, *, errors: str = "strict") -> str:
    """Read a file in UTF-8, without the byte order mark that some editors put first.

    Parameters
    ----------
    file
        The file, or a resource of a package.
    errors
        What becomes of bytes that are not UTF-8; see `open`.

    Raises
    ------
    OSError
        If it cannot be read.
    UnicodeDecodeError
        If it is not UTF-8 and `errors` is `strict`.
    """
    return file.read_bytes().decode("utf-8-sig", errors).replace("\r\n", "\n").replace("\r", "\n")


def read_table(file: Path | Traversable) -> dict[str, Any]:
    """Read a file of TOML, such as a catalogue.

    Raises
    ------
    OSError
        If it cannot be read.
    TableError
        If it is no TOML.
    """
    try:
        return tomllib.loads(read_text(file))
    except tomllib.TOMLDecodeError as error:
        raise TableError(
            f"{file}: this is no TOML: {error}. Correct the line that it names."
        ) from None
