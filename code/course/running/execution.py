"""Running the code of one block: what it prints, what it returns, what it draws."""

from __future__ import annotations

import ast
import contextlib
import html
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import matplotlib as mpl

from course.running import limits
from course.running.drawings import Draw, Drawing, draw_here
from course.running.limits import LimitedText, OutputLimitExceeded, TimeLimit, TimeLimitExceeded
from course.running.pending import Pending, PendingValue, Wait
from course.texts import numerals

FIELD = "Write it as inside an f-string: `{python} radius:.2f`."

Made = TypeVar("Made")


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
        return _drawn(self.drawing) if self.drawing else ""


class SnippetError(Exception):
    """A block that went wrong: `message` says how, `fix` what to do, `line` where if known."""

    def __init__(self, message: str, fix: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.line = line


def run(snippet: Snippet, namespace: dict[str, Any], draw: Draw = draw_here) -> Output:
    """Run a block in a namespace, and have its figure drawn by `draw`.

    Raises
    ------
    SnippetError
        If the code does not parse; raises or warns unasked, or asked and does not; runs or
        prints too much; draws without a text alternative, or has one and does not draw.
    """
    body, last = _compiled(snippet)
    stream = LimitedText()
    value: Any = None
    failure: BaseException | None = None
    with (
        warnings.catch_warnings(record=True) as caught,
        contextlib.redirect_stdout(stream),
        mpl.rc_context(),
        TimeLimit(snippet.seconds, f"{snippet.place}: {' '.join(_too_long(snippet))}"),
    ):
        warnings.simplefilter("always")
        try:
            exec(body, namespace)
            if last is not None:
                value = eval(last, namespace)
        except TimeLimitExceeded:
            raise SnippetError(*_too_long(snippet)) from None
        except OutputLimitExceeded:
            raise SnippetError(
                f"block {snippet.id!r} printed more than {limits.OUTPUT_LIMIT:,} characters.",
                "Print less, or write it to a file.",
            ) from None
        except Pending as pending:
            _figures(None)
            return Output(wait=pending.wait)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            failure = error
        figures = _figures(value)
    notice = _expected(snippet, failure, caught)
    if figures and not snippet.alt:
        raise SnippetError(
            f"block {snippet.id!r} draws a figure but has no alt text.",
            'Say what the figure shows: alt="…".',
        )
    if snippet.alt and not figures:
        raise SnippetError(
            f"block {snippet.id!r} has alt text but draws no figure.",
            "Take the alt away, or let the last line be the figure.",
        )
    if len(figures) > 1:
        raise SnippetError(
            f"block {snippet.id!r} draws {len(figures)} figures.", "Draw one figure a block."
        )
    drawing = None
    if figures:
        name = f"block {snippet.id!r}: "
        drawing = _drawn(lambda: draw(figures[0], f"fig-{snippet.id}", snippet.alt), name)
    text, value_html = ("", "") if figures and value is figures[0] else _shown(value)
    return Output(stream.getvalue(), text, value_html, notice, drawing)


def evaluate(expression: str, namespace: dict[str, Any], lang: str) -> str:
    """The value of an f-string field such as `radius:.2f`, its number as `lang` writes it.

    Raises
    ------
    SnippetError
        If it does not parse or raises.
    """
    try:
        parsed = ast.parse(f'f"""{{{expression}}}"""', mode="eval")
    except SyntaxError as error:
        raise SnippetError(
            f"the value {expression!r} in a sentence does not parse: {error.msg}.", FIELD
        ) from None
    fields = parsed.body.values if isinstance(parsed.body, ast.JoinedStr) else []
    if len(fields) != 1 or not isinstance(field := fields[0], ast.FormattedValue):
        raise SnippetError(f"the value {expression!r} in a sentence is not one value.", FIELD)
    try:
        value = eval(compile(ast.Expression(field.value), "<value>", "eval"), namespace)
        text = eval(compile(parsed, "<value>", "eval"), namespace)
    except Pending as pending:
        return PendingValue(pending.wait)
    except Exception as error:
        raise SnippetError(
            f"the value {expression!r} in a sentence raises {_named(error)}.",
            "Compute it in a block above the sentence.",
        ) from None
    return numerals.localized(text, lang) if numerals.is_number(value) else html.escape(text)


def _compiled(snippet: Snippet) -> tuple[Any, Any]:
    """Compile everything but the last expression, and the last expression if there is one."""
    try:
        tree = ast.parse(snippet.code, snippet.file)
    except SyntaxError as error:
        raise SnippetError(
            f"block {snippet.id!r} is not Python: {error.msg}.",
            "Mend the code.",
            snippet.line + (error.lineno or 1) - 1,
        ) from None
    ast.increment_lineno(tree, snippet.line - 1)
    last = None
    if tree.body and isinstance(final := tree.body[-1], ast.Expr):
        del tree.body[-1]
        last = compile(ast.Expression(final.value), snippet.file, "eval")
    return compile(tree, snippet.file, "exec"), last


def _expected(
    snippet: Snippet, failure: BaseException | None, caught: list[warnings.WarningMessage]
) -> str:
    """Hold what happened against what the block says must happen."""
    if failure is not None:
        line = _line_of(failure, snippet.file)
        if not snippet.raises:
            raise SnippetError(
                f"block {snippet.id!r} raised {_named(failure)}.",
                f'Mend the code, or mark it raises="{type(failure).__name__}".',
                line,
            )
        if snippet.raises not in {kind.__name__ for kind in type(failure).__mro__}:
            raise SnippetError(
                f"block {snippet.id!r} must raise {snippet.raises} but raised {_named(failure)}.",
                "Mend the code or the option.",
                line,
            )
        return _named(failure)
    if snippet.raises:
        raise SnippetError(
            f"block {snippet.id!r} must raise {snippet.raises} but did not.",
            "Take raises away, or mend the code.",
        )
    wanted = [w for w in caught if snippet.warns and snippet.warns in _kinds(w)]
    unasked = [w for w in caught if w not in wanted]
    if unasked:
        first = unasked[0]
        raise SnippetError(
            f"block {snippet.id!r} warned: {first.category.__name__}: {first.message}.",
            f'Mend the code, or mark it warns="{first.category.__name__}".',
            first.lineno if first.filename == snippet.file else None,
        )
    if snippet.warns and not wanted:
        raise SnippetError(
            f"block {snippet.id!r} must warn {snippet.warns} but did not.",
            "Take warns away, or mend the code.",
        )
    messages = dict.fromkeys(f"{w.category.__name__}: {w.message}" for w in wanted)
    return "\n".join(messages)


def _drawn(drawing: Callable[[], Made], name: str = "") -> Made:
    try:
        return drawing()
    except Exception as error:
        raise SnippetError(
            f"{name}its figure cannot be drawn: {_named(error)}.", "Mend what draws it."
        ) from None


def _figures(value: Any) -> list[Any]:
    """Figures that a block drew: the last value, and those that pyplot holds, which are closed."""
    from matplotlib import pyplot
    from matplotlib.figure import Figure

    drawn = [pyplot.figure(number) for number in pyplot.get_fignums()]
    pyplot.close("all")
    if isinstance(value, Figure) and value not in drawn:
        drawn.append(value)
    return drawn


def _shown(value: Any) -> tuple[str, str]:
    """A value as plain text and, where it has `_repr_html_` as in a notebook, as HTML."""
    if value is None:
        return "", ""
    if callable(shown := getattr(value, "_repr_html_", None)):
        return str(value), str(shown())
    return repr(value), ""


def _too_long(snippet: Snippet) -> tuple[str, str]:
    return (
        f"block {snippet.id!r} still ran after {snippet.seconds:g} s.",
        'Make it shorter, declare it with @long_computation, or raise its limit: timeout="60".',
    )


def _named(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _kinds(warning: warnings.WarningMessage) -> set[str]:
    return {kind.__name__ for kind in warning.category.__mro__}


def _line_of(error: BaseException, file: str) -> int | None:
    """The line of `file` that an exception passed last."""
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == file]
    return lines[-1] if lines else None
