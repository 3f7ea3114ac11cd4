"""What command lines share: the reader's language, no traceback, and bad input in one line."""

from __future__ import annotations

import argparse
import locale
import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any, Final, NoReturn

from minimodel.figures.labels import LANGUAGES, label

INTERRUPTED: Final = 130  # exit statuses as a shell gives them: 128 and the signal's number
PIPE_CLOSED: Final = 141
MISUSES: Final = {  # what argparse says, by the label that says it in each language
    "required": r"the following arguments are required: (?P<names>.+)",
    "unrecognized": r"unrecognized arguments: (?P<names>.+)",
    "one_expected": r"argument (?P<name>.+?): expected one argument",
    "some_expected": r"argument (?P<name>.+?): expected at least one argument",
    "choice": (
        r"argument (?P<name>.+?): invalid choice: (?P<value>.+) \(choose from (?P<choices>.+)\)"
    ),
    "value": r"argument (?P<name>.+?): invalid (?P<type>\w+) value: (?P<value>.+)",
    "ambiguous": r"ambiguous option: (?P<name>\S+) could match (?P<names>.+)",
}


def quietly(command: Callable[[], int | None]) -> int:
    """Run a command to its exit status; one that nobody reads any more, or Ctrl-C, just ends.

    Parameters
    ----------
    command
        Returns the exit status; `None` counts as 0.
    """
    try:
        try:
            return command() or 0
        finally:
            sys.stdout.flush()
    except BrokenPipeError:  # as in `course pages | head -1`
        # Python writes what is left once more at its end; let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED


def preferred_language(arguments: Sequence[str] | None = None) -> str:
    """Return the language asked for with ``--lang``, else the locale's, else English.

    Parameters
    ----------
    arguments
        The command's arguments; `None` for those of this process.
    """
    asked = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    asked.add_argument("--lang")
    try:
        lang = asked.parse_known_args(arguments)[0].lang
    except argparse.ArgumentError:  # --lang without a language: the real parser says so
        lang = None
    if lang in LANGUAGES:
        return str(lang)
    names = [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    name = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    return "es" if name.lower().startswith(("es", "spanish")) else "en"


def fail(message: str, speaker: str = "error") -> NoReturn:
    """Print one line that says what is wrong, and leave with exit status 2."""
    print(f"{speaker}: {message}", file=sys.stderr)
    raise SystemExit(2)


class ArgumentParser(argparse.ArgumentParser):
    """A parser that reports a bad argument in one line, in the reader's language.

    Parameters
    ----------
    lang
        ``"en"`` or ``"es"``.
    speaker
        What the line begins with.
    positional, named
        As for `argparse.ArgumentParser`.
    """

    def __init__(
        self, *positional: Any, lang: str = "en", speaker: str = "error", **named: Any
    ) -> None:
        super().__init__(*positional, **named)
        self.lang = lang
        self.speaker = speaker

    def error(self, message: str) -> NoReturn:
        """Report `message` and how to see the arguments."""
        for key, pattern in MISUSES.items():
            if found := re.fullmatch(pattern, message):
                message = label(f"command.{key}", self.lang, **found.groupdict())
                break
        fail(label("command.misuse", self.lang, what=message), self.speaker)
