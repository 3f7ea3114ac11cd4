"""How a page is cited, and where a mistake in it is reported."""

from __future__ import annotations

import datetime
import subprocess
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from course.reading.history import Changed, changes
from course.writing.citing import Course, apa, bibtex, boxes, form, public
from pybtex.database.input.bibtex import Parser
from site_project import Project

CHANGED = Changed(datetime.date(2025, 3, 9), "0123456789")
ADDRESS = "https://example.org/rnn/es/labs/x.html"


@pytest.fixture
def page(project: Project) -> Any:
    project.page("# Gates & `tanh`\n\nText.\n")
    return project.session().page


def test_a_citation_has_the_day_of_the_texts_last_change(page: Any) -> None:
    course = Course("Redes", "1.2.0")
    said = BeautifulSoup(apa(page("es", "labs/x"), course, CHANGED, ADDRESS), "html.parser").text
    assert said == (
        "Gates & tanh. (2025, 9 de marzo). En Redes (versión 1.2.0, commit 0123456789). " + ADDRESS
    )
    nobody_knows = apa(page("en", "labs/x"), Course("RNN", "1.2.0", "A. Author"), None, "")
    assert nobody_knows == "A. Author (n.d.). Gates &amp; tanh. In <em>RNN</em> (version 1.2.0)."


def test_bibtex_reads_its_entry(page: Any) -> None:
    course = Course("RNN_s", "1.2.0", "Ann Author")
    entry = bibtex(page("en", "labs/x"), course, CHANGED, ADDRESS)
    ((key, read),) = Parser().parse_stream(StringIO(entry)).entries.items()
    assert key == "rnn-course-labs-x-en"
    assert read.fields["title"] == r"{Gates \& tanh}"
    assert (read.fields["year"], read.fields["month"]) == ("2025", "March")
    assert read.fields["note"] == "version 1.2.0, commit 0123456789"
    assert read.fields["url"] == ADDRESS
    assert "Ann Author" in str(read.persons["author"][0]).replace("Author, Ann", "Ann Author")


@pytest.mark.parametrize(
    ("repository", "begins", "field"),
    [
        ("https://github.com/a/b", "https://github.com/a/b/issues/new?title=", "body"),
        (
            "https://gitlab.org/a/b.git",
            "https://gitlab.org/a/b/-/issues/new?",
            "issue[description]",
        ),
    ],
)
def test_a_mistake_is_reported_in_the_repositorys_form(
    page: Any, repository: str, begins: str, field: str
) -> None:
    course = Course("RNN", "1.2.0", repository=repository)
    box = BeautifulSoup(boxes(page("en", "labs/x"), course, ""), "html.parser")
    (link,) = box.select(".course-report a")
    assert str(link["href"]).startswith(begins)
    (body,) = parse_qs(urlsplit(str(link["href"])).query)[field]
    assert body.strip() == box.select_one(".course-report code").text.strip()  # type: ignore[union-attr]
    assert "labs/x (en)" in body and "version 1.2.0" in body


def test_no_link_leads_nowhere(page: Any) -> None:
    assert form("https://example.org/code", "", "") == ("", "")
    box = boxes(page("en", "labs/x"), Course("RNN", "1.2.0"), "")
    assert "<a " not in box and "labs/x (en)" in box
    assert public("http://127.0.0.1:8000/labs/x.html") == ""


def test_history_tells_each_files_last_change(tmp_path: Path) -> None:
    def git(*arguments: str, day: str = "2025-01-02") -> None:
        stamp = f"{day}T12:00:00+00:00"
        given = {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp, "HOME": str(tmp_path)}
        own = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *own, *arguments], cwd=tmp_path, env=given, check=True)

    assert changes(tmp_path / "docs", "docs") == {}
    (tmp_path / "docs").mkdir()
    for name in ("a.md", "ñ.md"):
        (tmp_path / "docs" / name).write_text("one")
    git("init", "-q")
    git("add", "docs")
    git("commit", "-qm", "One")
    (tmp_path / "docs" / "ñ.md").write_text("two")
    git("commit", "-qam", "Two", day="2025-05-06")
    (tmp_path / "docs" / "new.md").write_text("not committed")
    days = {file: str(change.day) for file, change in changes(tmp_path, "docs").items()}
    assert days == {"docs/a.md": "2025-01-02", "docs/ñ.md": "2025-05-06"}
    git("clone", "-q", "--depth", "1", f"file://{tmp_path}", "shallow")
    assert changes(tmp_path / "shallow", "docs") == {}
