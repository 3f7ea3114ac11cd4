"""The code of a page as Python compiles it, or why it does not."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType

from course.running.snippets import SnippetError

FIELD = "Write it as inside an f-string: `{python} radius:.2f`."
AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


@dataclass(frozen=True)
class Compiled:
    """Code ready to run.

    Attributes
    ----------
    body
        All but the last expression.
    last
        The last expression, if there is one.
    warnings
        What Python complains of in the code itself.
    """

    body: CodeType
    last: CodeType | None
    warnings: list[warnings.WarningMessage]


@dataclass(frozen=True)
class Field:
    """A value in a sentence, ready to be computed.

    Attributes
    ----------
    code
        Its expression.
    formatting
        Makes a text of `_value`, apart from it: so that the expression is evaluated once.
    formatted
        Whether it says how.
    calls
        Whether the expression calls anything.
    """

    code: CodeType
    formatting: CodeType
    formatted: bool
    calls: bool


@contextmanager
def refusing(name: str, fix: str, does: str = "is not Python") -> Iterator[None]:
    """A context in which code is parsed and compiled; what Python can't, is a `SnippetError`.

    Some code is refused only when it is compiled, such as a `return` outside a function; some
    is right, and nested too deeply for the compiler.
    """
    try:
        yield
    except SyntaxError as error:
        raise SnippetError(f"{name} {does}: {error.msg}.", fix, error.lineno) from None
    except ValueError as error:  # as for a null character
        raise SnippetError(f"{name} {does}: {error}.", fix) from None
    except (RecursionError, MemoryError):
        raise SnippetError(f"{name} {does}: it is nested too deeply.", fix) from None


def compiled(code: str, file: str, line: int, name: str) -> Compiled:
    """Compile a block; each line has the number that it has in its file.

    Parameters
    ----------
    code
        The text.
    file, line
        Where its first line stands.
    name
        How messages call it.

    Raises
    ------
    SnippetError
        If it is not Python; `line` says where.
    """
    with refusing(name, "Mend the code."), warnings.catch_warnings(record=True) as noticed:
        warnings.simplefilter("always")
        tree = ast.parse("\n" * (line - 1) + code, file)
        ast.unparse(tree)  # as those do who ask what it needs
        last = None
        if tree.body and isinstance(final := tree.body[-1], ast.Expr):
            del tree.body[-1]
            last = compile(ast.Expression(final.value), file, "eval", AWAIT)
        return Compiled(compile(tree, file, "exec", AWAIT), last, noticed)


def name_of(expression: str) -> str:
    """How messages call a value in a sentence."""
    return f"the value {expression!r} in a sentence"


def compiled_field(expression: str) -> Field:
    """Compile an f-string's field such as `radius:.2f`.

    Raises
    ------
    SnippetError
        If it is none.
    """
    name = name_of(expression)
    with refusing(name, FIELD, "does not parse"):
        parsed = ast.parse(f'f"""{{{expression}}}"""', mode="eval")
        ast.unparse(parsed)
        fields = parsed.body.values if isinstance(parsed.body, ast.JoinedStr) else []
        if len(fields) != 1 or not isinstance(field := fields[0], ast.FormattedValue):
            raise SnippetError(f"{name} is not one value.", FIELD)
        code = compile(ast.Expression(field.value), "<value>", "eval", AWAIT)
        calls = any(isinstance(node, ast.Call | ast.Await) for node in ast.walk(field.value))
        field.value = ast.copy_location(ast.Name("_value", ast.Load()), field.value)
        formatting = compile(parsed, "<value>", "eval")
    formatted = field.conversion != -1 or field.format_spec is not None
    return Field(code, formatting, formatted, calls)
