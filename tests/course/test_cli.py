"""The `course` command as someone at a terminal meets it."""

from __future__ import annotations

import json

import pytest
from course import cli
from site_project import ROOT, Project, block

FIGURE = "from matplotlib.figure import Figure\nfigure = Figure()\naxes = figure.subplots()\nfigure"


@pytest.fixture(autouse=True)
def here(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds the small project, and writes into its folder."""
    (project.folder / "code").symlink_to(ROOT / "code")
    monkeypatch.setattr(cli, "PROJECT", project.folder)
    monkeypatch.chdir(project.folder)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    project.page(
        "# Title\n\n" + block("print('said', lang)") + "\n" + block(FIGURE, 'alt="Axes."', "two")
    )


def test_a_page_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "labs/x"]) == 0
    said = capsys.readouterr().out
    assert "── one ──\nsaid en\n" in said
    assert "[figure, saved with --figures DIR: Axes.]" in said


def test_it_runs_in_the_language_asked_for_or_the_locale(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.main(["run", "labs/x", "--lang", "es"]) == 0
    assert "said es" in capsys.readouterr().out
    monkeypatch.setenv("LC_ALL", "es_MX.UTF-8")
    assert cli.main(["run", "labs/x.md"]) == 0
    said = capsys.readouterr().out
    assert "said es" in said
    assert "[gráfica; se guarda con --figures DIR: ES Axes.]" in said


def test_figures_are_saved(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "labs/x", "--figures", "drawn"]) == 0
    saved = (project.folder / "drawn" / "two.svg").read_text()
    assert saved.startswith('<svg xmlns="http://www.w3.org/2000/svg"')


def test_a_notebook_is_written_and_never_overwritten(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["notebook", "labs/x", "--lang", "es"]) == 0
    target = project.folder / "x.ipynb"
    assert json.loads(target.read_text())["metadata"]["title"] == "Title"
    target.write_text("mine")
    assert cli.main(["notebook", "labs/x"]) == 2
    assert "x.ipynb exists" in capsys.readouterr().err
    assert target.read_text() == "mine"
    assert cli.main(["notebook", "labs/x", "--force"]) == 0
    assert target.read_text() != "mine"


def test_a_folder_that_cannot_be_written_is_reported(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["notebook", "labs/x", "--output", "no/such/x.ipynb"]) == 2
    assert "cannot write no/such/x.ipynb" in capsys.readouterr().err


def test_pages_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["pages"]) == 0
    assert capsys.readouterr().out.split() == ["labs/x", "Title"]


def test_all_pages_are_checked(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check-pages"]) == 0
    project.page("# Title\n\n" + block("1 / 0"))
    assert cli.main(["check-pages"]) == 1
    told = capsys.readouterr().err.strip().splitlines()
    assert told[0].startswith("course: docs/en/labs/x.md:4: block 'one' raised ZeroDivisionError")
    assert len(told) == 2  # one line a language


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "labs/99"], "there is no page 'labs/99'; the pages are: labs/x."),
        (["run", "labs/99", "--lang", "es"], "no existe la página 'labs/99'"),
        (["run"], "the following arguments are required: PAGE"),
        (["run", "labs/x", "--lang", "fr"], "invalid choice: 'fr'"),
        (["fly"], "invalid choice: 'fly'"),
    ],
)
def test_misuse_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def test_a_page_that_fails_ends_in_status_one(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.page("# T\n\n" + block("print('before')\n1 / 0"))
    assert cli.main(["run", "labs/x"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("course: docs/en/labs/x.md:5: block 'one' raised ZeroDivisionError")
    assert "Traceback" not in told
