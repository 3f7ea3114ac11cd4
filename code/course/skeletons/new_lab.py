"""A lab from end to end, as a draft: pages, reference, starter files, check and tests."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Mapping
from pathlib import Path

from minimodel.texts.languages import LANGUAGES

from course.skeletons import names
from course.skeletons.changes import Changes
from course.skeletons.new_page import Made, hold_place, translated, write
from course.skeletons.texts import called, filled, text
from course.texts.errors import CourseError
from course.texts.languages import SOURCE_LANGUAGE

CATALOGUE = "code/course/student/catalogue.py"
STUDENT = "code/course/student"
WIDTH = 100  # of a line, as .ruff.toml says


def new_lab(project: Path, asked: str, lang: str) -> Made:
    """Prepare a lab; it is written with `Made.changes.write`.

    It works as it stands: its pages build, its reference passes its check, its tests pass. What it
    is about is an example, a recurrence of one number, to be replaced part by part.

    Parameters
    ----------
    project
        The project's folder.
    asked
        The lab's number and name, such as `04-attention`.
    lang
        The language in which what is left is said.

    Raises
    ------
    Refused
        If no lab may be called so, or one has the number or the name.
    """
    number, name = names.lab(asked)
    slug = name.replace("-", "_")
    values = {
        **{"number": number, "name": name, "slug": slug, "address": asked},
        "title": names.title(name),
        "languages": ", ".join(f'"{code}"' for code, each in LANGUAGES.items() if each.complete),
    }
    made = Made(Changes(project))
    changes = made.changes
    catalogue = changes.text(CATALOGUE)
    if f"lab-{number}" in _labs(catalogue):
        raise names.Refused("lab_exists", {"number": number})
    page, solution = f"labs/{asked}", f"labs/solutions/{asked}"
    for path, template in ((page, "lab/page.md"), (solution, "lab/solution.md")):
        hold_place(project, changes, path)
        write(changes, path, template, values)
    reference, starters = f"code/minimodel/labs/{slug}", f"{STUDENT}/starters/lab-{number}"
    files = {
        f"{reference}/__init__.py": "package.py.txt",
        f"{reference}/solution.py": "reference.py.txt",
        f"{starters}/my_{slug}.py": "starter.py.txt",
        f"{starters}/test_{slug}.py": "starter_test.py.txt",
        f"{starters}/texts.toml": "starter_texts.toml.txt",
        f"{STUDENT}/probes/{slug}.py": "probe.py.txt",
        f"{STUDENT}/checks/{slug}.py": "check.py.txt",
        f"{STUDENT}/variants/{slug}.py": "variants.py.txt",
        f"{STUDENT}/messages/{slug}.toml": "messages.toml.txt",
        f"tests/minimodel/labs/{slug}/test_solution.py": "test_reference.py.txt",
        f"tests/course/student/test_{slug}.py": "test_check.py.txt",
        f"tests/course/student/answers/wrong_{slug}.toml": "wrong.toml.txt",
    }
    for path, template in files.items():
        if os.path.lexists(project / path):
            raise names.Refused("slug_exists", {"file": path})
        changes.create(path, filled(f"lab/{template}", SOURCE_LANGUAGE, values))
    _describe(project, changes, values)
    entry = _entry(f'"lab-{number}"', f'Path("experiments/14-{name}")', f'"{slug}"')
    changes.edit(CATALOGUE, _after_the_labs(catalogue, entry))
    tasks = {
        f"{reference}/solution.py": "left_reference",
        f"docs/{SOURCE_LANGUAGE}/{page}.md": "left_lab_page",
        f"docs/{SOURCE_LANGUAGE}/{solution}.md": "left_solution",
        f"{starters}/": "left_starter",
        f"{STUDENT}/probes/{slug}.py": "left_probe",
        f"{STUDENT}/checks/{slug}.py": "left_lab_check",
        f"{STUDENT}/variants/{slug}.py": "left_variants",
        f"{STUDENT}/messages/{slug}.toml": "left_messages",
        CATALOGUE: "left_catalogue",
        f"tests/course/student/test_{slug}.py": "left_tests",
        f"tests/course/student/answers/wrong_{slug}.toml": "left_wrong",
        f"docs/{SOURCE_LANGUAGE}/index.md": "left_map",
    }
    made.left = [(place, text(key, lang)) for place, key in tasks.items()]
    twins = [
        (f"docs/{code}/{path}.md", text("left_twin", lang, language=called(code, lang)))
        for path in (page, solution)
        for code in translated()
    ]
    made.left[3:3] = twins
    reference_pages = [path for path in changes.edited if path.startswith("docs/")]
    made.left += [(path, text("left_room", lang)) for path in reference_pages[:1]]
    made.left += [
        (f"course start lab-{number}, course check lab-{number}", text("left_try", lang)),
        (f"course run {page}", text("left_run", lang)),
        ("course check-pages --run", text("left_check_run", lang)),
        (f"course translations --stamp {page} …", text("left_stamp_texts", lang)),
    ]
    return made


def _describe(project: Path, changes: Changes, values: Mapping[str, str]) -> None:
    """Have the lab's names described in the reference, below those of the last lab.

    That is done in every language that has a page of its own for it.
    """
    for lang, each in LANGUAGES.items():
        for file in sorted(project.glob(f"docs/{lang}/reference/*.md")) if each.complete else ():
            path = file.relative_to(project).as_posix()
            content = changes.text(path)
            if beside := [*re.finditer(r"^\[API minimodel\.labs\..*\n", content, re.M)]:
                section = filled("lab/room.md", lang, values)
                end = beside[-1].end()
                changes.edit(path, f"{content[:end]}\n{section}{content[end:]}")


def _entry(*arguments: str) -> str:
    """A lab's entry in the catalogue of assignments, as the formatter would have it."""
    given = (*arguments, "on_page=OnPage()")
    line = f"        Assignment({', '.join(given)}),\n"
    if len(line) <= WIDTH + 1:
        return line
    return (
        "        Assignment(\n"
        + "".join(f"            {each},\n" for each in given)
        + "        ),\n"
    )


def _labs(catalogue: str) -> dict[str, int]:
    """The labs of the catalogue of assignments, each with the last line of its entry."""
    return {
        str(call.args[0].value): call.end_lineno or call.lineno
        for call in ast.walk(ast.parse(catalogue))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "Assignment"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and str(call.args[0].value).startswith("lab-")
    }


def _after_the_labs(catalogue: str, entry: str) -> str:
    """The catalogue of assignments with one more, after the last lab."""
    labs = _labs(catalogue)
    if not labs:
        raise CourseError(
            'it has no entry such as Assignment("lab-00", …).',
            file=CATALOGUE,
            fix="List the labs so, each by its name.",
        )
    lines = catalogue.splitlines(keepends=True)
    lines.insert(max(labs.values()), entry)
    return "".join(lines)
