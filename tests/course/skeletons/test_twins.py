"""What a translator starts from has the structure of its original, whatever stands in that."""

from __future__ import annotations

import re

import pytest
from course.reading import frontmatter, pages, parity
from course.reading.pages import Page
from course.skeletons.twins import twin
from course.texts.errors import CourseErrors
from site_project import ROOT

DOCS = ROOT / "docs"
WORDS = re.compile(r"the text is the same as in|the \w+( text)? of block .* is not translated")


@pytest.mark.parametrize("path", pages.paths(DOCS, "en"))
def test_only_the_words_of_a_twin_are_left_to_do(path: str) -> None:
    source = pages.read(DOCS, "en", path)
    text = twin(source, "untranslated: true")
    head = frontmatter.read(text, "x.md")
    page = Page(path, "es", "x.md", text, head.data, head.length)
    assert head.data["untranslated"]
    assert not any(block.fence.body.strip() for block in page.blocks if block.executed)
    try:
        parity.compare(source, page)
    except CourseErrors as faults:
        assert [str(f) for f in faults.errors if not WORDS.search(str(f))] == []
