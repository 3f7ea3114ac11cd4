"""Which blocks of a page a browser can run: what they import, and what they use of it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from course.live.missing import kind_of
from course.live.statements import changed
from course.live.stored import LONG
from course.reading import names
from course.running.reach import Reach
from course.running.sources import TEACHING, Sources

# What it has besides the standard library; for tqdm stands `progress`.
BROWSER = frozenset({"numpy", "tqdm"})
# What its standard library lacks, or has in name only: other processes, the terminal.
ABSENT = frozenset({"curses", "dbm", "fcntl", "multiprocessing", "pwd", "resource", "subprocess"})
DECLARED = "long_computation"  # the word that declares one
LANGUAGE = re.compile(r"lang = '\w+'")  # the line that the site puts above a page's first use


class Verdict(Enum):
    """What of a block runs in a browser."""

    WHOLE = "whole"  # all
    NUMBERS = "numbers"  # all but what draws, or trains for long and is not stored
    NOTHING = "nothing"


@dataclass(frozen=True)
class Judged:
    """A block's verdict, what it lacks, and its names."""

    verdict: Verdict
    lacking: tuple[str, ...]
    names: names.Names


@dataclass
class Scan:
    """Judges the blocks of pages.

    Parameters
    ----------
    sources
        The teaching code.
    stored
        The long computations whose results a browser can fetch, as `module:name`.
    """

    sources: Sources
    stored: Container[str] = ()
    _known: dict[str, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
    _needs: dict[str, frozenset[str]] = field(default_factory=dict)
    _state: str = ""

    def judge(self, codes: list[str]) -> list[Judged]:
        """Judge the blocks of one page, each with those above it.

        Parameters
        ----------
        codes
            The code of each executed block, in order.
        """
        if self._state != self.sources.state:
            self._known.clear()
            self._needs.clear()
            self._state = self.sources.state
        imports: dict[str, str] = {}
        missing: dict[str, frozenset[str]] = {}
        return [self._block(code, imports, missing) for code in codes]

    def lacking(self, code: str) -> frozenset[str]:
        """What code imports or uses and a browser has not: packages, and the course's checker.

        `long` stands for a long computation of which nothing is stored. What one uses that is
        stored does not count: it ran in the build.
        """
        if code not in self._known:
            reach = Reach(self.sources, code, closed=DECLARED)
            lacks = _lacking(reach.strangers)
            for module in _imported(ast.parse(code)):
                lacks |= self.importing(module)
            self._known[code] = frozenset(lacks), frozenset(reach.saying(DECLARED))
        lacking, long = self._known[code]
        if all(name in self.stored for name in long):
            return lacking
        return lacking | {LONG}

    def strangers(self, reach: Reach) -> set[str]:
        """What something uses or its imports need, and a browser has not."""
        return _lacking(reach.strangers).union(*map(self.importing, reach.imported))

    def _block(
        self, code: str, imports: dict[str, str], missing: dict[str, frozenset[str]]
    ) -> Judged:
        found = names.of(code)
        above = [imports[name] for name in sorted(found.taken) if name in imports]
        if not any(missing.get(name) for name in found.taken):
            whole = "\n".join([*dict.fromkeys(above), code])
            if not self._importing_all(code) | self.lacking(whole):
                imports |= {n: p for p in _imports(code) for n in names.of(p).given}
                missing |= dict.fromkeys(found.given, frozenset())
                return Judged(Verdict.WHOLE, (), found)
        lacks: set[str] = set()
        useful = False
        for statement in ast.parse(code).body:
            for piece in _apart(statement):
                used = names.of(piece)
                if isinstance(statement, ast.Import | ast.ImportFrom):
                    why = self._importing_all(piece)
                    imports |= dict.fromkeys(used.given, piece)
                else:
                    why = frozenset().union(*(missing.get(name, ()) for name in used.taken))
                    above = [imports[name] for name in sorted(used.taken) if name in imports]
                    why |= self.lacking("\n".join([*dict.fromkeys(above), piece]))
                    useful = useful or not (why or LANGUAGE.fullmatch(piece))
                missing |= dict.fromkeys(used.given | (changed(statement) if why else set()), why)
                lacks |= why
        part = Verdict.NUMBERS if useful else Verdict.NOTHING
        return Judged(part if lacks else Verdict.WHOLE, tuple(sorted(lacks)), found)

    def _importing_all(self, code: str) -> frozenset[str]:
        return frozenset().union(*(self.importing(m) for m in _imported(ast.parse(code))))

    def importing(self, name: str) -> frozenset[str]:
        """What is lacking for a module to be imported."""
        if name.startswith("importlib.metadata"):  # it is asked for what only the build has
            return frozenset({"importlib.metadata"})
        if name.partition(".")[0] not in TEACHING:
            return frozenset(_lacking([name]))
        if name not in self._needs:
            self._needs[name] = frozenset()  # a circle of imports adds nothing
            module = self.sources.module(name)
            below: set[str] = set()
            if module is not None:
                for imported in _imported(ast.parse(module.text)):
                    below |= self.importing(imported)
                if "." in name:
                    below |= self.importing(name.rpartition(".")[0])
            self._needs[name] = frozenset(below)
        return self._needs[name]


def _lacking(modules: Iterable[str]) -> set[str]:
    return {kind_of(name) for name in modules if not _in_a_browser(name.partition(".")[0])}


def _in_a_browser(package: str) -> bool:
    if package in ABSENT:
        return False
    return package in BROWSER or package in TEACHING or package in sys.stdlib_module_names


def _apart(statement: ast.stmt) -> Iterator[str]:
    """A statement's text; of an import, one for each name that it imports."""
    if isinstance(statement, ast.Import):
        yield from (ast.unparse(ast.Import([alias])) for alias in statement.names)
    elif isinstance(statement, ast.ImportFrom):
        for alias in statement.names:
            yield ast.unparse(ast.ImportFrom(statement.module, [alias], statement.level))
    else:
        yield ast.unparse(statement)


def _imports(code: str) -> Iterator[str]:
    """Each import at the top of a block, one for each name."""
    for statement in ast.parse(code).body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            yield from _apart(statement)


def _imported(node: ast.AST) -> Iterator[str]:
    """The modules that running a piece of code imports at once; not what a function does later."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom) and child.module:
            yield child.module
            # Each name may be a module of its own.
            yield from (f"{child.module}.{alias.name}" for alias in child.names)
        else:
            yield from _imported(child)
