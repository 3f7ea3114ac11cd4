"""The page that is shown where there is none."""

from __future__ import annotations

import pytest
from course.texts.errors import CourseError
from course.writing import lost

PAGE = """<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link href="{0}assets/course.css"><script>scope=new URL("{0}",location)</script></head>
<a href="{0}es/index.html">Inicio</a> <a href="https://example.org/">elsewhere</a>
<script id="__config" type="application/json">{{"base": "{0}es/", "search": "{0}s.js"}}</script>
<script src="{0}assets/bundle.js"></script>"""


@pytest.mark.parametrize(
    ("address", "folder"),
    [
        (None, "/"),
        ("", "/"),
        ("https://example.org", "/"),
        ("https://example.org/some/folder", "/some/folder/"),
        ("https://example.org/some/folder/", "/some/folder/"),
    ],
)
def test_its_addresses_begin_at_its_base_wherever_that_is(address: str | None, folder: str) -> None:
    assert lost.base(address) == folder
    page = lost.anywhere(PAGE.format(folder), folder)
    assert page.index(f'<base href="{folder}">') < page.index("<link")
    for part in (
        'href="assets/course.css"',
        'href="es/index.html"',
        'href="https://example.org/"',
        'src="assets/bundle.js"',
        '"base": "es/", "search": "s.js"',
        'new URL(".",document.baseURI)',
    ):
        assert part in page
    assert page.index("__config") < page.index(lost.SETTLE) < page.index("bundle.js")


def test_a_page_that_it_cannot_prepare_ends_the_build() -> None:
    with pytest.raises(CourseError, match=r"404\.html: the page has no viewport"):
        lost.anywhere("<html></html>", "/")
