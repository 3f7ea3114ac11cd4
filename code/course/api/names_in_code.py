"""Where a piece of code names what the teaching code defines, by what was imported above."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field

from course.reading.names import UNPARSABLE
from course.running.sources import TEACHING

Names = dict[str, str]  # what a name stands for, as a dotted name of the teaching packages


@dataclass(frozen=True)
class Place:
    """A stretch of code, its characters from `start` to `end`, and the dotted name it stands for.

    `sure` is whether it must exist: an import would fail otherwise, an attribute may be anything.
    """

    start: int
    end: int
    path: str
    sure: bool


@dataclass(frozen=True)
class Reading:
    """The places of a piece of code, and what its names stand for when it has run."""

    places: list[Place]
    names: Names
    rebound: frozenset[str] = field(default=frozenset())


def read(code: str, names: Names, module: str = "") -> Reading:
    """Find the places in a piece of code; none if it is not Python.

    A name that the code itself binds otherwise stands for nothing from there on, and one that a
    function binds stands for nothing within it.

    Parameters
    ----------
    code
        The code.
    names
        What names stand for above it.
    module
        The module that it is a part of, if it is.
    """
    try:
        tree = ast.parse(code)
    except UNPARSABLE:
        return Reading([], names)
    reader = _Reader(code, dict(names), module)
    reader.visit(tree)
    return Reading(sorted(reader.places, key=lambda p: p.start), reader.names, reader.rebound)


class _Reader(ast.NodeVisitor):
    def __init__(self, code: str, names: Names, module: str) -> None:
        self.names = names
        self.places: list[Place] = []
        self._code = code
        self._lines = code.splitlines(keepends=True)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))
        self._own = [module] if module else []  # the module, and classes that are being read
        self._hidden: list[set[str]] = []
        self._rebound: set[str] = set()

    @property
    def rebound(self) -> frozenset[str]:
        return frozenset(self._rebound)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            root = alias.name.partition(".")[0]
            if root in TEACHING:
                self._add(self._at(alias.lineno, alias.col_offset), alias.name, alias.name, True)
                self._bind(alias.asname or root, alias.name if alias.asname else root)
            else:
                self._unbind(alias.asname or root)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        ours = module.partition(".")[0] in TEACHING and not node.level
        if ours:
            start = self._at(node.lineno, node.col_offset)
            if said := re.compile(rf"from\s+({re.escape(module)})\b").match(self._code, start):
                self._add(said.start(1), module, module, True)
        for alias in node.names:
            name = alias.asname or alias.name
            if ours and alias.name != "*":
                path = f"{module}.{alias.name}"
                self._add(self._at(alias.lineno, alias.col_offset), alias.name, path, True)
                self._bind(name, path)
            else:
                self._unbind(name)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            if path := self._stands_for(node.id):
                self._add(self._at(node.lineno, node.col_offset), node.id, path, False)
        else:
            self._unbind(node.id)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self.visit(node.value)
        path = self._path(node)
        if path and node.end_lineno is not None and node.end_col_offset is not None:
            end = self._at(node.end_lineno, node.end_col_offset)
            self._add(end - len(node.attr), node.attr, path, False)

    def visit_Assign(self, node: ast.Assign) -> None:
        for part in (node.value, *node.targets):  # what is on the right comes first
            self.visit(part)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        for part in (node.annotation, node.value, node.target):
            if part is not None:
                self.visit(part)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.visit(node.value)
        self.visit(node.target)

    def visit_For(self, node: ast.For) -> None:
        for part in (node.iter, node.target, *node.body, *node.orelse):
            self.visit(part)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for part in (*node.decorator_list, *node.bases, *node.keywords):
            self.visit(part)
        self._define(node, "class")
        own, self._own = self._own, [*self._own, node.name] if self._own else []
        self._within(node.body, _bound(node.body))
        self._own = own

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        arguments = node.args
        for part in (*node.decorator_list, *arguments.defaults, *arguments.kw_defaults):
            if part is not None:
                self.visit(part)
        for annotation in [a.annotation for a in _arguments(arguments)] + [node.returns]:
            if annotation is not None:
                self.visit(annotation)
        self._define(node, "def")
        own, self._own = self._own, []
        self._within(node.body, _bound(node.body) | {a.arg for a in _arguments(arguments)})
        self._own = own

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._within([node.body], {a.arg for a in _arguments(node.args)})

    def _comprehension(self, node: ast.expr) -> None:
        bound = {
            name.id
            for part in ast.walk(node)
            if isinstance(part, ast.comprehension)
            for name in ast.walk(part.target)
            if isinstance(name, ast.Name)
        }
        self._within(list(ast.iter_child_nodes(node)), bound)

    def visit_ListComp(self, node: ast.ListComp) -> None:
        self._comprehension(node)

    def visit_SetComp(self, node: ast.SetComp) -> None:
        self._comprehension(node)

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self._comprehension(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self._comprehension(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Leave f-strings: before Python 3.12 the places in them are not those of the code."""

    def _within(
        self, nodes: list[ast.AST] | list[ast.stmt] | list[ast.expr], bound: set[str]
    ) -> None:
        outside = dict(self.names)  # what is imported within stays within
        self._hidden.append(bound)
        for node in nodes:
            self.visit(node)
        self._hidden.pop()
        self.names = outside

    def _define(self, node: ast.ClassDef | ast.FunctionDef, word: str) -> None:
        if not self._own:
            self._unbind(node.name)
            return
        path = ".".join([*self._own, node.name])
        start = self._at(node.lineno, node.col_offset)
        if said := re.compile(rf"(?:async\s+)?{word}\s+({node.name})\b").match(self._code, start):
            self._add(said.start(1), node.name, path, False)
        if len(self._own) == 1:
            self._bind(node.name, path)

    def _stands_for(self, name: str) -> str:
        return "" if any(name in bound for bound in self._hidden) else self.names.get(name, "")

    def _path(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            return self._stands_for(node.id)
        if isinstance(node, ast.Attribute) and (value := self._path(node.value)):
            return f"{value}.{node.attr}"
        return ""

    def _bind(self, name: str, path: str) -> None:
        if self.names.get(name, path) != path and not self._hidden:
            self._rebound.add(name)
        self.names[name] = path

    def _unbind(self, name: str) -> None:
        if not self._hidden and self.names.pop(name, ""):
            self._rebound.add(name)

    def _add(self, start: int, text: str, path: str, sure: bool) -> None:
        self.places.append(Place(start, start + len(text), path, sure))

    def _at(self, line: int, column: int) -> int:
        """A place as the number of characters before it; the syntax tree counts bytes."""
        before = self._lines[line - 1].encode()[:column].decode()
        return self._starts[line - 1] + len(before)


def _arguments(arguments: ast.arguments) -> list[ast.arg]:
    found = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return found + [a for a in (arguments.vararg, arguments.kwarg) if a is not None]


def _bound(body: list[ast.stmt]) -> set[str]:
    """The names that the body of a function or class binds, but for those of functions in it."""
    bound: set[str] = set()
    pending: list[ast.AST] = list(body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            bound.add(node.name)
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
        pending += [child for child in ast.iter_child_nodes(node) if not _is_scope(child)]
    return bound


def _is_scope(node: ast.AST) -> bool:
    return isinstance(
        node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
    )
