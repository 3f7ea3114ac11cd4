"""What command lines share: the reader's language, no traceback, and bad input in one line."""

from __future__ import annotations

import argparse
import contextlib
import io
import locale
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NoReturn, TextIO, cast

from minimodel.texts.files import TableError
from minimodel.texts.labels import LabelError, label
from minimodel.texts.languages import LANGUAGES, SOURCE_LANGUAGE
from minimodel.texts.reasons import reason

MISUSED: Final = 2
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
    "argument": r"argument (?P<name>.+?): (?P<what>.+)",  # any other, last
}

HEADINGS: Final = {"positional arguments": "positionals", "options": "options"}


class OutputError(OSError):
    """What a command says cannot be written; the cause is the system's error."""


class _Output:
    """Standard output, whose errors can be told from those of any other file."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.problem: OutputError | None = None

    def write(self, text: str) -> int:
        """Write text, as any text file does."""
        with self._naming_it():
            return self.stream.write(text)

    def flush(self) -> None:
        """Write what has been kept back so far; raises again what somebody may have swallowed."""
        if self.problem:  # argparse does, when it writes a help
            raise self.problem
        with self._naming_it():
            self.stream.flush()

    @contextlib.contextmanager
    def _naming_it(self) -> Iterator[None]:
        try:
            yield
        except OSError as problem:
            self.problem = OutputError(*problem.args)
            raise self.problem from problem

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def _ready_streams() -> None:
    """Put something in place of streams that are closed, and make any character do.

    A character that the encoding lacks is written as ?, and a byte that is no text is read as
    U+FFFD: neither is a reason to stop. What goes to stderr, Python escapes of itself.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:  # as after `command >&-`
            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115
            setattr(sys, name, nowhere)
        elif isinstance(stream, io.TextIOWrapper) and name != "stderr":
            stream.reconfigure(errors="replace")


def quietly(command: Callable[[], int | None], speaker: str = "error") -> int:
    """Run a command to its exit status, and end without a traceback whatever its streams do.

    One that nobody reads any more, or Ctrl-C, just ends. An output that cannot be written, as on
    a full disk, is one line and status 2.

    Parameters
    ----------
    command
        Returns the exit status; `None` counts as 0.
    speaker
        What that line begins with.
    """
    _ready_streams()
    output = _Output(sys.stdout)
    try:
        with contextlib.redirect_stdout(cast(TextIO, output)):
            try:
                return command() or 0
            finally:
                output.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except (LabelError, TableError) as problem:  # of a catalogue that somebody is writing
        print(f"{speaker}: {problem}", file=sys.stderr)
        return MISUSED
    except (OutputError, BrokenPipeError) as problem:
        # Python writes what is left once more at its end; let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), output.fileno())
        cause = problem.__cause__ or problem
        if isinstance(cause, BrokenPipeError):  # as in `course pages | head -1`
            return PIPE_CLOSED
        lang = preferred_language()
        why = reason(problem, lang)
        print(f"{speaker}: {label('command.output', lang, why=why)}", file=sys.stderr)
        return MISUSED


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
    for code, language in LANGUAGES.items():
        if name.lower().startswith((code, language.name.lower())):
            return code
    return SOURCE_LANGUAGE


def fail(message: str, speaker: str = "error") -> NoReturn:
    """Print one line that says what is wrong, and leave with exit status 2."""
    print(f"{speaker}: {message}", file=sys.stderr)
    raise SystemExit(MISUSED)


class _HelpFormatter(argparse.HelpFormatter):
    """Writes the headings of a help in the reader's language."""

    def __init__(self, *positional: Any, lang: str, **named: Any) -> None:
        super().__init__(*positional, **named)
        self.lang = lang

    def add_usage(
        self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None
    ) -> None:
        """Add the usage; a parser of subcommands gives an empty prefix."""
        if prefix is None:
            prefix = f"{label('command.usage', self.lang)}: "
        super().add_usage(usage, actions, groups, prefix)

    def start_section(self, heading: str | None) -> None:
        """Begin a section; those of argparse itself get our heading."""
        key = HEADINGS.get(heading or "")
        super().start_section(label(f"command.{key}", self.lang) if key else heading)


class ArgumentParser(argparse.ArgumentParser):
    """A parser that speaks the reader's language, and reports a bad argument in one line.

    Parameters
    ----------
    lang
        A code of `minimodel.texts.languages`.
    speaker
        What the line begins with.
    positional, named
        As for `argparse.ArgumentParser`.
    """

    def __init__(
        self, *positional: Any, lang: str = "en", speaker: str = "error", **named: Any
    ) -> None:
        named.setdefault("formatter_class", partial(_HelpFormatter, lang=lang))
        super().__init__(*positional, **named)
        self.lang = lang
        self.speaker = speaker
        for action in self._actions:
            if action.dest == "help":
                action.help = label("command.help", lang)

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        if not arg_string and action.type is Path:  # which would be the folder that one is in
            raise argparse.ArgumentError(action, label("command.no_name", self.lang))
        return super()._get_value(action, arg_string)

    def error(self, message: str) -> NoReturn:
        """Report `message` and how to see the arguments."""
        for key, pattern in MISUSES.items():
            if found := re.fullmatch(pattern, message):
                message = label(f"command.{key}", self.lang, **found.groupdict())
                break
        fail(label("command.misuse", self.lang, what=message), self.speaker)
