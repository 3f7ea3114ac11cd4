"""Malformed heads of pages are reported, never published as text."""

from __future__ import annotations

import pytest
from course.reading import frontmatter
from course.texts.errors import CourseError


def test_a_page_may_have_no_front_matter() -> None:
    assert frontmatter.read("# Title\n", "x.md").length == 0


def test_the_head_is_read_and_measured() -> None:
    head = frontmatter.read("---\ntitle: T\nminutes: 5\n---\n# T\n", "x.md")
    assert head.data == {"title": "T", "minutes": 5}
    assert head.length == 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: a: b\n---\n", r"x\.md:2: the front matter is not valid YAML"),
        ("---\nrun: 2024-13-01\n---\n", r"x\.md:1: .* no value of YAML: month must be in"),
        ("---\nwalks: " + "[" * 3000 + "\n---\n", r"x\.md:1: .* no value of YAML: maximum"),
        ("---\nrun: a\ntitle: T\nrun: b\n---\n", r"x\.md:4: .* key 'run' is given twice; .* 2\."),
        ("---\ntitle: T\n", r"x\.md:1: the front matter is opened with --- but never closed"),
        ("---\n- a\n- b\n---\n", r"x\.md:2: the front matter is a list"),
        ("---\ntitle: T\ntitel: U\n---\n", r"x\.md:3: unknown front matter key 'titel'"),
        ("---\nminutes: long\n---\n", r"x\.md:2: the front matter key 'minutes' is a str"),
    ],
)
def test_a_malformed_head_is_reported_with_its_line(text: str, message: str) -> None:
    with pytest.raises(CourseError, match=message):
        frontmatter.read(text, "x.md")
