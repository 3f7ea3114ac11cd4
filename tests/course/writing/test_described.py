"""What a page says of itself to search engines."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from course.writing.cards import address
from course.writing.described import breadcrumbs, is_home, name, structured


def page(uri: str, url: str = "", **meta: Any) -> Any:
    file = SimpleNamespace(src_uri=uri)
    return SimpleNamespace(file=file, title="Gates &amp; more", canonical_url=url, meta=meta)


def config(address: str = "") -> Any:
    return SimpleNamespace(site_name="Redes", site_url=address)


def test_the_home_page_is_the_course() -> None:
    found = structured(page("es/index.md"), config(), "es", "Todo.")
    assert (found["@type"], found["name"], found["inLanguage"]) == ("Course", "Redes", "es")
    assert "isPartOf" not in found and "url" not in found


def test_the_first_page_of_each_language_is_called_as_the_course() -> None:
    for uri, lang in (("en/index.md", "en"), ("es/index.md", "es")):
        assert is_home(page(uri), lang)
        assert name(page(uri), "Redes & más", lang) == "Redes & más"
    for uri in ("es/reference/index.md", "es/labs/02.md"):
        assert not is_home(page(uri), "es")
        assert name(page(uri), "Redes", "es") == "Gates & more"


@pytest.mark.parametrize(
    ("uri", "lang", "kind", "course"),
    [
        ("labs/02.md", "en", "laboratory", "https://example.org/rnn/index.html"),
        ("es/chapter/03.md", "es", "lesson", "https://example.org/rnn/es/index.html"),
    ],
)
def test_another_page_is_a_part_of_it(uri: str, lang: str, kind: str, course: str) -> None:
    url = "https://example.org/rnn/notebooks/x.html"
    given = page(uri, url, minutes=25)
    found = structured(given, config("https://example.org/rnn/"), lang, "One.")
    assert found["@type"] == "LearningResource"
    assert found["name"] == "Gates & more"
    assert found["learningResourceType"] == kind
    assert found["timeRequired"] == "PT25M"
    assert found["url"] == "https://example.org/rnn/x.html"  # a notebook's is that of its page
    assert found["isPartOf"]["url"] == course


def test_a_page_of_no_kind_or_length_claims_none() -> None:
    found = structured(page("teachers.md"), config(), "en", "One.")
    assert not {"learningResourceType", "timeRequired"} & found.keys()


def test_the_way_to_a_page_leads_through_the_menu() -> None:
    site = "https://example.org/rnn/"
    first = SimpleNamespace(is_section=False, canonical_url=f"{site}es/labs/00.html")
    inner = SimpleNamespace(is_section=True, title="Soluciones", children=[first])
    outer = SimpleNamespace(is_section=True, title="Laboratorios", children=[inner])
    given = page("es/labs/02.md", f"{site}es/labs/02.html")
    given.ancestors = [inner, outer]
    way = breadcrumbs(given, config(site), "es")
    assert way
    assert [(one["position"], one["name"], one["item"]) for one in way["itemListElement"]] == [
        (1, "Redes", f"{site}es/index.html"),
        (2, "Laboratorios", f"{site}es/labs/00.html"),
        (3, "Soluciones", f"{site}es/labs/00.html"),
        (4, "Gates & more", f"{site}es/labs/02.html"),
    ]
    assert breadcrumbs(given, config(), "es") is None


def test_a_notebook_has_the_picture_of_its_page() -> None:
    notebook = page("es/notebooks/labs/02.ipynb")
    card = "https://example.org/rnn/assets/cards/es/labs/02.png"
    assert address(notebook, "https://example.org/rnn/") == card
    assert address(notebook, "http://127.0.0.1:8000/") == ""  # a preview draws none
