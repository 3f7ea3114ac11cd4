"""What a translation was made from, what is behind, and who is told."""

from __future__ import annotations

import json

import pytest
from course import cli
from course.reading import pages, translations
from course.reading.translations import TOP, behind, file_of, sections, stamp
from course.texts.errors import CourseError
from course.writing import page_chrome
from site_project import Project, block

HEAD = '---\ndescription: "One line."\n---\n'
BODY = """# The title

An opening.

## The gates { #gates }

They open and close, `{python} 1 + 1` times.

### Reset { #reset }

It forgets.

## What next { #next }

Go on.
"""
PAGE = HEAD + BODY + block("x = 1", 'title="A line."')
RECORD = "docs/es/.translations/labs/x.json"


@pytest.fixture(autouse=True)
def here(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds the small project, whose one page has been translated and stamped."""
    (project.folder / "code").mkdir()
    monkeypatch.setattr(cli, "PROJECT", project.folder)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    project.page(PAGE)
    stamp(project.docs, "es", pages.read(project.docs, "en", "labs/x"))


def english(project: Project, old: str, new: str) -> None:
    """Change the English page alone."""
    file = project.docs / "en" / "labs" / "x.md"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def anchors(project: Project) -> tuple[str, ...]:
    source, translation = (pages.read(project.docs, lang, "labs/x") for lang in ("en", "es"))
    return behind(project.docs, translation, source)


def test_a_page_is_cut_at_its_headings(project: Project) -> None:
    found = sections(pages.read(project.docs, "en", "labs/x"))
    assert [(section.anchor, section.line) for section in found] == [
        (TOP, 1),
        ("gates", 8),
        ("reset", 12),
        ("next", 16),
    ]
    assert found[0].text.startswith("description: One line.\n# The title")
    assert found[2].text == "### Reset { #reset }\n\nIt forgets.\n"


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("It forgets.", "It forgets the past.", ("reset",)),
        ("## The gates", "## Both gates", ("gates",)),
        ("One line.", "Another line.", (TOP,)),
        ('title="A line."', 'title="One line."', ("next",)),
        ("An opening.", "An opening.\n\n## New { #new }\n\nText.", ("new",)),
        ("They open and close", "They open\nand close", ()),
        ("x = 1", "x = 2", ()),
        ("{python} 1 + 1", "{python} 2", ()),
        ("description:", "minutes: 5\ndescription:", ()),
    ],
)
def test_what_a_translator_translates_is_compared(
    project: Project, old: str, new: str, changed: tuple[str, ...]
) -> None:
    assert anchors(project) == ()
    english(project, old, new)
    assert anchors(project) == changed


def test_moving_a_section_leaves_it_translated(project: Project) -> None:
    before, _, rest = PAGE.partition("### Reset")
    section, _, after = rest.partition("## What")
    project.page(f"{before}## What{after}\n### Reset{section}")
    assert anchors(project) == ()


def test_annotations_of_code_are_translated_and_the_code_is_not(project: Project) -> None:
    walk = '\n````walk file="a.py" name="f"\n@ x = 1\nSets x.\n````\n'
    project.page(PAGE + walk)
    stamp(project.docs, "es", pages.read(project.docs, "en", "labs/x"))
    english(project, "@ x = 1", "@ x = 1.0")
    assert anchors(project) == ()
    english(project, "Sets x.", "Sets x to one.")
    assert anchors(project) == ("next",)


def test_the_command_shows_what_changed(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["translations"]) == 0
    assert capsys.readouterr().out == "Translations up to date: pages: 1; files with texts: 0.\n"
    english(project, "It forgets.", "It forgets the past.")
    assert cli.main(["translations"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == (
        "docs/es/labs/x.md:12: behind docs/en/labs/x.md:12, which has changed since:"
    )
    assert said[1:3] == ["--- as it was translated", "+++ as it is now"]
    assert "-It forgets." in said
    assert "+It forgets the past." in said
    assert cli.main(["translations", "--lang", "es"]) == 1
    assert "va por detrás de docs/en/labs/x.md:12" in capsys.readouterr().out


def test_stamping_marks_the_pages_asked_for(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.page(PAGE, "labs/y")
    english(project, "Go on.", "Go on and on.")
    assert cli.main(["translations", "--stamp", "labs/y"]) == 0
    assert "docs/es/labs/y.md: #, #gates, #reset, #next" in capsys.readouterr().out
    assert cli.main(["translations", "labs/y.md"]) == 0
    assert cli.main(["translations"]) == 1
    assert cli.main(["translations", "--stamp"]) == 0
    assert "docs/es/labs/x.md: #next\n" in capsys.readouterr().out
    assert cli.main(["translations"]) == 0


def test_stamping_again_changes_nothing(project: Project) -> None:
    file = file_of(project.docs, "es", "labs/x")
    before = file.read_text()
    state = file.stat().st_mtime_ns
    assert stamp(project.docs, "es", pages.read(project.docs, "en", "labs/x")) == []
    assert file.stat().st_mtime_ns == state
    english(project, "It forgets.", "It forgets the past.")
    stamp(project.docs, "es", pages.read(project.docs, "en", "labs/x"))
    lines = zip(before.splitlines(), file.read_text().splitlines(), strict=True)
    assert [old.partition(":")[0] for old, new in lines if old != new] == ['"reset"']


def test_a_section_that_is_gone_leaves_the_record(project: Project) -> None:
    project.page(PAGE.replace("### Reset { #reset }\n\n", ""))
    assert cli.main(["translations", "--stamp"]) == 0
    assert list(json.loads((project.folder / RECORD).read_text())) == ["", "gates", "next"]


def test_a_translation_of_another_structure_is_not_stamped(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    english(project, "It forgets.", "- It forgets.")
    before = (project.folder / RECORD).read_text()
    assert cli.main(["translations", "--stamp"]) == 1
    assert "the list items of this section differ" in capsys.readouterr().err
    assert (project.folder / RECORD).read_text() == before


def test_a_page_without_a_record_is_listed_but_its_reader_is_not_alarmed(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.page(PAGE, "labs/y")
    assert cli.main(["translations"]) == 1
    assert "docs/es/labs/y.md: never marked as translated" in capsys.readouterr().out
    pair = (pages.read(project.docs, lang, "labs/y") for lang in ("es", "en"))
    assert behind(project.docs, *pair) == ()


def test_a_renamed_page_keeps_its_record_only_under_its_new_name(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else it would be one that nobody has translated, and its reader be told nothing."""
    for lang in ("en", "es"):
        page = project.docs / lang / "labs" / "x.md"
        page.rename(page.with_name("new-name.md"))
    assert cli.main(["translations"]) == 1
    said = capsys.readouterr().out
    assert f"{RECORD}: the record of a page or file that is gone." in said
    assert "docs/es/labs/new-name.md: never marked as translated" in said
    record = project.folder / RECORD
    record.rename(record.with_name("new-name.json"))
    assert cli.main(["translations"]) == 0
    said = capsys.readouterr().out
    assert "gone" not in said

    # Where nothing else is behind, a record that is left over still is.
    record.write_bytes(record.with_name("new-name.json").read_bytes())
    assert cli.main(["translations"]) == 1


@pytest.mark.parametrize("broken", ["{", "[]", '{"reset": ["0", "0"]}', '{"reset": 1}'])
def test_a_broken_record_is_one_line(
    project: Project, broken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (project.folder / RECORD).write_text(broken)
    with pytest.raises(CourseError, match="cannot be read"):
        anchors(project)
    assert cli.main(["translations"]) == 1
    assert f"{RECORD}: the record of the translation cannot be read." in capsys.readouterr().out
    assert cli.main(["translations", "--stamp", "labs/x"]) == 0
    assert anchors(project) == ()


def test_a_page_that_does_not_exist_is_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["translations", "labs/99"]) == 2
    assert "there is no page 'labs/99'" in capsys.readouterr().err


def test_the_reader_of_a_stale_page_is_told(project: Project) -> None:
    session = project.session()
    content = '<h1>T</h1><h2 id="gates">Las compuertas</h2>'
    session.prepare()
    fresh = session.results.digest("es", "labs/x")
    shown = page_chrome.page(content, session.results.of("es", "labs/x"), notebook=False)
    assert "course-stale" not in shown
    english(project, "They open", "Both open")
    english(project, "An opening.", "The opening.")
    session.prepare()
    assert session.results.digest("es", "labs/x") != fresh
    shown = page_chrome.page(content, session.results.of("es", "labs/x"), notebook=False)
    notice = shown.partition('<p class="course-stale"')[2].partition("</p>")[0]
    assert 'el comienzo, <a href="#gates">The gates</a>.' in notice
    assert '<a href="../../labs/x.html" hreflang="en">Leer el original</a>' in notice
    assert shown.index("course-stale") < shown.index("<h2")
    english_page = page_chrome.page(content, session.results.of("en", "labs/x"), notebook=False)
    assert "course-stale" not in english_page
    translated = translations.stamp(project.docs, "es", session.page("en", "labs/x"))
    assert translated == [TOP, "gates"]
    session.prepare()
    assert session.results.of("es", "labs/x").behind == ()
