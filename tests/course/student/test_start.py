"""`course start` and `course check` as someone at a terminal meets them."""

from __future__ import annotations

import re
import string
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from course import cli, student
from course.student import texts
from course.student.catalogue import ASSIGNMENTS
from course.student.start import PLACEHOLDER, TEXTS, start, starter_files
from course.texts.errors import CourseError
from minimodel.texts.files import TableError

NAMES = list(ASSIGNMENTS)
TABLES = [path.stem for path in Path(texts.__file__).with_name("messages").iterdir()]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.mark.parametrize("name", NAMES)
def test_starting_writes_every_file(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["start", name]) == 0
    said = capsys.readouterr().out
    folder = ASSIGNMENTS[name].folder
    files = starter_files(name, "en")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files
    assert all(f"written     {file}" in said for file in files)
    assert said.rstrip().endswith(f"course check {name}")
    assert max(map(len, said.splitlines())) <= 80


def test_nothing_is_ever_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path("mine")
    folder.mkdir()
    (folder / "rnn_forward.py").write_text("my own work")
    (folder / "README.md").symlink_to("nowhere")
    assert cli.main(["start", "lab-02", "--into", "mine", "--lang", "es"]) == 0
    said = capsys.readouterr().out
    assert "intacto     rnn_forward.py" in said
    assert "intacto     README.md" in said
    assert "escrito     gru_forward.py" in said
    assert said.rstrip().endswith("course check lab-02 --in mine --lang es")
    assert (folder / "rnn_forward.py").read_text() == "my own work"
    assert (folder / "README.md").is_symlink()
    before = {path: path.lstat().st_mtime_ns for path in folder.iterdir()}
    assert cli.main(["start", "lab-02", "--into", "mine"]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert {path: path.lstat().st_mtime_ns for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["start", "lab-02", "--into", "file"], "file is a file; name a folder."),
        (["start", "lab-02", "--into", "file/x"], "file is a file; name a folder."),
        (["start", "lab-02", "--into", "file", "--lang", "es"], "file es un archivo; nombra"),
        (["start", "lab-02", "--into", "/proc/x"], "cannot write to /proc/x: "),
        (["check", "train-step", "--in", "file"], "file is a file"),
        (["check", "train-step"], "make it with: course start train-step"),
        (["check", "train-step", "--in", "no"], "make it with: course start train-step --into no"),
        (["check", "train-step", "--lang", "es"], "créala con: course start train-step --lang es"),
    ],
)
def test_misuse_is_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("file").write_text("")
    assert cli.main(arguments) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("action", ["start", "check"])
def test_an_unknown_name_is_misuse(action: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = cli.main([action, "lab-99"])
    except SystemExit as ended:  # the parser's
        status = ended.code
    assert status == 2
    assert "lab-99" in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["en", "es"])
def test_checking_a_started_exercise(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["start", "train-step", "--lang", lang]) == 0
    capsys.readouterr()
    assert cli.main(["check", "train-step", "--lang", lang]) == 1
    said = capsys.readouterr().out
    assert texts.text("train_step.heading", lang, folder="exercises/train-step") in said
    assert "✗" in said
    assert "\033" not in said


def test_a_right_answer_is_status_zero(answer, capsys: pytest.CaptureFixture[str]) -> None:
    folder = answer("train_step.py")
    assert cli.main(["check", "train-step", "--in", str(folder)]) == 0
    assert "14 of 14: done." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            *("starters/mine/one.py", "{{does}}", "{{dose}}"),
            "code/course/student/starters/mine/one.py:2: {{dose}} has no text in 'es'. Add dose to",
        ),
        (
            *("starters/mine/texts.toml", ', es = "suma"', ""),
            "code/course/student/starters/mine/one.py:2: {{does}} has no text in 'es'. Add does to",
        ),
        ("starters/mine/texts.toml", '"suma" }', '"suma"', "texts.toml: this is no TOML: Unclosed"),
        ("messages/mine.toml", "heading", "haeding", "messages/mine.toml: 'heading' has no text"),
        ("messages/mine.toml", "es =", "pt =", "messages/mine.toml: 'heading' has no text in 'es'"),
    ],
)
def test_a_text_that_an_author_left_out_names_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str, told: str
) -> None:
    for path, content in (
        ("starters/mine/one.py", "x = 1\n# {{does}}\n"),
        ("starters/mine/texts.toml", 'does = { en = "add", es = "suma" }\n'),
        ("messages/mine.toml", 'heading = { en = "Mine", es = "Lo mío" }\n'),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        text = content.replace(old, new) if path == file else content
        (tmp_path / path).write_text(text, encoding="utf-8")
    for module in ("start", "texts"):
        monkeypatch.setattr(f"course.student.{module}.files", lambda _: tmp_path)
    texts.catalogue.cache_clear()
    with pytest.raises((CourseError, TableError), match=re.escape(told)):
        assert starter_files("mine", "es")["one.py"] == b"x = 1\n# suma\n"
        assert texts.text("mine.heading", "es") == "Lo mío"
    texts.catalogue.cache_clear()


@pytest.mark.parametrize("name", NAMES)
def test_what_a_starter_says_is_in_its_table_in_both_languages(name: str) -> None:
    source = Path(student.__file__).parent / "starters" / name
    said = tomllib.loads((source / TEXTS).read_text(encoding="utf-8"))
    files = {file.name: file.read_text(encoding="utf-8") for file in source.iterdir()}
    assert {key for text in files.values() for key in PLACEHOLDER.findall(text)} == set(said)
    english, spanish = (starter_files(name, lang) for lang in ("en", "es"))
    assert english.keys() == spanish.keys() == files.keys() - {TEXTS}
    for file in english:
        if file.endswith(".py"):
            assert english[file] != spanish[file]
            compile(spanish[file], file, "exec")
        assert b"{{" not in english[file] + spanish[file]
    assert any(b"TODO" in content for content in english.values())
    assert any(file.startswith("test_") for file in english)


@pytest.mark.parametrize("name", NAMES)
def test_shape_tests_run_with_plain_pytest(name: str, tmp_path: Path) -> None:
    start(name, tmp_path / "x", "en")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "x"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr  # collected, and there is work to do
    assert " failed" in ran.stdout
    assert "ModuleNotFoundError" not in ran.stdout


@pytest.mark.parametrize("table", TABLES)
def test_every_text_is_in_both_languages_with_the_same_values(table: str) -> None:
    for key, languages in texts.catalogue(table).items():
        assert set(languages) == {"en", "es"}, key
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(languages[lang]) if name}
            for lang in ("en", "es")
        ]
        assert fields[0] == fields[1], key
