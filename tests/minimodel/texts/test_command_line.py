"""What every command shares: the language it speaks, how it refuses, and how it ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from minimodel.texts.command_line import ArgumentParser, preferred_language, quietly

SAYS_SOMETHING = """
import sys
from minimodel.texts.command_line import quietly
def command():
    print("π → ñ")
    if sys.stdin.isatty() or sys.stdin.read():
        print("read")
raise SystemExit(quietly(command, "tool: error"))
"""


def python(program, redirected="", **environment):
    """Run a program in a shell, so that any of its streams can be closed."""
    return subprocess.run(
        ["sh", "-c", f'"$0" -c "$1" {redirected}', sys.executable, program],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"LC_ALL": "C.UTF-8"} | environment,
    )


@pytest.mark.parametrize(
    ("arguments", "locale", "lang"),
    [
        ([], "es_MX.UTF-8", "es"),
        ([], "de_DE.UTF-8", "en"),
        (["--lang", "en"], "es_MX.UTF-8", "en"),
        (["x", "--lang=es", "--y"], "C", "es"),
        (["--lang", "fr"], "es", "es"),  # the command's own parser refuses it
        (["--lang"], "C", "en"),
    ],
)
def test_the_language_is_the_one_asked_for_or_the_locales(arguments, locale, lang, monkeypatch):
    monkeypatch.setenv("LC_ALL", locale)
    assert preferred_language(arguments) == lang


@pytest.mark.parametrize(
    ("arguments", "english", "spanish"),
    [
        ([], "these arguments are missing: FILE", "faltan estos argumentos: FILE"),
        (
            ["f", "--n", "x"],
            "--n: 'x' is no value of type int",
            "--n: 'x' no es un valor de tipo int",
        ),
        (["f", "--n"], "--n: one value is expected", "--n: se espera un valor"),
        (["f", "--s"], "--s: at least one value is", "--s: se espera al menos un valor"),
        (["f", "g"], "unknown arguments: g", "argumentos desconocidos: g"),
        (
            ["f", "--k", "c"],
            "--k: 'c' is not one of 'a', 'b'",
            "--k: 'c' no es ninguno de 'a', 'b'",
        ),
        (["f", "--long"], "--long is ambiguous: ", "--long es ambiguo: "),
    ],
)
def test_bad_arguments_are_one_line_in_the_readers_language(arguments, english, spanish, capsys):
    for lang, said in (("en", english), ("es", spanish)):
        parser = ArgumentParser(lang=lang, speaker="tool")
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--n", type=int)
        parser.add_argument("--s", nargs="+")
        parser.add_argument("--k", choices=["a", "b"])
        parser.add_argument("--longer")
        parser.add_argument("--longest")
        with pytest.raises(SystemExit) as ended:
            parser.parse_args(arguments)
        assert ended.value.code == 2
        told = capsys.readouterr().err
        assert told.startswith(f"tool: {said}")
        assert told.count("\n") == 1


def test_a_command_that_is_interrupted_just_ends():
    def interrupted():
        raise KeyboardInterrupt

    assert quietly(interrupted) == 130
    assert quietly(lambda: None) == 0
    assert quietly(lambda: 1) == 1


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_output_that_cannot_be_written_is_one_line(unbuffered):
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    found = python(SAYS_SOMETHING, ">/dev/full", PYTHONUNBUFFERED=unbuffered)
    assert found.returncode == 2
    assert found.stderr.decode() == (
        "tool: error: cannot write the output: No space left on device\n"
    )


@pytest.mark.parametrize("closed", [">&-", "<&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_no_reason_to_fail(closed):
    found = python(SAYS_SOMETHING, closed)
    assert (found.returncode, found.stderr) == (0, b"")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_character_that_the_encoding_lacks_is_a_question_mark(encoding):
    found = python(SAYS_SOMETHING, PYTHONIOENCODING=encoding)
    assert (found.returncode, found.stderr) == (0, b"")
    assert found.stdout.decode(encoding) == ("? ? ñ\n" if encoding == "cp1252" else "? ? ?\n")


def test_a_byte_that_is_no_text_can_be_read():
    found = python(SAYS_SOMETHING, f"< {__file__}", PYTHONIOENCODING="ascii")
    assert found.stdout.splitlines()[-1] == b"read"  # this file has an ñ


def test_a_reader_who_goes_away_ends_it():
    found = python(SAYS_SOMETHING.replace('"π → ñ"', '"x" * 100_000'), "| true")
    assert found.stderr == b""


def test_an_error_of_another_file_is_not_one_of_the_output(tmp_path):
    with pytest.raises(FileNotFoundError):
        quietly(lambda: int((tmp_path / "no").read_text()))


def test_a_help_has_its_headings_in_the_readers_language(capsys):
    for lang, words in (
        ("en", ["usage: tool", "positional arguments:", "options:", "show this help"]),
        ("es", ["uso: tool", "argumentos posicionales:", "opciones:", "muestra esta ayuda"]),
    ):
        parser = ArgumentParser(prog="tool", lang=lang)
        parser.add_argument("file")
        with pytest.raises(SystemExit):
            parser.parse_args(["--help"])
        shown = capsys.readouterr().out
        assert [word for word in words if word not in shown] == []


def test_no_name_is_not_the_folder_that_one_is_in(capsys):
    parser = ArgumentParser(prog="tool", lang="es")
    parser.add_argument("--out", type=Path)
    parser.add_argument("folders", nargs="*", type=Path)
    assert parser.parse_args(["--out", "."]).out == Path()
    for arguments, name in ((["--out", ""], "--out"), (["a", ""], "folders")):
        with pytest.raises(SystemExit) as ended:
            parser.parse_args(arguments)
        said = f"error: {name}: '' no nombra ningún archivo ni carpeta (consulta --help)\n"
        assert (ended.value.code, capsys.readouterr().err) == (2, said)
