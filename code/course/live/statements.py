"""The statements of a block, one at a time: what each of them would give or change."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def apart(statement: ast.stmt) -> Iterator[ast.stmt]:
    """An import of several names as imports of one: one that is missing spoils no other."""
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            yield ast.copy_location(ast.Import([alias]), statement)
    elif isinstance(statement, ast.ImportFrom):
        for alias in statement.names:
            one = ast.ImportFrom(statement.module, [alias], statement.level)
            yield ast.copy_location(one, statement)
    else:
        yield statement


def changed(statement: ast.stmt) -> set[str]:
    """The names whose values a statement may have changed before it was left out."""
    changed = set()
    for node in ast.walk(statement):
        places: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            places = node.targets
        elif isinstance(node, ast.AugAssign):
            places = [node.target]
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            places = [node.value.func]
        for place in places:
            inner = place
            while isinstance(inner, ast.Subscript | ast.Attribute):
                inner = inner.value
            if inner is not place and isinstance(inner, ast.Name):
                changed.add(inner.id)
    for node in ast.walk(statement):
        # What a loop goes through is changed where the loop's own name is.
        if isinstance(node, ast.For) and changed & _within(node.target):
            changed |= _within(node.iter)
    return changed


def _within(node: ast.expr) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
