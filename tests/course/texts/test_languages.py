"""A third language on its way: wherever it is still missing, one clear line says so."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from course.texts.languages import LANGUAGES
from course.texts.numerals import localized
from minimodel.exercises.lstm_figures import BATCH
from minimodel.tasks.digit_names import NAMES
from minimodel.tasks.sentiment import ALTHOUGH
from minimodel.tasks.word_by_word import CAT, CHASES
from minimodel.texts import languages
from minimodel.texts.command_line import preferred_language
from minimodel.texts.labels import percent
from mkdocs_project import MkDocsProject
from site_project import ROOT, Project

FRENCH = languages.Language("French", "Français", ",", "\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")
PROGRAM = """
import pathlib, runpy, sys
from minimodel.texts import languages
languages.LANGUAGES["fr"] = languages.Language("French", "Français", ",", " ", " ")
if sys.argv[1] == "course":
    from course import cli
    cli.PROJECT = pathlib.Path.cwd()
    sys.exit(cli.main(sys.argv[2:]))
sys.argv[:] = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__")
"""


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("course pages --lang fr", "messages.toml: 'help_lang' has no text in 'fr'"),
        ("course check lab-00 --lang fr", "messages.toml: 'help_lang' has no text in 'fr'"),
        ("minimodel.corpus --lang fr", "'command.corpus' has no text in 'fr'"),
        ("course check-pages", "docs/fr/labs/x.md: the page is missing; docs/en/labs/x.md has"),
        ("course translations", "docs/fr/labs/x.md: there is no such page."),
        ("course translations labels.toml", "there is no page 'labels.toml'"),
        ("course translations code/labels.toml", "'norm' has no text in 'fr'. Translate what"),
    ],
)
def test_each_command_says_what_the_new_language_lacks(
    project: Project, command: str, told: str
) -> None:
    project.page("# Title\n\nText.\n")
    (project.folder / "code").mkdir()
    (project.folder / "code" / "labels.toml").write_text('norm = { en = "norm", es = "norma" }\n')
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *command.split()],
        cwd=project.folder,
        env={"LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
    )
    said = ran.stdout + ran.stderr
    assert ran.returncode in (1, 2)
    assert told in said
    assert "Traceback" not in said


def test_numbers_and_locales_follow_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(languages.LANGUAGES, "fr", FRENCH)
    assert localized("1,234.5%", "fr") == "1\N{NO-BREAK SPACE}234,5\N{NO-BREAK SPACE}%"
    assert percent(0.125, "fr", 1) == "12,5\N{NO-BREAK SPACE}%"
    for name in ("fr_CA.UTF-8", "French_Canada"):
        monkeypatch.setenv("LC_ALL", name)
        assert preferred_language([]) == "fr"


@pytest.mark.build
def test_a_language_that_only_the_configuration_names_is_one_line(tmp_path: Path) -> None:
    small = MkDocsProject(tmp_path)
    config = small.folder / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    spanish = next(line for line in text.splitlines() if "locale: es" in line)
    lines = f"{spanish.replace('es', 'fr')}\n{' ' * spanish.index('locale')}name: Français\n"
    config.write_text(text.replace(spanish, lines + spanish, 1), encoding="utf-8")
    ran = small.build()
    assert ran.returncode == 1
    told = "mkdocs.yml: the language 'fr' is missing in code/minimodel/texts/languages.py"
    assert told in ran.stdout
    assert "Traceback" not in ran.stdout


def test_the_site_has_the_languages_of_the_table() -> None:
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert [line.split()[-1] for line in config.splitlines() if "- locale:" in line] == [*LANGUAGES]


# What a network reads or a figure shows is in certain languages, whatever those of the site are.
CONTENT = {
    *("minimodel/corpus/conjugation.py", "minimodel/exercises/date_texts.py"),
    *("minimodel/tasks/word_by_word.py", "minimodel/tasks/sequence_kinds.py"),
    *("minimodel/tasks/sentiment.py", "minimodel/tasks/digit_names.py"),
    *("minimodel/labs/vanishing/report.py", "minimodel/labs/forward/report.py"),
    *("minimodel/exercises/lstm_figures.py", "course/student/starters/dates/test_dates.py"),
    *("course/writing/foreign_words.py", "course/terms/glossary.py"),
}


def test_nothing_but_the_table_names_the_other_language() -> None:
    named = {
        file.relative_to(ROOT / "code").as_posix()
        for file in (ROOT / "code").rglob("*")
        if file.suffix in (".py", ".html", ".js")
        and re.search(r"[\"']es[\"']", file.read_text(encoding="utf-8"))
    }
    assert named == {"minimodel/texts/languages.py", *CONTENT}
    scripts = (ROOT / "docs" / "assets" / "javascripts").rglob("*.js")
    assert not [file for file in scripts if re.search(r"[\"']es[\"']", file.read_text("utf-8"))]


def test_no_code_asks_for_a_language_by_name() -> None:
    asked = re.compile(r"""[!=]==? *["'](?:en|es)["']|\(["']en["'], ["']es["']\)""")
    assert asked.search('if lang == "en":') and asked.search("for lang in ('en', 'es'):")
    files = [each for each in (ROOT / "code").rglob("*") if each.suffix in (".py", ".html", ".js")]
    found = {
        each.relative_to(ROOT / "code").as_posix() for each in files if asked.search(_of(each))
    }
    assert found == {"course/writing/foreign_words.py"}  # languages of the corpora


def test_no_block_of_a_page_has_a_table_by_language_of_its_own() -> None:
    """A language that is under way has no entry in it, and nobody would list what is missing."""
    own = re.compile(r"\[lang\]|^ *[\"']en[\"']:|\([\"']en[\"'], [\"']es[\"']\)", re.M)
    assert own.search("CAT[lang]") and own.search('texts = {\n    "en": 1,\n}')
    pages = [each for each in (ROOT / "docs/en").rglob("*.md") if each.parent.name != "authors"]
    assert len(pages) > 40
    assert not [each for each in pages if own.search(_of(each))]


@pytest.mark.parametrize("words", [CAT, NAMES, ALTHOUGH, CHASES, BATCH])
def test_what_pages_show_falls_back_while_a_language_is_under_way(
    words: Mapping[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = dataclasses.replace(FRENCH, complete=False)
    monkeypatch.setitem(languages.LANGUAGES, "fr", begun)
    assert languages.said(words, "fr") == words["en"]
    assert languages.said({**words, "fr": "chat"}, "fr") == "chat"
    monkeypatch.setitem(languages.LANGUAGES, "fr", FRENCH)
    with pytest.raises(KeyError, match="fr"):
        languages.said(words, "fr")


def _of(file: Path) -> str:
    return file.read_text(encoding="utf-8")
