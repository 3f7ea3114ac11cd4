"""The names that a piece of code takes from elsewhere, and those that it gives."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# What Python raises for code that it can't read: ValueError for a null character, the last two for
# what is nested too deeply.
UNPARSABLE = (SyntaxError, ValueError, RecursionError, MemoryError)

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class Names:
    """The names of a piece of code, but for Python's own.

    Attributes
    ----------
    taken
        What it reads before it has bound it: what has to be there when it runs.
    given
        What it binds or imports at its top level.
    """

    taken: frozenset[str]
    given: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """Those and these."""
        return self.taken | self.given


@lru_cache(maxsize=8192)  # a page is looked at several times, in each language
def of(code: str) -> Names:
    """Find the names of a piece of code; none if it does not parse.

    A function's body runs later than it stands: what it reads may be bound anywhere in the code.
    """
    try:
        statements = ast.parse(code).body
        tables = [_table(statement) for statement in statements]
    except UNPARSABLE:
        return Names(frozenset(), frozenset())  # running it says where
    everywhere = {name for table in tables for name in _bound(table)}
    given: set[str] = set()
    taken: set[str] = set()
    for statement, table in zip(statements, tables, strict=True):
        inner = _of_comprehensions(statement)
        first = _read_first(statement, table) - given
        later = {name for child in table.get_children() for name in _global(child)}
        taken |= (first | (later - everywhere)) - inner
        given |= _bound(table) - inner
    return Names(frozenset(taken - set(dir(builtins))), frozenset(given))


def _of_comprehensions(statement: ast.stmt) -> set[str]:
    """The names that only comprehensions bind and read; from Python 3.12 on, tables list them."""
    bound: set[str] = set()
    outside: set[str] = set()
    pending: list[ast.AST] = [statement]
    while pending:
        node = pending.pop()
        if isinstance(node, _COMPREHENSIONS):
            pending.append(node.generators[0].iter)  # it is read outside
            nested = [n for n in ast.walk(node) if isinstance(n, _COMPREHENSIONS)]
            inner = [n for one in nested for c in one.generators for n in ast.walk(c.target)]
            bound |= {n.id for n in inner if isinstance(n, ast.Name)}
            continue
        if isinstance(node, ast.Name):
            outside.add(node.id)
        pending += ast.iter_child_nodes(node)
    return bound - outside


def _table(statement: ast.stmt) -> symtable.SymbolTable:
    return symtable.symtable(ast.unparse(statement), "<block>", "exec")


def _bound(table: symtable.SymbolTable) -> set[str]:
    return {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}


def _read_first(statement: ast.stmt, table: symtable.SymbolTable) -> set[str]:
    """What a statement reads at the top level and does not itself bind before."""
    read = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
    if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
        # The right side comes first; the target of += is read too.
        value = statement.value
        right = _loaded(value) if value is not None else set()
        if isinstance(statement, ast.AugAssign):
            right |= {n.id for n in ast.walk(statement.target) if isinstance(n, ast.Name)}
        return (read - _bound(table)) | (right & set(table.get_identifiers()))
    return read - _bound(table)


def _loaded(node: ast.AST) -> set[str]:
    """Names read in an expression, but for those that a comprehension or lambda in it binds."""
    table = symtable.symtable(ast.unparse(node), "<block>", "eval")
    read = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
    return read | {name for child in table.get_children() for name in _global(child)}


def _global(table: symtable.SymbolTable) -> Iterator[str]:
    """What a function, class or comprehension reads from the top level."""
    for symbol in table.get_symbols():
        if symbol.is_global() and symbol.is_referenced():
            yield symbol.get_name()
    for child in table.get_children():
        yield from _global(child)
