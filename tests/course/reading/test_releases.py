"""Releases: what is recorded, what has changed since, and addresses that must not be lost."""

from __future__ import annotations

import json

import pytest
from course import cli
from course.reading import pages, releases
from course.texts.errors import CourseErrors
from course.writing.release_notes import Changed
from site_project import Project, block

LAB = "# A lab\n\nWords.\n\n## One { #one }\n\nFirst.\n\n## Two { #two }\n\n" + block(
    "1", 'alt="A line."', "curve"
)
NOTES = "# Changes\n\n## 1.0.0 { #v1-0-0 }\n\nFirst.\n"


@pytest.fixture(autouse=True)
def here(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project that has not been released yet."""
    project.page(LAB)
    project.page(NOTES, "reference/changes")
    (project.folder / "code").mkdir()
    (project.folder / releases.VERSION_FILE).write_text('[project]\nversion = "0.1.0"\n')
    monkeypatch.setattr(cli, "PROJECT", project.folder)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert cli.main(["translations", "--stamp"]) == 0
    return project


def moved(project: Project, *lines: str) -> None:
    (project.docs / "moved.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def found(project: Project) -> str:
    """The faults of the pages; empty if there are none."""
    session = project.session()
    try:
        session.check()
    except CourseErrors as faults:
        return str(faults)
    finally:
        session.close()
    return ""


def test_a_release_sets_the_version_and_records_the_pages(
    here: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["release", "1.0.0"]) == 0
    assert "git tag v1.0.0" in capsys.readouterr().out
    assert releases.version(here.folder) == "1.0.0"
    (release,) = releases.read_all(here.docs)
    assert release.version == "1.0.0"
    assert [*release.pages["labs/x"]] == ["", "one", "two", "fig-curve"]
    assert cli.main(["release", "1.0.0"]) == 2
    assert "'1.0.0' is no version that can follow 1.0.0" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("version", "old", "new", "told"),
    [
        ("0.0.9", "", "", "'0.0.9' is no version that can follow 0.1.0"),
        ("one", "", "", "'one' is no version"),
        (
            "2.0.0",
            "",
            "",
            "changes.md: it says nothing of 2.0.0. Give it a heading, ## 2.0.0 { #v2",
        ),
        ("1.0.0", "# A lab", "---\ndraft: true\n---\n# A lab", "these pages are drafts: labs/x"),
        ("1.0.0", "First.", "Something else.", "labs/x.md:5: behind docs/en/labs/x.md:5"),
        ("1.0.0", "First.", "More.", "course: no release: bring these translations up to date"),
        ("1.0.0", "First.", "[Lost](y.md)", "labs/x.md:7: the link 'y.md' leads to no page."),
    ],
)
def test_what_is_no_release_is_told_and_nothing_written(
    here: Project, version: str, old: str, new: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = here.docs / "en" / "labs" / "x.md"
    file.write_text(LAB.replace(old, new) if old else LAB)
    if "Lost" in new:
        here.page(LAB.replace(old, new))
    assert cli.main(["release", version]) in (1, 2)
    said = capsys.readouterr()
    assert told in said.out + said.err
    assert releases.version(here.folder) == "0.1.0"
    assert releases.read_all(here.docs) == []


def test_the_list_of_changes_names_pages_and_sections(here: Project) -> None:
    first = Changed("", "en", docs=here.docs)
    assert "no release before this one" in repr(first)
    assert cli.main(["release", "1.0.0"]) == 0
    assert repr(Changed("", "en", docs=here.docs)) == "No page has changed."
    here.page(LAB.replace("First.", "Second."))
    here.page("# New\n\nWords.\n", "labs/y")
    said = Changed("", "es", docs=here.docs)
    assert repr(said) == "Nueva: New\nA lab: One"
    assert '<a href="../labs/x.html#one">One</a>' in said._repr_html_()
    here.page(NOTES + "\n## 1.1.0 { #v1-1-0 }\n\nMore.\n", "reference/changes")
    assert cli.main(["translations", "--stamp"]) == 0
    assert cli.main(["release", "1.1.0"]) == 0
    here.page(LAB)
    assert repr(Changed("1.1.0", "en", docs=here.docs)) == "New: New\nA lab: One"
    assert "no release before" in repr(Changed("1.0.0", "en", docs=here.docs))


def test_what_was_published_leads_somewhere_for_ever(here: Project) -> None:
    assert cli.main(["release", "1.0.0"]) == 0
    here.page(LAB.replace("{ #two }", "{ #second }").replace('"curve"', '"line"'))
    lost = "docs/moved.toml: 'labs/x#{0}' was published with 1.0.0, and leads nowhere. Say where to"
    assert found(here).count("\n") == 1
    assert all(lost.format(each) in found(here) for each in ("two", "fig-curve"))
    moved(here, '"labs/x#two" = "labs/x#second"', '"labs/x#fig-curve" = "labs/x#fig-line"')
    assert found(here) == ""
    for lang in ("en", "es"):
        (here.docs / lang / "labs" / "x.md").unlink()
    here.page("# New\n\nWords.\n\n## One { #one }\n\nMore.\n", "labs/y")
    moved(here)
    assert lost.format("").replace("x#", "x") in found(here)  # its parts follow it
    assert found(here).count("\n") == 0
    moved(here, '"labs/x" = "labs/y"')
    gone = "'labs/x#{}' was published with 1.0.0, and 'labs/y', where its page has gone, has no s"
    assert all(gone.format(each) in found(here) for each in ("two", "fig-curve"))
    moved(
        here, '"labs/x" = "labs/y"', '"labs/x#two" = "labs/y#one"', '"labs/y#fig-curve" = "labs/y"'
    )
    assert found(here) == ""
    said = Changed("", "en", docs=here.docs)
    assert repr(said) == "Moved: New (before: labs/x): the beginning, One"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            '"labs/x#old" = "labs/x#none"',
            "1: 'labs/x#old' leads to 'labs/x#none'; docs/en/labs/x.md",
        ),
        ('"labs/x#old" = "labs/z"', "1: 'labs/x#old' leads to 'labs/z'; there is no such page"),
        ('"labs/x#one" = "labs/x#two"', "1: 'labs/x#one' has not moved: it is there. Delete"),
        ('"labs/x" = "reference/changes"', "1: 'labs/x' has not moved: it is there."),
        ('"a/b" = "a/c"\n"a/c" = "labs/x"', "1: 'a/b' leads to 'a/c', which has moved too."),
        ('"a/b" = 3', "1: 'a/b' leads to no text."),
        ("a/b = labs", "moved.toml: this is no TOML"),
    ],
)
def test_a_move_that_leads_nowhere_is_a_fault(here: Project, line: str, told: str) -> None:
    moved(here, line)
    assert f"docs/moved.toml:{told}" in found(here) or told in found(here)
    assert found(here).count("\n") == 0


def test_a_broken_record_is_one_line(here: Project) -> None:
    file = here.docs / releases.FOLDER / "1.0.0.json"
    file.parent.mkdir()
    file.write_text("[]")
    assert found(here).startswith("docs/.releases/1.0.0.json: the record of the release cannot")


def test_a_record_is_what_its_reader_reads(here: Project) -> None:
    page = pages.read(here.docs, "en", "labs/x")
    assert json.loads(releases.written({"labs/x": page})) == {"labs/x": releases.snapshot(page)}
    changed = releases.changes({"a": {"": "1", "b": "2"}, "z": {}}, {"a": {"": "1"}, "c": {}})
    assert [(each.kind, each.path, each.anchors) for each in changed] == [
        ("new", "c", ()),
        ("changed", "a", ()),
        ("gone", "z", ()),
    ]
