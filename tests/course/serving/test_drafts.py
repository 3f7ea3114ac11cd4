"""Whose turn it is under `mkdocs serve`: pages that somebody asks for come before all others."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
from course.reading.library import Address
from course.serving.drafts import FEW, Drafts
from course.serving.faults import Fault
from course.serving.server import PreviewServer
from course.session import Session
from course.texts.languages import LANGUAGES
from course.writing.rebuilds import Rebuilds
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from site_project import Project, block

SLOW = block("import time\ntime.sleep(0.3)")
HOME = [("en", "index"), ("es", "index")]


@pytest.fixture
def session(project: Project) -> Session:
    """A small site, none of whose pages has been run; what is asked for comes last by name."""
    project.page("# Home\n\nText.\n", "index")
    for name in "abc":
        project.page(f"# {name.upper()}\n\n{SLOW}", name)
    project.page(f"# Quiz\n\n{SLOW}", "quiz/z")
    project.page("# Broken\n\n" + block("1 / 0"), "quiz/broken")
    session = project.session()
    session.computations.landed = lambda: None
    return session


def ran(session: Session) -> set[Address]:
    return set(session.results.runs)


def test_a_translation_that_is_asked_for_comes_next_with_its_original(session: Session) -> None:
    asked = [("es", "quiz/z"), ("en", "quiz/z")]
    assert session.prepare_some(lambda: asked, 60.0) == ([], True)
    assert ran(session) == set(asked)
    assert session.results.ready("es", "quiz/z")


def test_what_is_asked_for_is_run_though_its_time_is_over(session: Session) -> None:
    asked = [("es", "c"), ("en", "c"), *HOME]
    _, later = session.prepare_some(lambda: asked, 0.0)
    assert later
    assert {("es", "c"), ("en", "c")} <= ran(session)


def test_what_is_asked_for_meanwhile_comes_before_what_was_first_in_line(
    session: Session,
) -> None:
    asked: list[Address] = []
    start = time.monotonic()

    def ask() -> list[Address]:
        # Somebody opens a page while the first of the others is run.
        return [("en", "c")] if time.monotonic() > start + 0.2 else asked

    session.prepare_some(ask, 60.0)
    assert ("en", "c") in ran(session)
    assert ("en", "quiz/z") not in ran(session)
    assert len(ran(session) & {("en", name) for name in "ab"}) <= 1


def test_a_page_that_fails_holds_no_other_up(session: Session) -> None:
    asked = [("en", "quiz/broken")]
    found, later = session.prepare_some(lambda: asked, 60.0)
    assert "ZeroDivisionError" in str(found[0])
    assert later
    found, later = session.prepare_some(lambda: asked, 60.0)
    assert "ZeroDivisionError" in str(found[0])
    assert not later
    assert {("es", name) for name in ("a", "b", "c", "quiz/z")} <= ran(session)


def test_nothing_else_is_begun_when_nobody_asks_and_the_time_is_over(session: Session) -> None:
    assert session.prepare_some(list, -1.0) == ([], True)
    assert ran(session) == set()


@dataclass
class Shown:
    """What `Drafts` needs of a server: what was asked for, and whether to build again."""

    asked: list[str]
    again: bool = False
    found: list[Fault] = field(default_factory=list)

    def rebuild(self) -> None:
        """Nothing is built here."""


def rendered(drafts: Drafts, rebuilds: Rebuilds, session: Session, folder: Path) -> list[str]:
    """Make all pages as a build does; those that it renders."""
    config = MkDocsConfig(str(folder / "mkdocs.yml"))
    config.load_dict({"site_name": "x", "docs_dir": str(session.docs)})
    assert config.validate() == ([], [])
    made = []
    for lang in LANGUAGES:
        names = [f"{lang}/{path}.md" for path in session.library.paths]
        files = Files([File(name, config.docs_dir, config.site_dir, False) for name in names])
        for file in files:
            Page("T", file, config)
        drafts.keep_unchanged(files, config, rebuilds, lambda lang, path: "")
        for file in files.documentation_pages():
            assert file.page is not None
            rebuilds.remember(file.page, "as it was made")
            made.append(file.src_uri)
    return made


def test_what_is_asked_for_is_rendered_alone_and_the_others_in_portions(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n", encoding="utf-8")
    project.page("# Home\n\nText.\n", "index")
    others = [f"p{number:02}" for number in range(FEW + 3)]
    for name in [*others, "z"]:
        project.page("# T\n\nText.\n", name)
    session = project.session()
    server = Shown(["es/z.html"])
    drafts, rebuilds = Drafts(session, cast("PreviewServer", server)), Rebuilds()
    session.prepare_some(list, 60.0)
    portions = [["index", "z"], others[:FEW], others[FEW:], []]
    for portion in portions:
        server.again = False
        expected = [f"{lang}/{name}.md" for lang in LANGUAGES for name in portion]
        assert rendered(drafts, rebuilds, session, tmp_path) == expected
        assert server.again == (portion in portions[:2])
