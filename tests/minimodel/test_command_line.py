"""What every command shares: the language it speaks, how it refuses, and how it ends."""

from pathlib import Path

import pytest
from minimodel.command_line import ArgumentParser, preferred_language, quietly


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
