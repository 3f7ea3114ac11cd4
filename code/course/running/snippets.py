"""A block's code as it is to be run, what it gives, and how it fails."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from course.running.drawings import Drawing
from course.running.pending import Wait

Made = TypeVar("Made")

# Control characters but tab and line feed, and halves of surrogate pairs, which no file can hold.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
LONGEST = 1000  # characters of what an error says that a message repeats


class SnippetError(Exception):
    """A block that went wrong: `message` says how, `fix` what to do, `line` where if known."""

    def __init__(self, message: str, fix: str, line: int | None = None) -> None:
        # A message is one of text, whatever a block's own words in it are.
        self.message = CONTROL.sub(lambda found: repr(found[0])[1:-1], message)
        super().__init__(self.message)
        self.fix = fix
        self.line = line


@dataclass(frozen=True)
class Snippet:
    """Code to run, with what messages and results need to know of it.

    Attributes
    ----------
    code
        The text.
    file, line
        Where its first line stands, for messages.
    place
        Where the block that asks for it stands, `file:line`.
    id
        The block's name, the prefix of ids in its figure.
    alt
        The text alternative of the figure it draws; empty if it should draw none.
    raises, warns
        The name of the exception or warning that it must end in or give; empty for none.
    seconds
        Its time limit.
    """

    code: str
    file: str
    line: int
    place: str
    id: str
    alt: str = ""
    raises: str = ""
    warns: str = ""
    seconds: float = 20.0


@dataclass(frozen=True)
class Output:
    """What a block gave.

    Attributes
    ----------
    stdout
        What it printed, imported modules included.
    value
        The last expression's value as plain text; empty if there is none.
    value_html
        The same as HTML, if the value knows how to show itself so.
    notice
        The exception or warning that was expected and came.
    drawing
        Gives the figure that it drew as soon as that is made; `None` if it drew none.
    wait
        What it waits for, if it is not there yet.
    """

    stdout: str = ""
    value: str = ""
    value_html: str = ""
    notice: str = ""
    drawing: Drawing | None = None
    wait: Wait | None = None

    @property
    def figure(self) -> str:
        """The figure that it drew, as an `<svg>` element; empty if it drew none.

        Raises
        ------
        SnippetError
            If it cannot be drawn.
        """
        return drawn(self.drawing) if self.drawing else ""


def drawn(drawing: Callable[[], Made], name: str = "") -> Made:
    """What `drawing` gives, or the `SnippetError` of a figure that cannot be drawn."""
    try:
        return drawing()
    except SnippetError:
        raise
    except Exception as error:
        raise SnippetError(
            f"{name}its figure cannot be drawn: {named(error)}.", "Mend what draws it."
        ) from None


def named(error: BaseException) -> str:
    """An exception as Python's last line about it says it, however long that is."""
    return f"{type(error).__name__}: {said}" if (said := told(error)) else type(error).__name__


def told(error: object) -> str:
    """What an exception or a warning says, in one line of a message."""
    said = " ".join(worded(error).split()).rstrip(".")
    return said if len(said) <= LONGEST else f"{said[:LONGEST].rstrip()} …"


def worded(error: object) -> str:
    """What an exception or a warning says, even one that fails when it is asked."""
    try:
        return str(error)
    except Exception as problem:
        return f"(what it says can't be told: {type(problem).__name__})"
