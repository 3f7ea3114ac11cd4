"""Code that a reader sees runs when he copies it: nothing in it comes from what he doesn't see."""

from __future__ import annotations

from pathlib import Path

import pytest
from course.running.parts import parts_of
from site_project import ROOT, Project, block, faults


def page(*blocks: tuple[str, str]) -> str:
    """A page of blocks, each of code and its options."""
    return "# A page\n\n" + "\n".join(
        block(code, options, f"b{number}") for number, (code, options) in enumerate(blocks)
    )


HIDDEN = 'source="hidden"'
FOLDED = 'source="folded"'


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([("x = 1", HIDDEN), ("print(x)", "")], "'x' from block 'b0'"),
        ([("x = 1", HIDDEN), ("print(x)", FOLDED)], "block 'b1' is shown"),
        ([("import math", HIDDEN), ("def f():\n    return math.pi", "")], "'math' from"),
        ([("x = 1", ""), ("y = 2", HIDDEN), ("z = x + y", "")], "takes 'y' from block 'b1'"),
        ([("def f():\n    pass", HIDDEN), ("x = [f() for _ in 'ab']", "")], "'f' from"),
    ],
)
def test_what_is_shown_takes_nothing_from_what_is_hidden(
    tmp_path: Path, blocks: list[tuple[str, str]], said: str
) -> None:
    project = Project(tmp_path)
    project.page(page(*blocks))
    found = faults(project)
    assert said in found
    assert 'source="folded"' in found  # what to do
    assert found.count("\n") == 0, "once, not once a language"
    opened = f'```python exec id="b{len(blocks) - 1}"'
    lines = page(*blocks).split("\n")
    (line,) = (n for n, text in enumerate(lines, 1) if text.startswith(opened))
    assert found.startswith(f"docs/en/labs/x.md:{line}: ")


@pytest.mark.parametrize(
    "blocks",
    [
        [("x = 1", ""), ("print(x)", "")],
        [("x = 1", FOLDED), ("print(x)", "")],
        [("x = 1", HIDDEN), ("print(x)", HIDDEN)],
        [("x = 1", HIDDEN), ("x = 2\nprint(x)", "")],
        [("x = 1", ""), ("x = 2", HIDDEN), ("print(x)", "")],  # seen, if with another value
        [("print(lang)", "")],
    ],
)
def test_what_is_seen_may_be_used(tmp_path: Path, blocks: list[tuple[str, str]]) -> None:
    project = Project(tmp_path)
    project.page(page(*blocks))
    session = project.session()
    session.prepare()
    session.close()


def test_the_first_code_that_speaks_says_where_its_language_comes_from(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.page(page(("print(lang)", HIDDEN), ("x = 1", ""), ("print(lang)", ""), ("lang", "")))
    session = project.session()
    for lang in ("en", "es"):
        parts = parts_of(session.page(lang, "labs/x"), session.page("en", "labs/x"), ROOT / "code")
        assert [part.preface for part in parts] == ["", "", f'lang = "{lang}"', ""]
    session.close()
