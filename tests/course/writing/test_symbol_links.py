"""Symbols and terms of the course in a language that has no names for them yet, and in its own."""

from __future__ import annotations

import re
from types import ModuleType

import pytest
from course.reading.pages import Page
from course.terms import glossary, listings, symbols
from course.terms.formulas import Used
from course.writing import symbol_links
from minimodel.texts import languages
from site_project import ROOT

PAGE = (
    '<head></head><span class="arithmatex">\\(h_t = W_{hh} h_{t-1}\\)</span>'
    '<pre><code><span class="n">h</span> <span class="n">other</span></code></pre>'
)
PATH = "chapter/02-recurrence"


@pytest.fixture(autouse=True)
def portuguese(monkeypatch: pytest.MonkeyPatch) -> None:
    """A third language on its way, in the table and where the table has been read."""
    begun = languages.Language("Portuguese", "Português", ",", ".", "", complete=False)
    monkeypatch.setitem(languages.LANGUAGES, "pt", begun)
    modules: tuple[ModuleType, ...] = (glossary, symbols)
    for module in modules:
        monkeypatch.setattr(module, "LANGUAGES", tuple(languages.LANGUAGES))


def told(lang: str) -> str:
    page, mark = symbol_links.link(PAGE, PATH, lang, symbols.read(ROOT / "docs"))
    assert mark and '<span class="n" data-s="h-t">h</span>' in page
    (said,) = re.findall(r'<script type="application/json" id="course-symbols">([^<]*)<', page)
    return said


def test_a_symbol_is_named_in_each_language_and_in_english_where_there_is_none() -> None:
    assert "state after step" in told("en")
    assert "estado tras el paso" in told("es")
    assert told("pt") == told("en")


def test_the_notation_lists_every_symbol_of_the_course_in_a_third_language() -> None:
    table = symbols.read(ROOT / "docs")
    page = Page(PATH, "pt", "x.md", "# X\n", {}, 0)
    rows = [(symbol, page, Used("h", "t", 0)) for symbol in table.symbols]
    assert len(rows) > 100
    listed = "\n".join(listings.notation(rows, "pt", "reference/notation"))
    assert not [each.key for each in table.symbols if each.names["en"] not in listed]


def test_the_glossary_lists_every_term_of_the_course_in_a_third_language() -> None:
    terms = glossary.read(ROOT / "docs")
    page = Page(PATH, "pt", "x.md", "# X\n", {}, 0)
    entries = [(term, page, "X") for term in terms.values()]
    assert len(entries) > 50
    listed = "\n".join(listings.glossary(entries, "pt", "reference/glossary"))
    for term in terms.values():
        assert "pt" not in term.words
        assert term.words["en"].says in listed
        assert f"Español: {term.words['es'].term}" in listed
