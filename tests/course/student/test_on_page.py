"""An exercise on its page: where its panel stands."""

import pytest
from course import cli
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
