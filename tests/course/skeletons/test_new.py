"""`course new`: what it refuses, what it writes, and that the site builds with all of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from copied_project import Copy, copied
from course import cli, skeletons
from course.reading.pages import Page
from course.skeletons.new_lab import CATALOGUE, new_lab
from course.terms import symbols
from mkdocs_project import contents
from site_project import ROOT


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy in which a page, a lab and a language have been begun, and one page translated."""
    copy = copied(tmp_path_factory.mktemp("begun"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cli, "PROJECT", copy.folder)
        patch.setenv("LC_ALL", "C.UTF-8")
        for command in ("page chapter/02-gates-by-hand", "lab 04-halving", "language pt"):
            assert cli.main(["new", *command.split()]) == 0
    page = "docs/pt/labs/00-first.md"
    for old, new in (("untranslated: true\n", ""), ("Words.", "Palavras."), ("It is", "Dá")):
        copy.replace(page, old, new)
    return copy


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return copied(tmp_path_factory.mktemp("small"))


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("page ../x", "PATH '../x' is no address of a page"),
        ("page chapter/Gates", "PATH 'chapter/Gates' is no address of a page"),
        ("page gates", "PATH 'gates' is no address of a page"),
        ("page nowhere/x", "the menu has no folder 'nowhere'. Choose one of chapter, labs, labs/"),
        ("page chapter/01-first.md", "docs/en/chapter/01-first.md is there already"),
        ("page chapter/01-first --lang es", "docs/en/chapter/01-first.md ya existe"),
        ("page", "these arguments are missing: PATH"),
        ("lab 4-x", "NAME '4-x' is no name of a lab"),
        ("lab 04-../../x", "NAME '04-../../x' is no name of a lab"),
        ("lab 04-4x", "NAME '04-4x' is no name of a lab"),
        ("lab 04-class", "NAME '04-class' ends in a word of Python's own"),
        (f"lab 04-{'x' * 58}", "xxx' is longer than 60 characters. Choose a shorter one"),
        (f"page labs/{'x' * 300}", "xxx' is longer than 60 characters. Choose a shorter one"),
        ("lab 02-x", "there is a lab-02 already"),
        ("lab 04-forward", "code/minimodel/labs/forward/__init__.py is there already"),
        ("lab 00-first", "there is a lab-00 already"),
        ("language xx", "CODE 'xx' is no language"),
        ("language ../pt", "CODE '../pt' is no language"),
        ("language PT", "CODE 'PT' is no language"),
        ("language es", "CODE 'es' is in code/minimodel/texts/languages.py already"),
        ("language pt", "docs/pt/index.md: this is there already. Nothing was written."),
        ("chapter x", "KIND"),
    ],
)
def test_what_cannot_be_is_one_line_and_writes_nothing(
    small: Copy,
    command: str,
    told: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cli, "PROJECT", small.folder)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    mine = small.docs / "pt" / "index.md"
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine")
    before = contents(small.docs) | contents(small.folder / "code")
    status: object
    try:
        status = cli.main(["new", *command.split()])
    except SystemExit as ended:
        status = ended.code
    said = capsys.readouterr()
    assert (status, said.out, said.err.count("\n")) == (2, "", 1)
    assert told in said.err
    assert contents(small.docs) | contents(small.folder / "code") == before


def test_a_new_lab_can_be_started_checked_and_tested(begun: Copy) -> None:
    listed = begun.run(["start", "--help"]).stdout.split()
    assert listed[listed.index("lab-03,") + 1] == "lab-04,"
    ran = begun.run(["start", "lab-04"], ["check", "lab-04", "--lang", "es"])
    assert "written     my_halving.py" in ran.stdout
    assert "aún no se devuelve: h" in ran.stdout
    ran = begun.run_module("pytest", "-q", "-n", "0", "tests")
    assert ran.returncode == 0, ran.stdout
    assert "10 passed" in ran.stdout
    wrong = begun.folder / "tests/course/student/answers/wrong_halving.toml"
    assert "[no_decay]" in wrong.read_text(encoding="utf-8")
    for command in ("format --check code tests", "check code tests"):
        ran = begun.run_module("ruff", *command.split())
        assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("name", ["halving", "-".join(["long"] * 9)])
def test_the_entry_of_a_lab_is_as_the_formatter_would_have_it(small: Copy, name: str) -> None:
    made = new_lab(small.folder, f"04-{name}", "en")
    catalogue = small.folder / "code/course/student/entry.py"
    catalogue.write_text(made.changes.text(CATALOGUE), encoding="utf-8")
    ran = small.run_module("ruff", "format", "--check", str(catalogue))
    catalogue.unlink()
    assert ran.returncode == 0, ran.stdout
    assert (
        "docs/es/labs/04-" + name + ".md",
        "say the same in Spanish; its blocks stay empty",
    ) in (made.left)


