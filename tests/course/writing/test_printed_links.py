"""Where links lead, on paper."""

from __future__ import annotations

import re

import pytest
from course.writing.printed_links import with_addresses

PAGE = (
    '<p><a href="y.html#a">y</a> <a href="../index.html">home</a> <a href="y.html#a">again</a>'
    ' <a href="https://example.org/?a=1&amp;b=2">out</a>'
    ' <a href="#here">here</a> <a href="x.html#there">there</a>'
    ' <a href="https://doi.org/10.1/x">doi:10.1/x</a>'
    ' <a class="course-term" href="../g.html#t">term</a></p>'
    '<pre><code><a href="../api.html">f</a></code></pre>'
)


@pytest.mark.parametrize("known", ["", "https://example.org/es/labs/x.html"])
def test_each_address_is_listed_once_in_the_order_of_its_links(known: str) -> None:
    made = with_addresses(PAGE, "es/labs/x.html", known, "es")
    root = "https://example.org/" if known else ""
    listed = re.findall(r"<li>(.*?)</li>", made)
    assert listed == [
        f"{root}es/labs/y.html#a",
        f"{root}es/index.html",
        "https://example.org/?a=1&amp;b=2",
    ]
    assert re.findall(r'data-address="(\d)">(\w+)<', made) == [
        *(("1", "y"), ("2", "home"), ("1", "again"), ("3", "out"))
    ]


def test_a_page_without_links_stays_as_it_is() -> None:
    assert with_addresses('<p id="a">x</p>', "x.html", "", "en") == '<p id="a">x</p>'
