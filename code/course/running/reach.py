"""Which definitions of the teaching code a piece of code can come to use."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Protocol

from course.running.definitions import (
    SEES_ALL,
    SEES_ALL_BARE,
    SEES_MODULE,
    SEES_TEXT,
    Chain,
    Definition,
    Module,
    read,
)

ROOT = ""  # the name of the code itself among the modules
# One table of texts a file; `label` takes from it what its key names: "table.name".
CATALOGUE = PurePath("minimodel/texts/catalogue")


class Modules(Protocol):
    """Where modules come from."""

    def module(self, name: str) -> Module | None:
        """A module, taken apart; `None` if it is none of the teaching code."""

    def file_of(self, module: str) -> Path | None:
        """Its file."""


class Reach:
    """What can be reached from some code by the names that stand in it.

    Where code may use what it does not name (a module passed around, `globals`, `eval`), all
    that it could mean counts: the module, or every module that is imported.

    Parameters
    ----------
    modules
        The teaching code.
    code
        The code.
    closed
        A word: definitions in which it stands are reached, but not what they use.

    Attributes
    ----------
    imported
        Names of all modules that importing what the code imports may import.
    sees_text
        Whether something reached looks at the text of code.
    sees_all
        Whether something reached may use modules that nothing imports by name.
    strangers
        The modules of others that something reached uses.
    foreign
        The names in them that it uses, dotted (`time.perf_counter`), each with a module that does.

    Raises
    ------
    SyntaxError
        If the code or a module is not Python.
    """

    def __init__(self, modules: Modules, code: str, closed: str = "") -> None:
        self._modules = modules
        self._closed = closed
        self._root = read(code)
        self._reached: dict[tuple[str, int], tuple[str, Definition]] = {}
        self._pending: list[tuple[str, Definition]] = []
        self._whole: set[str] = set()
        self._docs: set[str] = set()
        self._bindings: set[str] = set()
        self.imported = self._imports()
        self.sees_text = self.sees_all = False
        self.strangers: set[str] = set()
        self.foreign: dict[str, str] = {}
        for name in self.imported:
            for definition in self._of(name).definitions:
                if definition.always:
                    self._reach(name, definition)
        for name in (*self.imported, ROOT):
            for star in self._of(name).stars:
                self._bindings.add(f"{name}: * is {star}")
                self._all_of(star)
        self._all_of(ROOT)
        while self._pending:
            self._follow_all(*self._pending.pop())

    def said(self) -> list[str]:
        """What the reached definitions do; those with an effect in the order of their files."""
        quiet = []
        for name, definition in self._reached.values():
            if name != ROOT and not definition.always:
                quiet.append(f"{name} {self._rank(name, definition)} {definition.does}")
        lasting = [
            f"{name} {definition.does}"
            for name in sorted(self.imported)
            for definition in self._of(name).definitions
            if definition.always
        ]
        docs = [f"{name} {self._of(name).doc}" for name in sorted(self._docs)]
        return [*sorted(quiet), *lasting, *docs, *sorted(self._bindings)]

    def saying(self, word: str) -> set[str]:
        """The definitions reached in which a name or attribute stands, as `module:name`."""
        return {
            f"{module}:{name}"
            for module, definition in self._reached.values()
            if word in definition.words
            for name, same in self._of(module).named.items()
            if definition in same
        }

    def data(self, folder: Path, files: Iterable[Path]) -> set[Path]:
        """The files that something reached reads: it names `__file__`, and they lie below."""
        readers = {
            name
            for name, definition in self._reached.values()
            if name != ROOT and definition.words & {"__file__", "__path__", "__spec__", "resources"}
        }
        places = [path.parent for name in readers if (path := self._modules.file_of(name))]
        if not places:
            return set()
        texts = {text for _, definition in self._reached.values() for text in definition.texts}
        tables = {text.partition(".")[0] for text in texts if "." in text}
        catalogue = folder / CATALOGUE
        every_table = any(definition.makes_keys for _, definition in self._reached.values())
        found = set()
        for path in files:
            if path.suffix != ".py" and path.parent == catalogue and not every_table:
                named = path.stem in tables and catalogue.parent in places
            elif path.suffix != ".py":
                named = any(place in path.parents for place in places)
            else:
                named = False
            if named or path.name in texts:
                found.add(path)
        return found

    def _rank(self, name: str, definition: Definition) -> int:
        """Which of the definitions of one name it is: the last one counts."""
        same = [d for d in self._of(name).named.values() if definition in d]
        return same[0].index(definition)

    def _of(self, name: str) -> Module:
        found = self._root if name == ROOT else self._modules.module(name)
        return found or Module("", "", [])

    def _imports(self) -> set[str]:
        found: set[str] = set()
        pending = set(self._root.imported)
        while pending:
            name = pending.pop()
            if name in found or (module := self._modules.module(name)) is None:
                # `from package import name` may name a module, or something in the package.
                continue
            found.add(name)
            pending |= module.imported
            if "." in name:
                pending.add(name.rpartition(".")[0])
        return found

    def _reach(self, name: str, definition: Definition) -> None:
        if (name, id(definition)) not in self._reached:
            self._reached[name, id(definition)] = (name, definition)
            self._pending.append((name, definition))

    def _all_of(self, name: str) -> None:
        """Reach everything in a module, and in those that a package holds."""
        if name in self._whole:
            return
        self._whole.add(name)
        for definition in self._of(name).definitions:
            self._reach(name, definition)
        if name != ROOT:
            for below in [n for n in self.imported if n.startswith(f"{name}.")]:
                self._all_of(below)

    def _follow_all(self, name: str, definition: Definition) -> None:
        if self._closed and name != ROOT and self._closed in definition.words:
            return
        self._watch(definition.words)
        if definition.words & SEES_MODULE:
            self._all_of(name)
        for chain in definition.chains:
            if chain == ("__doc__",):
                self._docs.add(name)
            elif "__doc__" in chain or chain in (("help",), ("inspect", "stack")):
                self.sees_text = True
            elif chain[0] in SEES_ALL_BARE or chain[:2] == ("sys", "modules"):
                self.sees_all = True
            self._follow(name, chain)

    def _watch(self, words: Iterable[str]) -> None:
        """Note what words allow that no name shows."""
        self.sees_text = self.sees_text or not SEES_TEXT.isdisjoint(words)
        self.sees_all = self.sees_all or not SEES_ALL.isdisjoint(words)

    def _follow(self, name: str, chain: Chain) -> None:
        """Reach what a dotted name in a module means."""
        module = self._of(name)
        for definition in module.named.get(chain[0], ()):
            self._reach(name, definition)
        for target, attribute in module.imports.get(chain[0], ()):
            if self._modules.file_of(target) is not None:
                self._look_up(target, (attribute, *chain[1:]) if attribute else chain[1:])
            else:
                self._watch({*target.split("."), attribute})
                self._bindings.add(f"{name}: {chain[0]} is {target} {attribute}")
                self.strangers.add(target)
                self.foreign[".".join(filter(None, (target, attribute, *chain[1:])))] = name

    def _look_up(self, name: str, chain: Chain) -> None:
        """Reach what a chain of attributes of a module means."""
        if not chain:
            self._all_of(name)
            return
        module = self._of(name)
        known = chain[0] in module.named or chain[0] in module.imports
        if known:
            self._follow(name, chain)
        if self._modules.file_of(f"{name}.{chain[0]}") is not None:
            self._look_up(f"{name}.{chain[0]}", chain[1:])
        elif not known:
            self._all_of(name)
