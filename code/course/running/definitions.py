"""What each definition of a module does: code without comments, docstrings and positions."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

Chain = tuple[str, ...]  # a dotted name: figures.norms is ("figures", "norms")

# Decorators that leave nothing behind but the definition; any other may register it somewhere.
QUIET = {
    *("abstractmethod", "cache", "contextmanager", "dataclass", "final", "long_computation"),
    *("lru_cache", "overload", "property", "runtime_checkable", "styled", "total_ordering"),
    "wraps",
}
# What a constant is made with and nothing else is changed by; after any other call, code that
# only imports the module may be another's.
HARMLESS = {
    *("Fraction", "Path", "ParamSpec", "TypeVar", "field", "flag", "functools", "itertools"),
    *("math", "namedtuple", "operator", "re"),
}
HARMLESS_METHODS = {
    *("items", "join", "keys", "maketrans", "split", "splitlines", "strip", "union", "values"),
}
HARMFUL = {"__import__", "compile", "delattr", "eval", "exec", "input", "open", "print", "setattr"}
# Code that names one of these may look at the text of code, at its lines or at docstrings.
SEES_TEXT = {
    *("__code__", "_getframe", "co_firstlineno", "currentframe", "doctest", "findsource"),
    *("getcomments", "getdoc", "getfile", "getsource", "getsourcefile", "getsourcelines"),
    *("linecache", "pydoc", "traceback", "tracemalloc"),
}
# Code that names one of these may use modules and definitions that it does not name.
SEES_ALL = {
    *("__init_subclass__", "__subclasses__", "import_module", "metaclass", "pkgutil", "runpy"),
    *("spec_from_file_location", "subprocess"),
}
SEES_ALL_BARE = {"__import__", "eval", "exec"}  # the same, but for methods of these names
SEES_MODULE = {"globals", "locals"}


@dataclass(frozen=True, eq=False)
class Definition:
    """A statement at the top level of a module.

    Attributes
    ----------
    does
        Its syntax tree as text.
    always
        Whether importing the module may have an effect through it, even if nobody names it.
    chains
        The dotted names that it reads.
    words
        Every name and attribute in it.
    texts
        The strings in it.
    makes_keys
        Whether it puts together a text "table.key" whose table is not written out.
    """

    does: str
    always: bool
    chains: frozenset[Chain]
    words: frozenset[str]
    texts: frozenset[str]
    makes_keys: bool


@dataclass(frozen=True)
class Module:
    """The definitions of a module.

    Attributes
    ----------
    text, doc
        The whole file, and its docstring.
    definitions
        In the order of the file.
    named
        Those that define a name, by that name.
    imports
        What each imported name stands for: a module, and the name in it if there is one.
    imported
        Names of all modules that it may import.
    stars
        The modules that it imports every name of.
    """

    text: str
    doc: str
    definitions: list[Definition]
    named: dict[str, list[Definition]] = field(default_factory=dict)
    imports: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    imported: set[str] = field(default_factory=set)
    stars: set[str] = field(default_factory=set)


@lru_cache(maxsize=2048)  # of most pages and modules an edit changes nothing
def read(text: str, package: str = "") -> Module:
    """Take a module apart.

    Parameters
    ----------
    text
        Its code.
    package
        The package that it stands in.

    Raises
    ------
    SyntaxError
        If it is not Python.
    """
    tree = ast.parse(text)
    module = Module(text, ast.get_docstring(tree, clean=False) or "", [])
    for node in ast.walk(tree):
        _import(module, node, package)
    body = tree.body[1:] if module.doc else tree.body
    for statement in body:
        if isinstance(statement, (ast.Import, ast.ImportFrom)) or _is_main(statement):
            continue
        names = _defined(statement)
        definition = _definition(statement, names)
        module.definitions.append(definition)
        for name in names:
            module.named.setdefault(name, []).append(definition)
    return module


@lru_cache(maxsize=4096)
def does(text: str) -> str:
    """What a snippet does: its syntax tree; a string alone in a line may be what it shows.

    Raises
    ------
    SyntaxError
        If it is not Python.
    """
    tree = ast.parse(text)
    for statement in tree.body:
        _strip(statement)
    return ast.dump(tree)


def _definition(statement: ast.stmt, names: set[str]) -> Definition:
    _strip(statement)
    chains = frozenset(_chains(statement))
    words = {word for chain in chains for word in chain}
    texts: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Attribute):
            words.add(node.attr)
        elif isinstance(node, ast.keyword) and node.arg == "metaclass":
            words.add(node.arg)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            words.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            words.update(part for alias in node.names for part in alias.name.split("."))
            words.update((getattr(node, "module", "") or "").split("."))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.add(node.value)
    return Definition(
        ast.dump(statement),
        not names or _lasting(statement),
        chains,
        frozenset(words),
        frozenset(texts),
        any(isinstance(n, ast.Call) and any(map(_open_key, n.args)) for n in ast.walk(statement)),
    )


def _open_key(argument: ast.expr) -> bool:
    """Whether it is an f-string such as `{table}.name`."""
    if not isinstance(argument, ast.JoinedStr) or len(argument.values) < 2:
        return False
    first, second, *more = argument.values
    after = second.value if isinstance(second, ast.Constant) else ""
    return isinstance(first, ast.FormattedValue) and (
        after == "." if more else re.match(r"\.\w", str(after)) is not None
    )


def _import(module: Module, node: ast.AST, package: str) -> None:
    if isinstance(node, ast.Import):
        for alias in node.names:
            module.imported.add(alias.name)
            name = alias.asname or alias.name.partition(".")[0]
            target = alias.name if alias.asname else name
            module.imports.setdefault(name, set()).add((target, ""))
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            parts = package.split(".")
            parents = parts[: len(parts) - node.level + 1]
            base = ".".join([*parents, base] if base else parents)
        module.imported.add(base)
        for alias in node.names:
            if alias.name == "*":
                module.stars.add(base)
                continue
            module.imported.add(f"{base}.{alias.name}")  # it may be a module, too
            module.imports.setdefault(alias.asname or alias.name, set()).add((base, alias.name))


def _strip(statement: ast.AST) -> None:
    """Take away the docstrings of all functions and classes in a statement."""
    for node in ast.walk(statement):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        if ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:] or [ast.Pass()]


def _chains(node: ast.AST) -> Iterator[Chain]:
    parts: list[str] = []
    inner = node
    while isinstance(inner, ast.Attribute):
        parts.append(inner.attr)
        inner = inner.value
    if isinstance(inner, ast.Name):
        yield (inner.id, *reversed(parts))
    elif parts:
        yield from _chains(inner)
    elif isinstance(node, ast.Global):
        yield from ((name,) for name in node.names)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _chains(child)


def _defined(statement: ast.stmt) -> set[str]:
    """The names that a statement defines and does nothing besides; none for any other."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {statement.name}
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, (ast.AnnAssign, ast.AugAssign)):
        targets = [statement.target]
    flat = [e for t in targets for e in (t.elts if isinstance(t, ast.Tuple) else [t])]
    return {t.id for t in flat if isinstance(t, ast.Name)} if _are_names(flat) else set()


