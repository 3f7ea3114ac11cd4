"""What did not hold: the assertion that failed, in its own words, and what its names were."""

from __future__ import annotations

import ast
import linecache
import types
from functools import cache
from importlib import metadata
from typing import Any

import numpy as np

from course.running.snippets import Snippet

LONGEST = 60  # characters of a value; a longer one is left out
PACKAGE = "rnn-course"


def told(failure: BaseException | None, snippet: Snippet) -> str:
    """The assertion that a block failed at: " at `x < 2`, where x is 3"; empty for another failure.

    Under another NumPy than the one that the course pins, both versions are named: it may round
    otherwise, draw other numbers, or print them in another form.
    """
    if not isinstance(failure, AssertionError):
        return ""
    # The deepest assertion: a function that compares may itself have been called by one.
    trace, found = failure.__traceback__, ""
    while trace is not None:
        found = _assertion(trace.tb_frame, trace.tb_lineno, snippet) or found
        trace = trace.tb_next
    return found + _other_numpy()


def _assertion(frame: types.FrameType, line: int, snippet: Snippet) -> str:
    file = frame.f_code.co_filename
    own = file == snippet.file
    if not own and not file.endswith(".py"):
        return ""
    source = snippet.code if own else "".join(linecache.getlines(file))
    node = _assertions(source).get(line - snippet.line + 1 if own else line)
    if node is None:
        return ""
    names = dict.fromkeys(part.id for part in ast.walk(node) if isinstance(part, ast.Name))
    values = {name: _shown(_looked_up(name, frame)) for name in names}
    where = ", ".join(f"{name} is {value}" for name, value in values.items() if value)
    return f" at `{ast.unparse(node)}`" + (f", where {where}" if where else "")


@cache
def _assertions(source: str) -> dict[int, ast.expr]:
    """What each line of a file asserts."""
    found: dict[int, ast.expr] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assert):
            found |= dict.fromkeys(range(node.lineno, (node.end_lineno or 0) + 1), node.test)
    return found


def _looked_up(name: str, frame: types.FrameType) -> Any:
    return frame.f_locals.get(name, frame.f_globals.get(name))


def _shown(value: Any) -> str:
    """A number, a text or a few of them; nothing for what says more than an author can use."""
    if not isinstance(value, int | float | complex | str | np.number | np.ndarray | list | tuple):
        return ""
    shown = " ".join((str if isinstance(value, np.number) else repr)(value).split())
    return shown if len(shown) <= LONGEST else ""


def _other_numpy() -> str:
    pinned = next(
        (
            need.partition("==")[2]
            for need in metadata.requires(PACKAGE) or ()
            if need.startswith("numpy==")
        ),
        "",
    )
    if not pinned or pinned == np.__version__:
        return ""
    return f" (under NumPy {np.__version__}; the course pins {pinned})"
