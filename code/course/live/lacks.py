"""Why a browser leaves a block out, or a part of it, in a reader's words."""

from __future__ import annotations

from collections.abc import Iterable

from course.live.missing import CHECKER
from course.live.stored import LONG
from course.texts import messages
from course.texts.errors import CourseError

# All that may be named as lacking; each has a sentence in the catalogue.
KINDS = (
    *("matplotlib", "scipy", LONG, CHECKER, "course", "importlib.metadata"),
    *("minimodel", "char_rnn"),  # of which a browser gets only what the pages' blocks import
    *("subprocess", "multiprocessing"),
)


def hold(kinds: Iterable[str], *, file: str, line: int | None = None) -> None:
    """See that a reader can be told of each of these.

    Raises
    ------
    CourseError
        If one of them has no sentence.
    """
    for kind in sorted(set(kinds) - set(KINDS)):
        raise CourseError(
            f"No text says why code that needs {kind} does not run in a browser.",
            file=file,
            line=line,
            fix=f"Name it in course/live/lacks.py, and add {_key(kind)} to messages.toml.",
        )


def sentence(kind: str, lang: str) -> str:
    """Why what needs this does not run in a browser."""
    return messages.text(_key(kind), lang)


def _key(kind: str) -> str:
    return f"live_lacks_{kind.replace('.', '_')}"
