"""Reading a text that somebody wrote, in whatever editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path


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
