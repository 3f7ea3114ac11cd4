"""Pages and what they refer to: citations written out and listed, and each fault found."""

from __future__ import annotations

import argparse
from dataclasses import replace

import nbformat
import pytest
from course.commands import notebook
from course.session import Session
from site_project import ROOT, Project, block, faults
from walk_project import Walked

BIB = """@article{elman1990, author = {Elman, Jeffrey L.}, title = {Finding structure in time},
  year = {1990}, journal = {Cognitive Science}, volume = {14}, doi = {10.1/elman} }
@online{olah2015, author = {Olah, Christopher}, title = {Understanding}, year = {2015},
  url = {https://example.org/olah}, keywords = {further} }
"""
PAGE = """# Title

Elman.[^elman1990] Code: `[^elman1990]`. Note.[^own]

## Part { #part }

| a | again[^elman1990] |
|---|---|
| b | c |

[^own]: {own}
[^elman1990]: {said}
"""
LIST = "# List\n\n## Cited { #cited }\n\n[BIBLIOGRAPHY]\n\n## More { #more }\n\n[FURTHER READING]\n"


@pytest.fixture
def cited(project: Project) -> Project:
    """Two pages: one cites, one lists."""
    project.docs.mkdir(exist_ok=True)
    (project.docs / "references.bib").write_text(BIB, encoding="utf-8")
    english, spanish = (
        PAGE.replace("{own}", own).replace("{said}", said)
        for own, said in (("Mine.", "His units\n    lay so."), ("Mía.", "Sus unidades."))
    )
    project.page(english, es=spanish)
    project.page(LIST, "reference/bibliography", es=LIST)
    return project


def prepared(project: Project) -> Session:
    session = project.session()
    session.prepare()
    return session


def test_a_citation_is_written_from_its_source(cited: Project) -> None:
    lines = prepared(cited).results.lines("en", "labs/x")
    place = '<span id="cite-elman1990-{}"></span>[^elman1990]'
    assert lines[2] == (f"Elman.{place.format(1)} Code: `[^elman1990]`. Note.[^own]")
    assert lines[6] == f"| a | again{place.format(2)} |"
    assert lines[10:13] == ["[^own]: Mine.", "", ""]  # nothing above them moved
    assert lines[-1] == (
        "[^elman1990]: Jeffrey L. Elman (1990). Finding structure in time. *Cognitive Science* 14. "
        "<https://doi.org/10.1/elman> His units lay so."
    )


def test_the_bibliography_says_where_a_source_is_cited(cited: Project) -> None:
    text = "\n".join(prepared(cited).results.lines("es", "reference/bibliography"))
    cited_part, further = text.split("## More")
    assert (
        "[Title](../labs/x.md#cite-elman1990-1), [Part](../labs/x.md#cite-elman1990-2)."
        in cited_part
    )
    assert "{ #elman1990 }" in cited_part
    assert "olah2015" not in cited_part
    assert "{ #olah2015 }" in further
    assert "Se cita" not in further


def test_a_notebook_has_the_sources_too(cited: Project) -> None:
    cited.page("# T\n\nSo.[^elman1990]\n\n" + block("1 + 1"), "labs/y")
    target = cited.folder / "y.ipynb"
    asked = argparse.Namespace(page="labs/y", lang="en", output=target, force=False)
    assert notebook.run(cited.session(), asked) == 0
    assert "Jeffrey L. Elman (1990)" in nbformat.read(target, as_version=4).cells[-1].source


def test_a_citation_in_an_annotation_leads_to_it(walked: Walked) -> None:
    walked.edit_page("The state that came in.", "The state that came in.[^elman1990]")
    session = walked.session()
    (session.docs / "references.bib").write_text(BIB, encoding="utf-8")
    session.check()
    page = session.page("en", "code/train")
    listed = "\n".join(session.reference.lines(replace(page, text="[BIBLIOGRAPHY]", offset=0)))
    assert "[Forward](train.md#the-state)" in listed


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "Note.[^own]",
            "Note.[^own][^elman1991]",
            "x.md:3: the key 'elman1991' stands neither",
        ),
        (
            "[^own]: ",
            "[^own]: A. Author (1999). A title. ",
            "x.md:11: the note 'own' holds a source.",
        ),
        (" Note.[^own]", "", "x.md:11: the note 'own' has no mark on this page."),
    ],
)
def test_a_fault_on_a_page_names_its_line(
    cited: Project, before: str, after: str, said: str
) -> None:
    for lang in ("en", "es"):
        file = cited.docs / lang / "labs" / "x.md"
        file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    found = faults(cited)
    assert f"docs/en/labs/{said}" in found
    assert f"docs/es/labs/{said}" in found


def test_a_source_that_nobody_cites_is_a_fault(cited: Project) -> None:
    (cited.docs / "references.bib").write_text(BIB.replace(", keywords = {further}", ""))
    assert "docs/references.bib:3: no page cites 'olah2015'." in faults(cited)


def test_the_real_pages_cite_the_real_sources() -> None:
    session = Session(ROOT / "docs", ROOT / "code")
    session.check()
    session.close()
    places = session.reference._citations(session.page("en", "chapter/04-remedies"))
    assert {"hochreiter1997", "pascanu2013"} < {place.key for place in places}


TERM = """[gate]
formed = "labs/x#part"
en = { term = "gate", says = "Opens." }
es = { term = "compuerta", says = "Se abre." }
"""


@pytest.fixture
def termed(project: Project) -> Project:
    """A page that explains a term, one that lists it, and one for authors."""
    project.docs.mkdir(exist_ok=True)
    (project.docs / "glossary.toml").write_text(TERM, encoding="utf-8")
    project.page("# Title\n\nA gate.\n\n## Part { #part }\n\nMore.\n")
    project.page("# List\n\nAll:\n\n[GLOSSARY]\n", "reference/glossary")
    project.page("# For authors\n\nA gate.\n", "authors/a")
    return project


def test_the_glossary_lists_a_term_with_its_other_name_and_where_it_is_explained(
    termed: Project,
) -> None:
    text = "\n".join(prepared(termed).results.lines("es", "reference/glossary"))
    assert "## C { #letter-c }\n\ncompuerta { #gate }\n:   Se abre." in text
    assert '<span lang="en">English: gate</span>' in text
    assert "[Part](../labs/x.md#part), Title" in text


def test_terms_are_linked_on_pages_of_the_course_alone(termed: Project) -> None:
    session = prepared(termed)
    link = '<p><a class="course-term" href="../reference/glossary.html#gate">gate</a></p>'
    for path, found in (("labs/x", link), ("authors/a", "<p>gate</p>")):
        page = session.page("en", path)
        assert session.reference.linked("<p>gate</p>", page) == found
    (termed.docs / "en" / "reference" / "glossary.md").unlink()
    (termed.docs / "es" / "reference" / "glossary.md").unlink()
    session = prepared(termed)
    assert session.reference.linked("<p>gate</p>", session.page("en", "labs/x")) == "<p>gate</p>"


def test_a_page_is_made_again_when_a_term_changes(termed: Project) -> None:
    session = prepared(termed)
    before = session.results.digest("en", "labs/x")
    (termed.docs / "glossary.toml").write_text(TERM.replace('"gate"', '"gateway"'))
    session.prepare()
    assert session.results.digest("en", "labs/x") != before


def test_a_term_that_no_section_explains_is_a_fault(termed: Project) -> None:
    (termed.docs / "glossary.toml").write_text(TERM.replace("#part", "#parts"))
    assert "docs/glossary.toml:1: the term 'gate' is explained at 'labs/x#parts'" in faults(termed)
