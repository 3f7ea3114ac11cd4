"""Runs a page's blocks in the reader's browser, or wherever the build's drawing is missing.

Standard library only, but for the names of a block: this file is part of what a browser gets.
"""

from __future__ import annotations

import ast
import builtins
import json
import linecache
import sys
import traceback
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from course.live import progress
from course.live.missing import Finder, Missing, Unavailable
from course.live.printing import SHOWN, Limited, TooMuchOutput
from course.live.shortly import SHORT, shortly
from course.live.statements import apart, changed
from course.live.stored import Stored, Unreached
from course.reading import names

# What Python and NumPy say of a size that no memory of 32 bits could have.
TOO_LARGE: dict[type[BaseException], tuple[str, ...]] = {
    OverflowError: ("index-sized integer",),
    ValueError: (
        *("array is too big", "iterator is too large"),
        *("Maximum allowed dimension exceeded", "Maximum allowed size exceeded"),
    ),
}


class Session:
    """The blocks of one page, run in order in one namespace.

    Parameters
    ----------
    lang
        The page's language, which its code finds in `lang`.
    hand_on
        Called with what a block prints while it runs.
    stored
        What long computations gave, if a block may ask for it.
    """

    def __init__(
        self,
        lang: str,
        hand_on: Callable[[str], object] = lambda text: None,
        stored: Stored | None = None,
    ) -> None:
        self.lang = lang
        self.hand_on = hand_on
        self.stored = stored
        self.done: list[tuple[str, str]] = []
        self._own = False
        self._start()

    def _start(self) -> None:
        self.done.clear()
        module = types.ModuleType("course_page")  # classes defined on a page need a module
        module.__dict__["lang"] = self.lang
        sys.modules[module.__name__] = module
        self.namespace = module.__dict__

    def begin(self, blocks: Sequence[tuple[str, str]]) -> int:
        """Say from which of some blocks on they have to be run.

        What has been run stays if it is how they begin; otherwise all begins anew, for a block
        that ran twice, or in another order, may give what it never gave on the page.
        """
        if self.done != list(blocks[: len(self.done)]) or len(self.done) == len(blocks):
            self._start()
        return len(self.done)

    def run(
        self, identifier: str, code: str, raises: str = "", *, own: bool = False
    ) -> dict[str, Any]:
        """Run one block.

        Parameters
        ----------
        identifier
            Its name.
        code
            Its text.
        raises
            The exception that it has to end in, if any.
        own
            Whether it is the page's own code, which fails only where it lacks what was left out.

        Returns
        -------
        dict
            ``stdout``; ``cut``, whether more was printed, and ``last``, its end; ``value`` and
            ``html``, its last expression's; ``warnings``; ``error`` with ``text``, ``line``,
            ``kind`` and whether it was ``expected``; ``lacking``, what was left out for;
            ``computed``, what a block gave that left something out and printed nothing;
            ``long``, what became of the long computations that it asked for: ``stored``,
            ``trained``.
        """
        file = f"<{identifier}>"
        self._own = own
        linecache.cache[file] = (len(code), None, code.splitlines(True), file)
        out = Limited(self.hand_on)
        result: dict[str, Any] = {"id": identifier, "value": "", "html": "", "lacking": []}
        result["error"] = None
        if self.stored:
            self.stored.did.clear()
        with _watched(out) as caught:
            try:
                self._run(code, file, result)
            except TooMuchOutput:
                result["error"] = {"kind": "output", "text": "", "line": None, "expected": False}
            except BaseException as error:
                result["error"] = _described(error, file, raises)
        result["warnings"] = [f"{w.category.__name__}: {w.message}" for w in caught]
        result["stdout"], result["cut"] = out.text, out.length > SHOWN
        result["last"] = out.last
        result["long"] = self.stored.whence if self.stored else ""
        silent = result["lacking"] and not (out.length or result["value"])
        result["computed"] = self._computed(code) if silent else ""
        if not result["error"] or result["error"]["expected"]:
            self.done.append((identifier, code))
        else:
            self.done.append((identifier, ""))  # no code of a page: the next run begins anew
        return result

    def begin_json(self, blocks: str) -> int:
        """`begin`, for a caller that is not Python."""
        return self.begin([(identifier, code) for identifier, code in json.loads(blocks)])

    def run_json(self, identifier: str, code: str, raises: str, own: bool) -> str:
        """`run`, for a caller that is not Python."""
        return json.dumps(self.run(identifier, code, raises, own=own))

    def _run(self, code: str, file: str, result: dict[str, Any]) -> None:
        tree = ast.parse(code, file)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        for statement in tree.body:
            for piece in apart(statement):
                self._try(piece, file, result)
        if isinstance(last, ast.Expr):
            compiled = compile(ast.Expression(last.value), file, "eval")

            def show() -> None:
                value = eval(compiled, self.namespace)
                if value is None or isinstance(value, Missing):
                    return
                shown = getattr(value, "_repr_html_", None)
                result["html"] = str(shown()) if callable(shown) else ""
                result["value"] = str(value) if callable(shown) else repr(value)

            self._leaving_out(show, last, result)

    def _try(self, statement: ast.stmt, file: str, result: dict[str, Any]) -> None:
        compiled = compile(ast.Module([statement], []), file, "exec")
        self._leaving_out(lambda: exec(compiled, self.namespace), statement, result)

    def _leaving_out(
        self, act: Callable[[], object], statement: ast.stmt, result: dict[str, Any]
    ) -> None:
        """Do what a statement says, unless it needs what a browser has not."""
        used = names.of(ast.unparse(statement))
        missing = [n for n in sorted(used.taken) if isinstance(self.namespace.get(n), Missing)]
        try:
            if missing:
                object.__getattribute__(self.namespace[missing[0]], "refuse")()
            act()
        except Unavailable as error:
            what = error.name or ""
            self._leave_out(used.given | changed(statement), what)
            if what not in result["lacking"]:
                result["lacking"].append(what)
        except Exception:
            if not (self._own and result["lacking"]):
                raise
            self._leave_out(used.given | changed(statement), result["lacking"][0])

    def _leave_out(self, given: Iterable[str], what: str) -> None:
        for name in given:
            if not isinstance(self.namespace.get(name), types.ModuleType):
                self.namespace[name] = Missing(what)

    def _computed(self, code: str) -> str:
        """What a block gave to its names, in short."""
        lines = []
        for name in sorted(names.of(code).given):
            value = self.namespace.get(name)
            if isinstance(value, Missing) or name.startswith("_") or name == "lang":
                continue
            plain = isinstance(value, int | float | str | list | tuple | dict)
            if plain or type(value).__module__ == "numpy":
                try:
                    text = shortly(name, value)
                except Unavailable:
                    continue
                if " at 0x" not in text:  # a function, say: nothing that was computed
                    lines.append(text)
        return "\n".join(lines)


