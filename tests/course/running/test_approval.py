"""Output that was approved, and output that has drifted from it."""

from __future__ import annotations

import pytest
from course.running import approval
from course.texts.errors import CourseErrors
from site_project import Project, block


@pytest.mark.parametrize(
    ("approved", "found"),
    [
        ("‖h‖ 0.225\n", "‖h‖ 0.226\n"),
        ("g 1.2e-15", "g 1.3e-15"),
        ("norma 0,225", "norma 0,224"),
        ("loss 1234567.1", "loss 1234567.9"),
    ],
)
def test_the_last_digit_of_a_measurement_may_differ(approved: str, found: str) -> None:
    assert approval.difference(approved, found) == ""


@pytest.mark.parametrize(
    ("approved", "found"),
    [
        ("‖h‖ 0.225", "‖h‖ 0.227"),
        ("g 1.2e-15", "g 1.2e-14"),
        ("240 lines", "241 lines"),
        ("a 0.1", "b 0.1"),
        ("one\n", "one\ntwo\n"),
        ("x 0.5", "x -0.5"),
    ],
)
def test_anything_more_is_a_difference(approved: str, found: str) -> None:
    assert approval.difference(approved, found)


def test_the_difference_shows_only_what_counts() -> None:
    diff = approval.difference("a 0.10\nb 2.0\nc\n", "a 0.11\nb 3.0\nc\n")
    assert "-b 2.0\n+b 3.0" in diff
    assert "0.11" not in diff


PAGE = "# T\n\n```python exec approved id=\"one\"\nprint('x', 0.5)\n```\n"


def test_a_page_is_held_against_what_was_approved(project: Project) -> None:
    project.page(PAGE)
    with pytest.raises(CourseErrors, match=r"docs/en/labs/x\.md:3: .*no approved output.*approve"):
        project.session().prepare()
    assert project.session().approve("labs/x")
    project.session().prepare()
    project.page(PAGE.replace("0.5", "0.7"))
    with pytest.raises(
        CourseErrors, match=r"(?s)differs from what was approved.*-x 0\.5\n\+x 0\.7"
    ):
        project.session().prepare()
    assert project.session().approve("labs/x")
    project.session().prepare()


def test_only_printed_text_can_be_approved(project: Project) -> None:
    project.page("# T\n\n" + block("1").replace("exec", "exec approved"))
    with pytest.raises(CourseErrors, match="prints nothing that could be approved"):
        project.session().prepare()


def test_approving_removes_what_no_block_asks_for(project: Project) -> None:
    project.page(PAGE)
    project.session().approve("labs/x")
    project.page(PAGE.replace('id="one"', 'id="two"'))
    project.session().approve("labs/x")
    kept = sorted(path.name for path in (project.approved / "labs" / "x").iterdir())
    assert kept == ["two.en.txt", "two.es.txt"]
