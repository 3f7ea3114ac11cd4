"""An exercise on its page: where its panel stands, and which answers a browser is given."""

import page_checks
import pytest
from course import cli
from course.student.catalogue import ASSIGNMENTS
from course.student.on_page import panels
from course.texts.errors import CourseError
from site_project import ROOT, Project


def test_a_page_that_names_no_such_exercise_fails() -> None:
    with pytest.raises(CourseError, match="'lab-09' is not done on a page"):
        panels('<div data-exercise="lab-09"></div>', "en", "../", "labs/09.md")


def test_a_panel_of_no_exercise_is_found_in_seconds_with_its_line(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a build it would be said minutes later, of a page that has been run."""
    monkeypatch.setattr(cli, "PROJECT", project.folder)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    (project.folder / "code").symlink_to(ROOT / "code", target_is_directory=True)
    panel = '<div data-exercise="{}"></div>\n'
    shown = "```html\n" + panel.format("lab-98") + "```\n"
    project.page(f"# T\n\nWords.\n\n{shown}\n" + panel.format("lab-00"))
    assert cli.main(["check-pages"]) == 0
    project.page(f"---\nminutes: 3\n---\n# T\n\n{shown}\nWords.\n\n" + panel.format("lab-99"))
    capsys.readouterr()
    assert cli.main(["check-pages"]) == 1
    said = capsys.readouterr().err
    for lang in ("en", "es"):
        assert (
            f"docs/{lang}/labs/x.md:12: data-exercise: 'lab-99' is not done on a page. Those that "
            "are: lab-00, "
        ) in said
    assert "Give it on_page=OnPage() in code/course/student/catalogue.py." in said
    assert "lab-98" not in said


@pytest.mark.parametrize(
    "name",
    [e.name for e in ASSIGNMENTS.values() if e.on_page and e.name not in page_checks.FOLDERS],
)
def test_each_exercise_has_answers_right_and_wrong_for_the_comparison_in_a_browser(
    name: str,
) -> None:
    """The comparison itself takes a built site and minutes; what it lacks is seen here."""
    answers = dict(page_checks.cases(name, 2))
    right, late, *wrong = answers.values()
    file = page_checks.program(name)
    assert late[file].endswith(b"raise ValueError('late')\n")
    assert wrong
    assert all(each.keys() == right.keys() and each != right for each in wrong)
