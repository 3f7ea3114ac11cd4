"""Running the code of a page: what a block prints, returns and draws, what a value says."""

from __future__ import annotations

import html
import traceback
import warnings
from typing import Any

from matplotlib.figure import Figure

from course.running import assertions, printable
from course.running.compiled import compiled, compiled_field, name_of
from course.running.drawings import Draw, Drawing, draw_here
from course.running.guarded import Execute, Guard
from course.running.pending import Pending, PendingValue
from course.running.snippets import Output, Snippet, SnippetError, drawn, named, told, worded
from course.texts import numerals

SHORTER = 'Make it shorter, declare it with @long_computation, or raise its limit: timeout="60".'


def run(
    snippet: Snippet,
    namespace: dict[str, Any],
    draw: Draw = draw_here,
    guard: Guard | None = None,
) -> Output:
    """Run a block in a namespace, and have its figure drawn by `draw`.

    Parameters
    ----------
    snippet
        The block.
    namespace
        The names of its page.
    draw
        Draws its figure.
    guard
        That of its page, if the page has more code.

    Raises
    ------
    SnippetError
        If the code does not parse; raises or warns unasked, or asked and does not; runs or
        gives too much; draws without a text alternative, or has one and does not draw; or does
        what no code of a page may do: see `guarded`.
    """
    name = f"block {snippet.id!r}"
    code = compiled(snippet.code, snippet.file, snippet.line, name)

    def action(execute: Execute) -> tuple[Any, str, str]:
        value = execute(namespace, code.body, *([code.last] if code.last else []))
        return value, *_shown(value)

    try:
        given = (guard or Guard()).call(
            action,
            name=name,
            place=snippet.place,
            seconds=snippet.seconds,
            long=SHORTER,
        )
    except Pending as pending:
        return Output(wait=pending.wait)
    value, text, value_html = given.value or (None, "", "")
    notice = _expected(snippet, given.failure, [*code.warnings, *given.warnings])
    figures = given.figures
    if isinstance(value, Figure) and value not in figures:
        figures.append(value)
    if figures and not snippet.alt:
        raise SnippetError(
            f"{name} draws a figure but has no alt text.",
            'Say what the figure shows: alt="…".',
        )
    if snippet.alt and not figures:
        raise SnippetError(
            f"{name} has alt text but draws no figure.",
            "Take the alt away, or let the last line be the figure.",
        )
    if len(figures) > 1:
        raise SnippetError(f"{name} draws {len(figures)} figures.", "Draw one figure a block.")
    for what, given_text in (
        ("what it prints", given.stdout),
        ("its value", text),
        ("its HTML", value_html),
        (f"its {snippet.raises or snippet.warns}", notice),
    ):
        printable.hold(f"{name}: {what}", given_text, colors=what == "what it prints")
    drawing = None
    if figures:
        begun = drawn(lambda: draw(figures[0], f"fig-{snippet.id}", snippet.alt), f"{name}: ")
        drawing = _limited(begun)
    return Output(given.stdout, text, value_html, notice, drawing)


def evaluate(
    expression: str,
    namespace: dict[str, Any],
    lang: str,
    *,
    place: str = "",
    seconds: float = 20.0,
    guard: Guard | None = None,
) -> str:
    """The value of an f-string field such as `radius:.2f`, its number as `lang` writes it.

    Parameters
    ----------
    expression
        The field.
    namespace
        The names of its page.
    lang
        The page's language.
    place
        Where it stands, `file:line`.
    seconds
        How long it may take.
    guard
        That of its page.

    Raises
    ------
    SnippetError
        If it does not parse, raises, warns or prints, is nothing that a sentence can say, or
        does what no code of a page may do: see `guarded`.
    """
    name = name_of(expression)
    field = compiled_field(expression)

    def action(execute: Execute) -> tuple[Any, str]:
        value = execute(namespace, field.code)
        return value, eval(field.formatting, namespace, {"_value": value})

    try:
        given = (guard or Guard()).call(
            action,
            name=name,
            place=place,
            seconds=seconds,
            long="Compute it in a block above.",
            calls=field.calls,
        )
    except Pending as pending:
        return PendingValue(pending.wait)
    if given.failure is not None:
        raise SnippetError(
            f"{name} raises {named(given.failure)}.",
            "Compute it in a block above the sentence.",
        )
    if given.warnings or given.stdout or given.figures:
        did = "warns" if given.warnings else "prints" if given.stdout else "draws"
        raise SnippetError(f"{name} {did}.", "Compute it in a block above the sentence.")
    value, text = given.value
    if problem := numerals.unspeakable(value, formatted=field.formatted):
        raise SnippetError(
            f"{name} is {problem}.",
            "Mend what computes it, or let the expression make a text of it.",
        )
    printable.hold(f"{name}: it", text)
    return numerals.localized(text, lang) if numerals.is_number(value) else html.escape(text)


def _expected(
    snippet: Snippet, failure: BaseException | None, caught: list[warnings.WarningMessage]
) -> str:
    """Hold what happened against what the block says must happen."""
    if failure is not None:
        line = _line_of(failure, snippet.file)
        if not snippet.raises:
            what = named(failure) + assertions.told(failure, snippet)
            raise SnippetError(
                f"block {snippet.id!r} raised {what}.",
                f'Mend the code, or mark it raises="{type(failure).__name__}".',
                line,
            )
        if snippet.raises not in {kind.__name__ for kind in type(failure).__mro__}:
            raise SnippetError(
                f"block {snippet.id!r} must raise {snippet.raises} but raised {named(failure)}.",
                "Mend the code or the option.",
                line,
            )
        said = worded(failure)
        return f"{type(failure).__name__}: {said}" if said else type(failure).__name__
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
            f"block {snippet.id!r} warned: {first.category.__name__}: {told(first.message)}.",
            f'Mend the code, or mark it warns="{first.category.__name__}".',
            first.lineno if first.filename == snippet.file else None,
        )
    if snippet.warns and not wanted:
        raise SnippetError(
            f"block {snippet.id!r} must warn {snippet.warns} but did not.",
            "Take warns away, or mend the code.",
        )
    messages = dict.fromkeys(f"{w.category.__name__}: {worded(w.message)}" for w in wanted)
    return "\n".join(messages)


def _limited(drawing: Drawing) -> Drawing:
    def limited() -> str:
        figure = drawn(drawing)
        printable.hold("its figure", figure)
        return figure

    return limited


def _shown(value: Any) -> tuple[str, str]:
    """A value as plain text and, where it has `_repr_html_` as in a notebook, as HTML."""
    if value is None or isinstance(value, Figure):
        return "", ""
    if callable(shown := getattr(value, "_repr_html_", None)):
        return str(value), str(shown())
    return repr(value), ""


def _kinds(warning: warnings.WarningMessage) -> set[str]:
    return {kind.__name__ for kind in warning.category.__mro__}


def _line_of(error: BaseException, file: str) -> int | None:
    """The line of `file` that an exception passed last."""
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == file]
    return lines[-1] if lines else None