def test_a_skeleton_has_no_symbol_that_the_course_explains_late() -> None:
    table = symbols.read(ROOT / "docs")
    early = {"chapter/01-why-sequences", "chapter/02-recurrence"}
    for template in ("lab/page.md", "lab/solution.md", "page.md"):
        text = (Path(skeletons.__file__).parent / "templates" / template).read_text()
        page = Page("labs/99-x", "en", "x.md", text, {}, 0)
        late = [used.tex for used, known in table.of(page) if not known or known.page not in early]
        assert not late, template


@pytest.mark.build
def test_the_site_builds_and_tells_its_readers_what_is_not_finished(begun: Copy) -> None:
    ran = begun.build()
    assert ran.returncode == 0, ran.stdout

    def article(path: str) -> str:
        page = (begun.folder / "site" / path).read_text(encoding="utf-8")
        (found,) = re.findall(r"<article.*?</article>", page, re.S)
        return str(found)

    english, spanish = article("chapter/02-gates-by-hand.html"), article("es/labs/00-first.html")
    assert "This page is a draft" in english
    assert "0.25" in english
    assert "Esta página es un borrador" in article("es/chapter/02-gates-by-hand.html")
    assert "borrador" not in spanish
    lab, solution = article("labs/04-halving.html"), article("es/labs/solutions/04-halving.html")
    assert "This page is a draft" in lab
    assert "Esta página es un borrador" in solution
    assert "0.125" in lab
    assert 'data-exercise="lab-04"' in lab  # the panel on which it is done
    assert (begun.folder / "site/assets/check/lab-04.es.json").is_file()
    assert "0,125" in solution
    assert "0,33" in spanish
    assert 'reference/names.html#labs.halving.solution.states"' in lab
    assert 'id="labs.halving.solution.states"' in article("es/reference/names.html")
    portuguese = article("pt/labs/04-halving.html")
    assert portuguese.startswith('<article lang="en" ')
    assert '<p lang="pt">Esta página ainda não foi traduzida.' in portuguese
    assert '<p lang="en">Nobody has translated this page into Portuguese yet.' in portuguese
    assert "0.125" in portuguese  # as the English page, which it is
    translated = article("pt/labs/00-first.html")
    assert not translated.startswith('<article lang="en"')
    assert "Palavras." in translated
    assert "0,33" in translated
    assert '<p lang="pt">A tradução para português está em curso.' in translated
    home = (begun.folder / "site/pt/index.html").read_text(encoding="utf-8")
    assert '<html lang="pt"' in home
    assert "Home [en]" in home
    assert re.search(r"Labs \[en\]\s*<", home)  # the menu's own names too
    assert "Pesquisar" in home  # the theme's own words
    notebook = article("pt/notebooks/labs/04-halving.html")
    assert notebook.startswith('<article lang="en" ')
    assert "ainda não foi traduzida" in notebook


def test_what_is_left_is_counted_until_it_is_done(begun: Copy) -> None:
    ran = begun.run(["translations", "--stamp"], ["translations"], ["check-pages"])
    assert ran.returncode == 0, ran.stdout  # what is begun is not behind
    assert not (begun.folder / "docs/pt/.translations/code").exists()
    counted = r"Português: 1 of 8 pages, 2 of \d{4} texts, 0 of 5 names in the menu"
    assert re.search(counted, ran.stdout)
    assert re.search(r"docs/pt/labs/04-halving.md +\d+ words", ran.stdout)
    assert re.search(r"code/minimodel/texts/catalogue/forward.toml +\d+ texts", ran.stdout)
    drafts = "chapter/02-gates-by-hand, labs/04-halving, labs/solutions/04-halving"
    assert f"Drafts, which say so to their readers: {drafts}" in ran.stdout

    # Who forgets that a title calls its page a draft, is told so, in whichever language it does.
    begun.replace("docs/en/labs/04-halving.md", "draft: true\n", "")
    begun.replace("docs/en/labs/04-halving.md", "# Lab 04: Halving (draft)", "# Lab 04: Halving")
    told = begun.run(["check-pages"]).stderr
    assert told.count("the title still says") == 1
    assert (
        "docs/es/labs/04-halving.md: the title still says (borrador), though "
        "docs/en/labs/04-halving.md has no draft: true. Take it out of the title."
    ) in told
    begun.replace("docs/es/labs/04-halving.md", " (borrador)", "")

    # A page that is translated is held to its original, and none may be missing in the end.
    begun.replace("docs/pt/labs/00-first.md", "{ #one }", "{ #um }")
    begun.replace("code/minimodel/texts/languages.py", ", complete=False", "")
    told = begun.run(["check-pages"]).stderr
    place = "docs/pt/labs/00-first.md:7: the heading is ## { #um } where docs/en/labs/00-first.md:5"
    assert place in told
    marked = "docs/pt/chapter/01-first.md:2: the page is marked as untranslated. Delete that line"
    assert marked in told
