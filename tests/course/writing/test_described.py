"""What a page says of itself to search engines."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from course.writing.described import structured


def page(uri: str, url: str = "", **meta: Any) -> Any:
    file = SimpleNamespace(src_uri=uri)
    return SimpleNamespace(file=file, title="Gates &amp; more", canonical_url=url, meta=meta)


def config(address: str = "") -> Any:
    return SimpleNamespace(site_name="Redes", site_url=address)


def test_the_home_page_is_the_course() -> None:
    found = structured(page("es/index.md"), config(), "es", "Todo.")
    assert (found["@type"], found["name"], found["inLanguage"]) == ("Course", "Redes", "es")
    assert "isPartOf" not in found and "url" not in found


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
