"""What code prints in a browser: as much of it as a page shows, and where it is stopped.

Standard library only: this file is part of what a browser gets.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable

SHOWN = 20_000  # characters of a block's output that a page shows; a lab prints a tenth of it
STOPPED = 20_000_000  # characters after which code that prints is stopped
LAST = 300  # characters of the end of what is longer: a training says there what came of it
ALWAYS = 0.1  # seconds after which what was printed is handed on


class TooMuchOutput(BaseException):
    """Code printed without end."""


class Limited(io.TextIOBase):
    """Where code prints: keeps the first characters and the last, and stops what never ends.

    The first are handed on while they come.
    """

    def __init__(self, hand_on: Callable[[str], object]) -> None:
        self.hand_on = hand_on
        self.kept: list[str] = []
        self.length = self.sent = 0
        self._last = ""
        self._handed = time.monotonic()

    def writable(self) -> bool:
        """Say that one can write here."""
        return True

    def write(self, text: str) -> int:
        """Take a text."""
        if self.length < SHOWN:
            self.kept.append(text[: SHOWN - self.length])
            now = time.monotonic()
            if now - self._handed > ALWAYS:
                self._handed = now
                self.hand_on("".join(self.kept[self.sent :]))
                self.sent = len(self.kept)
        over = text[max(SHOWN - self.length, 0) :]
        if over:
            self._last = (self._last + over[-LAST:])[-LAST:]
        self.length += len(text)
        if self.length > STOPPED:
            raise TooMuchOutput
        return len(text)

    @property
    def text(self) -> str:
        """What is shown of it."""
        return "".join(self.kept)

    @property
    def last(self) -> str:
        """The last lines of what is not shown of it."""
        if self.length <= SHOWN + LAST:
            return self._last
        part, _, lines = self._last.rstrip("\n").partition("\n")
        return lines or part
