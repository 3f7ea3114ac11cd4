"""The reference has an entry for each name that pages show, and the pages' links lead to them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from course.api.reference import Reference
from course.reading import pages
from course.reading.pages import DOCS
from course.running.parts import parts_of
from course.texts.errors import CourseErrors
from site_project import ROOT, Project

PAGE = """# Lab

```python exec id="one"
from minimodel.nn.gru import GRU
from minimodel.exercises import lstm
GRU, lstm.lstm_forward
```
"""
ENTRIES = """# Names

## Layers { #layers }

[API minimodel.nn]

## Exercises { #solutions }

[API minimodel.exercises]
"""


def reference(project: Project) -> Reference:
    """The reference of the pages of a project."""
    made = Reference(ROOT / "code")
    session = project.session()
    shown = []
    for path in pages.paths(project.docs, "en"):
        page = session.page("en", path)
        shown.append((page, parts_of(page, page, ROOT / "code")))
    made.prepare(shown, "as it is")
    return made


def content(project: Project, made: Reference, lang: str, path: str) -> str:
    """The entries of a page."""
    page = project.session().page(lang, path)
    rooms = "".join(f"<p>{line}</p>" for line in page.lines if line.startswith("[API"))
    titles = {(lang, "labs/x"): "Lab `x`"}
    return made.write(rooms, page, [], titles)


def written(project: Project, made: Reference, lang: str) -> BeautifulSoup:
    """The entries of the small project."""
    return BeautifulSoup(content(project, made, lang, "reference/names"), "html.parser")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.page(PAGE)
    made.page(ENTRIES, "reference/names")
    return made


def test_every_name_has_an_entry_and_every_link_leads_somewhere() -> None:
    project = Project(ROOT)
    made = reference(project)
    made.hold()
    found = {
        path: content(project, made, "es", path)
        for path in pages.paths(DOCS, "en")
        if path.startswith("reference/")
    }
    ids = {path: re.findall(r' id="([^"]+)"', text) for path, text in found.items()}
    assert sum(text.count("<h4 ") for text in found.values()) > 400
    for path, text in found.items():
        assert len(ids[path]) == len(set(ids[path]))
        for link in set(re.findall(r' href="([^"]+)"', text)):
            address, _, anchor = link.partition("#")
            if address.startswith("../"):
                target = DOCS / "es" / address.removeprefix("../").replace(".html", ".md")
                assert target.is_file(), link
            else:
                there = f"reference/{address.removesuffix('.html')}" if address else path
                assert anchor in ids[there], f"{path}: {link}"


def test_a_class_says_what_its_docstring_says_and_where_it_is_shown(project: Project) -> None:
    page = written(project, reference(project), "es")
    cell = page.find(id="nn.gru.GRUCell").parent
    assert cell.h4.get_text() == "GRUCell clase"
    assert cell.pre.get_text().startswith("GRUCell(\n    d_in: int,\n    d_hidden: int,\n")
    heads = [head.get_text() for head in cell.select(".course-api-head")]
    assert heads[:3] == ["Parámetros", "Atributos", "Lanza"]
    for body in cell.select("dl"):
        assert body.parent["lang"] == "en"
    assert cell.find(id="nn.gru.GRUCell.forward").name == "h5"
    layer = page.find(id="nn.gru.GRU").parent
    assert "Aparece en: Lab x." in layer.get_text()
    assert layer.select_one('.course-api-met a[href="#nn.recurrent.Recurrent"]')


def test_of_an_exercise_only_what_is_shown_is_there(project: Project) -> None:
    page = written(project, reference(project), "en")
    assert page.find(id="exercises.lstm.lstm_forward")
    assert not page.find(id="exercises.lstm.lstm_backward")
    assert not page.find(id="exercises.dates")


def test_what_search_reads_is_the_names(project: Project) -> None:
    page = written(project, reference(project), "en")
    for hidden in page.select("[data-search-exclude]"):
        hidden.decompose()
    words = page.get_text(" ").split()
    assert "GRUCell" in words
    assert not re.search("[a-z] [a-z]", page.get_text(" "))


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        (
            PAGE.replace("nn.gru import GRU", "ngrams.model import NGram as GRU"),
            "docs/en/labs/x.md:3: minimodel.ngrams.model is shown, and no page of the reference "
            "has its room. Add the line [API minimodel.ngrams] to "
            "docs/en/reference/names.md, in every language.",
        ),
        (
            PAGE.replace("import GRU\n", "import GRU, Gone\n"),
            "docs/en/labs/x.md:3: minimodel.nn.gru.Gone is imported, and code/ does not define it.",
        ),
        (
            PAGE.replace("from minimodel.exercises import lstm\n", "").replace(
                ", lstm.lstm_forward", ""
            ),
            "[API minimodel.exercises] stands for nothing",
        ),
    ],
)
def test_what_the_reference_lacks_is_a_fault(project: Project, page: str, fault: str) -> None:
    project.page(page)
    with pytest.raises(CourseErrors) as caught:
        reference(project).hold()
    assert fault in str(caught.value)


def test_a_heading_has_no_entry_s_anchor(project: Project) -> None:
    project.page(ENTRIES.replace("#solutions", "#exercises"), "reference/names")
    with pytest.raises(CourseErrors, match="the anchor 'exercises' is that of an entry, too"):
        reference(project).hold()


def test_without_a_page_of_entries_nothing_is_linked_and_nothing_is_a_fault(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.page(PAGE.replace("import GRU", "import Gone"))
    made = reference(project)
    made.hold()
    page = project.session().page("en", "labs/x")
    assert made.write("<p><code>GRU</code></p>", page, [], {}) == "<p><code>GRU</code></p>"


def test_a_page_is_made_again_when_its_own_links_change(project: Project) -> None:
    before = reference(project)
    project.page(PAGE.replace("GRU", "LSTM").replace("nn.gru", "nn.lstm"), "labs/y")
    project.page("# Other\n\n`nothing`\n", "labs/z")
    after = reference(project)
    assert before.digest("labs/x") == after.digest("labs/x")
    assert before.digest("reference/names") != after.digest("reference/names")
    project.page(ENTRIES.replace("[API minimodel.exercises]", ""), "reference/names")
    project.page("# More\n\n## X { #x }\n\n[API minimodel.exercises]\n", "reference/more")
    assert reference(project).digest("labs/x") != after.digest("labs/x")
