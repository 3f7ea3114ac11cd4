"""What the files below `code/`, and the glossary, say to readers, language by language.

Two forms hold such texts, whatever the file is about. A catalogue in TOML has a table of languages
at the end or at the top of its keys. A module has a dictionary whose keys are languages.
"""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.texts.errors import CourseError, CourseErrors
from course.texts.languages import LANGUAGES, SOURCE_LANGUAGE
from course.texts.tables import toml_table


@dataclass(frozen=True)
class Text:
    """One text of a file, in the languages that have it.

    Attributes
    ----------
    key
        Its name in the file.
    said
        The text by language.
    places
        Where it stands, as file and line, by language; for a language without it, where it would.
    """

    key: str
    said: Mapping[str, str]
    places: Mapping[str, str]


@dataclass(frozen=True)
class CodeTexts:
    """The texts of one file, in their order; `path` counts from the project's folder."""

    path: str
    texts: tuple[Text, ...]

    def without(self, lang: str) -> list[Text]:
        """The texts that `lang` lacks."""
        return [text for text in self.texts if lang not in text.said]

    def hold_whole(self, lang: str) -> None:
        """See that a language has every text.

        Raises
        ------
        CourseErrors
            With a fault for each that it lacks.
        """
        faults = [
            CourseError(
                f"{text.key!r} has no text in {lang!r}.",
                file=text.places[lang],
                fix=f"Translate what {text.places[SOURCE_LANGUAGE]} says.",
            )
            for text in self.without(lang)
        ]
        if faults:
            raise CourseErrors(faults)


def read_all(code: Path) -> dict[str, CodeTexts]:
    """Read every file that says something in the source language, by its path.

    Catalogues that stand beside the languages' folders of pages, as the glossary does, count too.

    Raises
    ------
    CourseError
        If a catalogue cannot be read.
    """
    found: dict[str, CodeTexts] = {}
    beside = (code.parent / "docs").glob("*.toml")
    for file in sorted(path for path in [*code.rglob("*"), *beside] if path.is_file()):
        if "__pycache__" in file.parts or file.name.startswith("."):
            continue
        path = file.relative_to(code.parent).as_posix()
        if file.suffix == ".toml":
            texts = list(_of_catalogue(file, path))
        elif file.suffix == ".py":
            texts = list(_of_module(file, path))
        else:
            continue
        if texts:
            found[path] = CodeTexts(path, tuple(texts))
    return found


def _of_catalogue(file: Path, path: str) -> Iterator[Text]:
    content = file.read_text(encoding="utf-8-sig")
    for key, said in _entries(toml_table(content, path), ()):
        places = {
            lang: f"{path}:{_line(content, key.rpartition('.')[2], lang)}" for lang in LANGUAGES
        }
        yield Text(key, said, places)


def _entries(table: dict[str, Any], above: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """The texts of a table, each by its keys without the language, joined by dots."""
    if SOURCE_LANGUAGE in table:
        by_language: dict[str, dict[tuple[str, ...], str]] = {
            lang: dict(_leaves(table[lang])) for lang in LANGUAGES if lang in table
        }
        for keys in by_language[SOURCE_LANGUAGE]:
            said = {lang: leaves[keys] for lang, leaves in by_language.items() if keys in leaves}
            yield ".".join([*above, *keys]), said
        return
    for key, inner in table.items():
        if isinstance(inner, dict):
            yield from _entries(inner, (*above, key))


def _leaves(value: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*above, key))
    else:
        yield above, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _line(content: str, name: str, lang: str) -> int:
    """The line where a key of a catalogue stands, below the heading of its language if any."""
    heading = re.search(rf"^\[{lang}\]", content, re.M)
    start = heading.start() if heading else 0
    found = re.compile(rf'^(?:\[[^\]]*)?"?{re.escape(name)}"?\b', re.M).search(content, start)
    return content.count("\n", 0, found.start() if found else start) + 1


def _of_module(file: Path, path: str) -> Iterator[Text]:
    content = file.read_text(encoding="utf-8-sig")
    if f'"{SOURCE_LANGUAGE}"' not in content:
        return
    seen: Counter[str] = Counter()
    for name, values in _dictionaries(ast.parse(content), ""):
        seen[name] += 1
        key = name if seen[name] == 1 else f"{name}#{seen[name]}"
        lines = {lang: value.lineno for lang, value in values.items()}
        yield Text(
            key,
            {lang: _words(value) for lang, value in values.items()},
            {lang: f"{path}:{lines.get(lang, lines[SOURCE_LANGUAGE])}" for lang in LANGUAGES},
        )


def _dictionaries(node: ast.AST, scope: str) -> Iterator[tuple[str, dict[str, ast.expr]]]:
    """The dictionaries by language below a node, each with the name that it is bound to."""
    for child in ast.iter_child_nodes(node):
        name = scope
        match child:
            case ast.FunctionDef() | ast.ClassDef():
                name = f"{scope}.{child.name}".lstrip(".")
            case (
                ast.Assign(targets=[ast.Name(id=bound), *_])
                | ast.AnnAssign(target=ast.Name(id=bound))
            ):
                name = f"{scope}.{bound}".lstrip(".")
            case ast.Dict():
                values = {
                    key.value: value
                    for key, value in zip(child.keys, child.values, strict=True)
                    if isinstance(key, ast.Constant) and key.value in LANGUAGES
                }
                if (
                    SOURCE_LANGUAGE in values
                    and len(values) == len(child.keys) > 1
                    and _spoken(values)
                ):
                    yield scope or "module", values
                    continue
        yield from _dictionaries(child, name)


def _words(value: ast.expr) -> str:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value
    return ast.unparse(value)


def _spoken(values: dict[str, ast.expr]) -> bool:
    """Whether a dictionary by language holds texts; that of the languages themselves does not."""
    return not any(isinstance(value, ast.Call | ast.Name) for value in values.values())
