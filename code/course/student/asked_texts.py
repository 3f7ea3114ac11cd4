"""The texts that the checks ask for, held against those that the files in `messages/` have.

A check asks for the text of a mistake only when a student makes it. What nobody has written would
be missed by that student first.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from course.student.catalogue import ASSIGNMENTS
from course.student.intermediates import Task
from course.student.texts import catalogue
from course.texts.errors import CourseError, CourseErrors
from course.texts.languages import SOURCE_LANGUAGE

HERE = "code/course/student"
ASKS = "course.student.texts"  # a module that asks for texts imports from this one
VALUE = "\0"  # stands for what an f-string inserts, which only a run knows
KEY = re.compile(rf"([a-z]\w*)\.([\w{VALUE}]+)")
ENDINGS = re.compile("csv|html|js|json|md|np[yz]|png|py|svg|toml|txt|zip")  # of files


def hold() -> None:
    """See that every text is there that a check, or the report, names.

    Raises
    ------
    CourseErrors
        With a fault for each text that no language has, and the place that asks for it.
    """
    package = files("course.student")
    tables = {
        file.name.removesuffix(".toml")
        for file in package.joinpath("messages").iterdir()
        if file.name.endswith(".toml")
    }
    lacking: dict[tuple[str, str], str] = {}
    for table, key, place in [*_named(package, tables), *_of_assignments()]:
        if not _is_there(table, key, tables):
            lacking.setdefault((table, key), place)
    if lacking:
        raise CourseErrors(
            [
                CourseError(
                    f"{key.replace(VALUE, '…')!r} has no text in {SOURCE_LANGUAGE!r}.",
                    file=f"{HERE}/messages/{table}.toml",
                    fix=f"{place} asks for it. Add it, in every language.",
                )
                for (table, key), place in lacking.items()
            ]
        )


def _is_there(table: str, key: str, tables: set[str]) -> bool:
    """Whether a file has a text; of a key that only a run completes, one that it could be."""
    if table not in tables:
        return False
    pattern = re.compile(".+".join(map(re.escape, key.split(VALUE))))
    return any(pattern.fullmatch(name) for name in catalogue(table))


def _named(package: Traversable, tables: set[str]) -> Iterator[tuple[str, str, str]]:
    """What is written as ``"table.key"`` where texts are asked for: table, key and place."""
    for folder, inside in ((package, ""), (package.joinpath("checks"), "checks/")):
        for file in sorted(folder.iterdir(), key=lambda each: each.name):
            if not file.name.endswith(".py"):
                continue
            source = file.read_text(encoding="utf-8")
            if ASKS not in source:
                continue
            for line, said in _strings(ast.parse(source)):
                match = KEY.fullmatch(said)
                if match and match[1] in tables and not ENDINGS.fullmatch(match[2]):
                    yield match[1], match[2], f"{HERE}/{inside}{file.name}:{line}"


def _strings(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Each string below a node, with its line; the pieces of an f-string are one."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.JoinedStr():
                pieces = (getattr(piece, "value", None) for piece in child.values)
                yield (
                    child.lineno,
                    "".join(piece if isinstance(piece, str) else VALUE for piece in pieces),
                )
            case ast.Constant(value=str(said)):
                yield child.lineno, said
            case _:
                yield from _strings(child)


def _of_assignments() -> Iterator[tuple[str, str, str]]:
    """What every checklist asks for, and one of cases for each of its cases and mistakes."""
    for each in ASSIGNMENTS.values():
        place = f"{HERE}/checks/{each.table}.py"
        yield each.table, "heading", place
        for title in each.on_page.terminal if each.on_page else ():
            table, _, key = title.partition(".")
            yield table, key, f"{HERE}/catalogue.py"
        for task in vars(each.checks).values():
            if isinstance(task, Task):
                for key in _of_task(task):
                    yield task.table, key, place


def _of_task(task: Task) -> Iterator[str]:
    yield from ("runs", "in_place", *task.cases, *task.mistakes, *task.case_mistakes.values())
    if task.answer:
        yield from (f"{next(iter(task.cases))}_answer", "only_answer", "answer_expected")
