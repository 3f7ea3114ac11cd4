"""Old addresses in a built page, and the pages that stand where pages have been."""

from __future__ import annotations

from pathlib import Path

import pytest
from course.reading.moved import Move
from course.texts.errors import CourseError
from course.writing import redirects

MOVES = [
    Move(("labs/x", "old"), ("labs/x", "new"), 1),
    Move(("labs/x", "gone"), ("chapter/y", "part"), 2),
    Move(("labs/w", ""), ("labs/x", ""), 3),
    Move(("labs/w", "inner"), ("chapter/y", "part"), 4),
]
CONTENT = '<h1 id="x">X</h1>\n<p>Words.</p>\n<h2 id="new">New</h2>\n'


def test_an_old_anchor_stands_before_its_part_or_leads_to_its_page() -> None:
    placed = redirects.place(CONTENT, "labs/x", "es", MOVES)
    assert '<span class="course-moved" id="old"></span><h2 id="new">' in placed
    assert '</h1><p class="course-moved" id="gone" data-search-exclude>Esto ha cambiado' in placed
    assert '<a href="../chapter/y.html#part">' in placed
    assert redirects.place(CONTENT, "labs/other", "es", MOVES) == CONTENT


def test_a_page_that_has_moved_leaves_one_that_leads_on() -> None:
    ((name, page),) = redirects.pages(MOVES, "es", "es/")
    assert name == "es/labs/w.html"
    assert '<noscript><meta http-equiv="refresh" content="0; url=x.html"></noscript>' in page
    assert 'src="../../assets/javascripts/moved.js"' in page
    assert "{&quot;inner&quot;: &quot;../chapter/y.html#part&quot;}" in page
    assert '<meta http-equiv="Content-Security-Policy"' in page
    assert '<html lang="es">' in page


@pytest.mark.parametrize("root", ["", "es/"])
def test_a_notebook_edition_that_has_moved_leads_on_where_there_is_one(
    tmp_path: Path, root: str
) -> None:
    moves = [*MOVES, Move(("labs/v", ""), ("reference/z", ""), 5)]
    edition = tmp_path / root / "notebooks" / "labs" / "x.html"
    edition.parent.mkdir(parents=True)
    edition.write_text("The edition.")
    redirects.publish(moves, "es", root, tmp_path)
    old = (tmp_path / root / "notebooks" / "labs" / "w.html").read_text(encoding="utf-8")
    up = "../" * (2 + root.count("/"))
    assert 'url=x.html"' in old and f'src="{up}assets/javascripts/moved.js"' in old
    assert edition.read_text() == "The edition."
    assert (tmp_path / root / "labs" / "v.html").is_file()  # its new page has no edition
    assert not (tmp_path / root / "notebooks" / "labs" / "v.html").exists()


def test_an_anchor_that_the_page_has_not_is_a_fault() -> None:
    moves = [Move(("labs/x", "old"), ("labs/x", "none"), 1)]
    with pytest.raises(CourseError, match=r"docs/en/labs/x\.md: an old anchor leads to 'none'"):
        redirects.place(CONTENT, "labs/x", "en", moves)
