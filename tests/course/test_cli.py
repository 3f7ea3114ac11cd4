"""The `course` command as someone at a terminal meets it."""

from __future__ import annotations

import json
import subprocess
import sys

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
    assert cli.main(["run", "labs/x", "--figures", "drawn", "--lang", "es"]) == 0
    assert (project.folder / "drawn" / "two.es.svg").is_file()
    assert (project.folder / "drawn" / "two.svg").read_text() == saved


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


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "docs/en/labs/x.md/figures cannot be read or written: Not a directory;"),
        ("es", "docs/en/labs/x.md/figures: una parte de la ruta no es una carpeta;"),
    ],
)
def test_whatever_the_system_refuses_is_one_line(
    capsys: pytest.CaptureFixture[str], lang: str, said: str
) -> None:
    figures = "docs/en/labs/x.md/figures"
    assert cli.main(["run", "labs/x", "--figures", figures, "--lang", lang]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.startswith("course: ") and told.count("\n") == 1


def test_pages_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["pages"]) == 0
    assert capsys.readouterr().out.split() == ["labs/x", "Title"]


def test_all_pages_are_checked(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check-pages", "--run"]) == 0
    assert capsys.readouterr().out == "All pages run, and all languages agree.\n"
    project.page("# Title\n\n" + block("1 / 0"))
    assert cli.main(["check-pages"]) == 0
    assert "To run them too: course check-pages --run" in capsys.readouterr().out
    assert cli.main(["check-pages", "--run"]) == 1
    told = capsys.readouterr().err.strip().splitlines()
    assert told[0].startswith("course: docs/en/labs/x.md:4: block 'one' raised ZeroDivisionError")
    assert len(told) == 2  # one line a language


@pytest.mark.parametrize(
    ("english", "fault"),
    [
        ("# T\n\n```python exec id='a' colour='red'\n1\n```\n", "docs/en/labs/x.md:3: "),
        ("# T\n\n[there](../labs/y.md)\n", "docs/en/labs/x.md:3: "),
        (
            '# T\n\n```python file="minimodel/none.py"\n```\n',
            "docs/en/labs/x.md:3: ",
        ),
        (
            '# T\n\n```python file="minimodel/sequence_baselines/rnn.py" region="tanh"\n```\n',
            "docs/en/labs/x.md:3: ",
        ),
        (
            "# T\n\n````walk file='minimodel/sequence_baselines/rnn.py' name='sigmoid'\n"
            "@ return 0\nNothing.\n````\n",
            "docs/en/labs/x.md:",
        ),
    ],
)
def test_what_needs_no_run_is_found_without_one(
    project: Project,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    english: str,
    fault: str,
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a page was run")

    monkeypatch.setattr("course.session.Session.run", refuse)
    monkeypatch.setattr("course.running.computations.Computations.begin", refuse)
    project.page(english.replace("'", '"'))
    assert cli.main(["check-pages"]) == 1
    assert capsys.readouterr().err.startswith(f"course: {fault}")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "labs/99"], "there is no page 'labs/99'; the pages are: labs/x."),
        (["run", "labs/99", "--lang", "es"], "no existe la página 'labs/99'"),
        (["run"], "course: these arguments are missing: PAGE (see --help)"),
        (["run", "labs/x", "--lang", "fr"], "course: --lang: 'fr' is not one of 'en', 'es'"),
        (["run", "--lang", "es"], "course: faltan estos argumentos: PAGE (consulta --help)"),
        (["fly"], "course: COMMAND: 'fly' is not one of 'run', 'notebook'"),
    ],
)
def test_misuse_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert message in told
    assert told.count("\n") == 1


def test_a_page_that_fails_ends_in_status_one(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.page("# T\n\n" + block("print('before')\n1 / 0"))
    assert cli.main(["run", "labs/x"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("course: docs/en/labs/x.md:5: block 'one' raised ZeroDivisionError")
    assert "Traceback" not in told


@pytest.mark.parametrize(
    "command", ["course.cli pages", "course.cli --help", "minimodel.labs.vanishing --help"]
)
def test_a_reader_who_has_read_enough_sees_no_traceback(command: str) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", *command.split()],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout and running.stderr
    running.stdout.close()  # as `| head` does
    assert running.stderr.read() == ""
    assert running.wait() in (0, 141)  # argparse itself passes over a closed pipe


def test_help_imports_nothing_that_takes_long() -> None:
    code = (
        "import sys; from course.cli import main\n"
        "try: main(['--help'])\n"
        "finally: print(*sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.rpartition("\n\n")[2].split())
    assert "course.cli" in loaded
    assert not loaded & {"numpy", "matplotlib", "nbformat", "markdown", "mkdocs"}


def test_a_language_that_is_missing_is_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["pages", "--lang"])
    assert ended.value.code == 2
    assert "--lang: one value is expected" in capsys.readouterr().err
