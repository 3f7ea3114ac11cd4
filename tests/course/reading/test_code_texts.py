"""Texts that stand in two languages below `code/`, and a change of one that its twin lacks."""

from __future__ import annotations

from pathlib import Path

import pytest
from course import cli
from course.reading import code_texts
from site_project import ROOT, Project

FILES = {
    "labels/norm.toml": (
        'norm = { en = "the norm", es = "la norma" }\nred = { en = "r", es = "r" }\n'
    ),
    "messages.toml": '[en]\nhelp = "help"\nrows = ["a"]\n\n[es]\nhelp = "ayuda"\nrows = ["b"]\n',
    "sizes.toml": "[seconds]\nbase = 1.5\n",
    "report.py": (
        'README = {\n    "en": """# Report\n\nWords, and more words.\n""",\n'
        '    "es": "# Informe",\n}\n'
        'DAYS = {"en": ("one", "two"), "es": ("uno", "dos")}\n'
        "def forms():\n"
        '    return {"en": "form", "es": "forma"}\n'
        'ENDINGS = {"en": 3, "ar": 4}\n'
        'LANGUAGES = {"en": Language(","), "es": Language(".")}\n'
    ),
}


@pytest.fixture(autouse=True)
def here(project: Project, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with texts of each form, all of them stamped; returns its folder."""
    for name, content in FILES.items():
        file = project.folder / "code" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    project.page("# Title\n\nText.\n")
    monkeypatch.setattr(cli, "PROJECT", project.folder)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert cli.main(["translations", "--stamp"]) == 0
    return project.folder


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Change a file below `code/`."""
    file = folder / "code" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_every_form_is_found_with_its_places(here: Path) -> None:
    found = code_texts.read_all(here / "code")
    assert {path: [text.key for text in each.texts] for path, each in found.items()} == {
        "code/labels/norm.toml": ["norm", "red"],
        "code/messages.toml": ["help", "rows"],
        "code/report.py": ["README", "DAYS", "forms"],
    }
    assert found["code/messages.toml"].texts[0].places == {
        "en": "code/messages.toml:2",
        "es": "code/messages.toml:6",
    }
    assert found["code/report.py"].texts[0].places["es"] == "code/report.py:6"


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "diff"),
    [
        ("labels/norm.toml", "the norm", "its norm", "code/labels/norm.toml:1", "+its norm"),
        ("messages.toml", '"help"', '"more help"', "code/messages.toml:6", "+more help"),
        ("report.py", "more words", "numbers", "code/report.py:6", "+Words, and numbers."),
        ("report.py", '"two"', '"too"', "code/report.py:8", "+('one', 'too')"),
    ],
)
def test_an_english_change_is_listed_where_the_spanish_stands_until_it_is_stamped(
    here: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    old: str,
    new: str,
    place: str,
    diff: str,
) -> None:
    assert cli.main(["translations"]) == 0
    change(here, name, old, new)
    capsys.readouterr()
    assert cli.main(["translations"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith(f"{place}: behind code/{name}")
    assert diff in said
    assert said[-1].startswith("1 to bring up to date.")
    assert cli.main(["translations", "--stamp", f"code/{name}"]) == 0
    assert cli.main(["translations"]) == 0


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("labels/norm.toml", "la norma", "su norma"),
        ("labels/norm.toml", "red = ", "\n# moved\nred = "),
        ("report.py", "Words, and more words.", "Words,\nand more words."),
    ],
)
def test_what_no_translator_has_to_read_leaves_all_up_to_date(
    here: Path, name: str, old: str, new: str
) -> None:
    change(here, name, old, new)
    assert cli.main(["translations"]) == 0


@pytest.mark.parametrize(
    ("name", "old", "place"),
    [
        ("labels/norm.toml", ', es = "la norma"', "code/labels/norm.toml:1: 'norm'"),
        ("messages.toml", 'help = "ayuda"\n', "code/messages.toml:5: 'help'"),
    ],
)
def test_a_text_without_a_translation_is_listed_and_not_stamped(
    here: Path, capsys: pytest.CaptureFixture[str], name: str, old: str, place: str
) -> None:
    change(here, name, old, "")
    capsys.readouterr()
    assert cli.main(["translations"]) == 1
    assert f"{place} has no text in 'es'. Translate what code/" in capsys.readouterr().out
    for command in (["translations", "--stamp"], ["check-pages"]):
        assert cli.main(command) == 1
        assert place in capsys.readouterr().err


def test_many_missing_texts_are_one_line_of_the_check_and_one_each_of_their_file(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for lacking in (', es = "la norma"', ', es = "r"'):
        change(here, "labels/norm.toml", lacking, "")
    capsys.readouterr()
    assert cli.main(["check-pages"]) == 1
    told = "labels/norm.toml: 2 texts have no words in 'es'. Translate them: course translations c"
    assert told in capsys.readouterr().err
    assert cli.main(["translations", "code/labels/norm.toml"]) == 1
    assert [line[:30] for line in capsys.readouterr().out.splitlines()] == [
        "code/labels/norm.toml:1: 'norm",
        "code/labels/norm.toml:2: 'red'",
        "2 to bring up to date. Mark wh",
    ]


def test_a_broken_catalogue_is_one_line(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(here, "messages.toml", 'help = "help"', "help = ")
    for command in ("translations", "check-pages"):
        assert cli.main([command]) == 1
        told = capsys.readouterr().err
        assert told.startswith("course: code/messages.toml: this is no TOML: ")
        assert told.count("\n") == 1


def test_all_texts_of_the_course_have_a_spanish_twin() -> None:
    found = code_texts.read_all(ROOT / "code")
    assert sum(len(each.texts) for each in found.values()) > 900
    assert {path: each.without("es") for path, each in found.items() if each.without("es")} == {}
