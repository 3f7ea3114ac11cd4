"""What the modules of the teaching code define, read by griffe without importing them."""

from __future__ import annotations

import re
from pathlib import Path

import griffe
from minimodel.texts.files import read_text

from course.running.sources import TEACHING

Object = griffe.Module | griffe.Class | griffe.Function | griffe.Attribute
OBJECT = (griffe.Module, griffe.Class, griffe.Function, griffe.Attribute)
STEPS = 12  # from a name to another that it was imported as; more would be a circle


class Definitions:
    """The definitions below a folder of code, each under its full dotted name.

    Parameters
    ----------
    code
        The folder that holds the packages.
    """

    def __init__(self, code: Path) -> None:
        self.code = code
        self._modules: dict[str, griffe.Module | None] = {}
        self._lines = griffe.LinesCollection()

    def module(self, name: str) -> griffe.Module | None:
        """Read a module or package; `None` if there is none of this name."""
        if name not in self._modules:
            self._modules[name] = self._read(name)
        return self._modules[name]

    def find(self, path: str) -> tuple[str, Object] | None:
        """Find what a dotted name leads to, and where that is defined.

        Parameters
        ----------
        path
            A name of the teaching packages, such as ``minimodel.nn.gru.GRU.forward``. It may lead
            over imports and base classes.

        Returns
        -------
        tuple of (str, Object) or None
            The full name that it was defined under, and the definition.
        """
        return self._find(path, STEPS)

    def names(self, module: griffe.Module) -> dict[str, str]:
        """The names that a module has at its top level, with the full name of each."""
        own = {name: f"{module.path}.{name}" for name, m in module.members.items() if _is_own(m)}
        return dict(module.imports) | own

    def _find(self, path: str, steps: int) -> tuple[str, Object] | None:
        parts = path.split(".")
        if parts[0] not in TEACHING or not steps:
            return None
        for length in range(len(parts), 0, -1):
            module = self.module(".".join(parts[:length]))
            if module is not None:
                return self._inside(module, parts[length:], steps)
        return None

    def _inside(self, found: Object, names: list[str], steps: int) -> tuple[str, Object] | None:
        for index, name in enumerate(names):
            member = found.members.get(name)
            if isinstance(member, griffe.Alias):
                rest = [member.target_path, *names[index + 1 :]]
                return self._find(".".join(rest), steps - 1)
            if not isinstance(member, OBJECT):
                return self._inherited(found, names[index:], steps)
            found = member
        return found.path, found

    def _inherited(self, found: Object, names: list[str], steps: int) -> tuple[str, Object] | None:
        for base in bases(found):
            inherited = self._find(".".join([base, *names]), steps - 1)
            if inherited:
                return inherited
        return None

    def _read(self, name: str) -> griffe.Module | None:
        place = self.code.joinpath(*name.split("."))
        for file in (place.with_suffix(".py"), place / "__init__.py"):
            if file.is_file():
                code = read_text(file)
                self._lines[file] = code.splitlines()
                return griffe.visit(name, filepath=file, code=code, lines_collection=self._lines)
        return None


def bases(found: Object) -> list[str]:
    """The full names of a class's bases that have one; of anything else, none."""
    if not isinstance(found, griffe.Class):
        return []
    return [base.canonical_path for base in found.bases if isinstance(base, griffe.Expr)]


def first_line(found: Object) -> str:
    """The first line of a docstring; for a constant, what the comment at its place says."""
    if found.docstring:
        return found.docstring.value.split("\n\n", 1)[0].replace("\n", " ")
    return comment(found) if isinstance(found, griffe.Attribute) else ""


def comment(found: griffe.Attribute) -> str:
    """What is said of a constant behind it or right above it."""
    file = found.filepath
    if found.lineno is None or found.endlineno is None or isinstance(file, list):
        return ""
    lines = found.lines_collection[file]
    if behind := re.search(r"\s# (.+)$", lines[found.endlineno - 1]):
        return behind[1].strip()
    above: list[str] = []
    for line in reversed(lines[: found.lineno - 1]):
        if not line.startswith("# ") or line.startswith(("# region", "# endregion")):
            break
        above.insert(0, line[2:].strip())
    return " ".join(above)


def _is_own(member: griffe.Object | griffe.Alias) -> bool:
    return not isinstance(member, griffe.Alias)
