"""Named parts of the files in `code/`: a marked region, or a definition by its name."""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

from minimodel.texts.files import read_text

START = re.compile(r"^\s*# region (?P<name>[\w.-]+)\s*$")
END = re.compile(r"^\s*# endregion (?P<name>[\w.-]+)\s*$")


class RegionError(LookupError):
    """A file or region that is missing, ambiguous or badly marked; says what there is."""


@dataclass(frozen=True)
class Region:
    """A stretch of a source file.

    Attributes
    ----------
    file
        The file, relative to the code folder, with forward slashes.
    name
        The region's name; empty for the whole file.
    line
        The number of its first line, counted from 1.
    code
        Its text, with the indentation of its first line taken away everywhere.
    """

    file: str
    name: str
    line: int
    code: str


def cut(code_folder: Path, file: str, name: str = "") -> Region:
    """Cut a region out of a file.

    Parameters
    ----------
    code_folder
        The folder that file names count from.
    file
        The file, relative to it.
    name
        Either the name of a stretch between the comments `# region NAME` and `# endregion NAME`,
        or that of a function, class or method as Python writes it (`sigmoid`, `GRU.forward`).
        Empty for the whole file.

    Raises
    ------
    RegionError
        If the file is not below `code_folder`, or has no such region, or two of it.
    """
    path = (code_folder / file).resolve()
    if not path.is_relative_to(code_folder.resolve()) or not path.is_file():
        raise RegionError(f"there is no file {file!r} in the folder {code_folder.name}/")
    text = read_text(path)
    lines = text.splitlines()
    if not name:
        return Region(file, name, 1, text)
    marked = marked_spans(lines)
    defined = definition_spans(text)
    spans = marked.get(name, []) + defined.get(name, [])
    if len(spans) > 1:
        raise RegionError(f"{file} has {len(spans)} regions named {name!r}")
    if not spans:
        known = ", ".join(sorted({*marked, *defined})) or "none"
        raise RegionError(f"{file} has no region or definition {name!r}; it has: {known}")
    first, last = spans[0]
    chosen = [line for line in lines[first:last] if not (START.match(line) or END.match(line))]
    # Markers inside the stretch are not shown, so the first line shown may come later.
    while first < last and (START.match(lines[first]) or END.match(lines[first])):
        first += 1
    return Region(file, name, first + 1, textwrap.dedent("\n".join(chosen)).strip("\n") + "\n")


def marked_spans(lines: list[str]) -> dict[str, list[tuple[int, int]]]:
    """Spans (first line, line after the last; counted from 0) between region comments."""
    spans: dict[str, list[tuple[int, int]]] = {}
    open_regions: dict[str, int] = {}
    for number, line in enumerate(lines):
        if match := START.match(line):
            if match["name"] in open_regions:
                raise RegionError(f"region {match['name']!r} is opened twice, line {number + 1}")
            open_regions[match["name"]] = number + 1
        elif match := END.match(line):
            if match["name"] not in open_regions:
                raise RegionError(f"region {match['name']!r} ends unopened, line {number + 1}")
            spans.setdefault(match["name"], []).append((open_regions.pop(match["name"]), number))
    if open_regions:
        name, number = next(iter(open_regions.items()))
        raise RegionError(f"region {name!r}, opened in line {number}, has no # endregion {name}")
    return spans


def definition_spans(text: str) -> dict[str, list[tuple[int, int]]]:
    """Spans of the functions and classes of a module, methods as `Class.method`."""
    spans: dict[str, list[tuple[int, int]]] = {}

    def visit(node: ast.AST, prefix: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                first = min([child.lineno, *(d.lineno for d in child.decorator_list)])
                name = f"{prefix}{child.name}"
                spans.setdefault(name, []).append((first - 1, child.end_lineno or first))
                if isinstance(child, ast.ClassDef):
                    visit(child, f"{name}.")

    visit(ast.parse(text), "")
    return spans
