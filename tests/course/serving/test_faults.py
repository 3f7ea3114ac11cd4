"""What ended a build, as the panel in the browser says it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jinja2
import pytest
from course.serving import faults, panel
from course.serving.faults import Fault
from course.texts.errors import CourseError, CourseErrors
from mkdocs.exceptions import Abort, PluginError
from mkdocs.utils.yaml import yaml_load

PAGE = CourseError("block 'one' raised X.", file="docs/en/x.md", line=7, fix="Mend it.")


def broken_yaml(folder: Path) -> None:
    file = folder / "mkdocs.yml"
    file.write_text("site_name: x\nnav: [\n")
    with file.open() as text:
        yaml_load(text)


def broken_template(folder: Path) -> None:
    (folder / "main.html").write_text("a\n{% if %}\n")
    jinja2.Environment(loader=jinja2.FileSystemLoader(folder)).get_template("main.html")


def broken_code(folder: Path) -> None:
    compile("x = (\n", str(folder / "code" / "x.py"), "exec")


def undefined_name(folder: Path) -> None:
    (folder / "main.html").write_text("a\n{{ page.title.none() }}\n")
    loader = jinja2.FileSystemLoader(folder)
    jinja2.Environment(loader=loader).get_template("main.html").render(page={"title": ""})


def aborted(folder: Path) -> None:
    error = Abort("Aborted with a BuildError!")
    error.__context__ = PluginError("docs/en/x.md:3: no image. Add it.")
    raise error


def course_error(folder: Path) -> None:
    raise CourseErrors([PAGE])


@pytest.mark.parametrize(
    ("fail", "file", "line", "cause"),
    [
        (broken_yaml, "mkdocs.yml", 3, "expected the node content"),
        (broken_template, "main.html", 2, "Expected an expression"),
        (broken_code, "code/x.py", 1, "SyntaxError"),
        (undefined_name, "main.html", 2, "UndefinedError"),
        (aborted, "docs/en/x.md", 3, "no image. Add it."),
        (course_error, "docs/en/x.md", 7, "block 'one' raised X."),
    ],
)
def test_a_fault_has_its_place_whatever_raised_it(
    tmp_path: Path, fail: Callable[[Path], None], file: str, line: int, cause: str
) -> None:
    with pytest.raises(BaseException) as caught:
        fail(tmp_path)
    (fault,) = faults.of(caught.value, [], tmp_path)
    assert (fault.file, fault.line) == (file, line)
    assert cause in fault.cause


def test_where_mkdocs_only_counts_what_it_said_that_is_shown(tmp_path: Path) -> None:
    said = [
        "Config value 'nav': wrong.",
        "Doc file 'x.md' has no link.",
        "Doc file 'x.md' has no link.",
    ]
    shown = faults.of(Abort("Aborted with 2 warnings in strict mode!"), said, tmp_path)
    assert [fault.cause for fault in shown] == said[:2]


@pytest.mark.parametrize(("lang", "remedy"), [("en", "Remedy"), ("es", "Remedio")])
def test_the_panel_speaks_the_language_of_the_page_and_shows_text_as_text(
    lang: str, remedy: str
) -> None:
    shown = panel.markup([Fault("<b> & co", "docs/en/x.md", 7)], lang)
    assert f"<dt>{remedy}</dt>" in shown
    assert "&lt;b&gt; &amp; co" in shown
    assert "<code>docs/en/x.md</code>" in shown
    assert panel.markup([], lang) == ""