@contextmanager
def _watched(out: Limited) -> Iterator[list[warnings.WarningMessage]]:
    with (
        warnings.catch_warnings(record=True) as caught,
        redirect_stdout(out),
        redirect_stderr(out),
    ):
        warnings.simplefilter("default")
        yield caught


def _described(error: BaseException, file: str, raises: str) -> dict[str, Any]:
    """An exception as a page says it: Python's last line of it, and where."""
    if isinstance(error, SyntaxError) and error.filename == file:
        line, text = error.lineno, error.msg
    else:
        at = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == file]
        line, text = (at[-1] if at else None), str(error)
    name = type(error).__name__
    kind = ""
    if isinstance(error, Unreached):
        kind = "unreached"
    elif isinstance(error, MemoryError) or any(
        said in text for said in TOO_LARGE.get(type(error), ())
    ):
        kind = "memory"
    elif isinstance(error, ModuleNotFoundError) and error.name:
        kind = "module"
    elif isinstance(error, RecursionError):
        text = text.partition(" in ")[0]
    expected = bool(raises) and raises in {one.__name__ for one in type(error).__mro__}
    text = f"{name}: {text}" if text else name
    return {
        "kind": kind,
        "text": text if len(text) <= SHORT else text[:SHORT] + " …",
        "name": getattr(error, "name", None) if kind == "module" else None,
        "line": line,
        "expected": expected,
    }


def prepare(
    lacking: Iterable[str],
    absent: Mapping[str, str],
    fetch: Callable[[str], bytes],
    training: Callable[[bool], object],
) -> Stored:
    """Make this interpreter the one of a page: what it lacks is left out.

    Parameters
    ----------
    lacking, absent
        Those of `Finder`.
    fetch, training
        Those of `Stored`.
    """
    sys.meta_path.append(Finder(lacking, absent))
    sys.modules["tqdm"] = progress
    builtins.input = _no_input
    from minimodel.running import long_computations

    index = Path(__file__).with_name("stored.json")
    stored = Stored(json.loads(index.read_text(encoding="utf-8")), fetch, training)
    long_computations.run_with(stored.run)
    return stored


def _no_input(prompt: object = "") -> str:
    raise EOFError("a page has no keyboard to ask; write the value into the code")