def _are_names(targets: list[ast.expr]) -> bool:
    return all(isinstance(target, ast.Name) for target in targets)


def _lasting(statement: ast.stmt) -> bool:
    """Whether executing a definition may leave something behind besides its name."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        dunder = statement.name.startswith("__")
        return dunder or any(map(_loud, statement.decorator_list))
    if isinstance(statement, ast.ClassDef):
        methods = (ast.FunctionDef, ast.AsyncFunctionDef)
        inside = [s for s in statement.body if not isinstance(s, methods)]
        return any(map(_loud, statement.decorator_list)) or any(map(_acts, inside))
    return _acts(statement)


def _loud(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    (chain, *_) = [*_chains(called), ("",)]
    return chain[-1] not in QUIET


def _acts(node: ast.AST) -> bool:
    """Whether it calls a function that is not known to be harmless."""
    return any(isinstance(n, ast.Call) and not _harmless(n.func) for n in ast.walk(node))


def _harmless(called: ast.expr) -> bool:
    if isinstance(called, ast.Attribute) and called.attr in HARMLESS_METHODS:
        return True
    first = next(_chains(called), ("",))[0]
    return first in HARMLESS or (hasattr(builtins, first) and first not in HARMFUL)


def _is_main(statement: ast.stmt) -> bool:
    """Whether it is `if __name__ == "__main__":`, which no import executes."""
    return isinstance(statement, ast.If) and ast.unparse(statement.test) == (
        "__name__ == '__main__'"
    )
