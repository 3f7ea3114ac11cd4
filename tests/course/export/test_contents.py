"""What a PDF holds: the pages of the site's menu, in its order."""

from __future__ import annotations

from pathlib import Path

import pytest
from course.export.contents import Chapter, course, page
from course.texts.errors import CourseError


def test_pages_come_in_the_order_of_the_menu_without_those_for_authors(
    tmp_path: Path, menu: str
) -> None:
    for name in ("index.html", "part/a b.html", "part/in.html", "authors/how.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(menu)
    found = course(tmp_path, "en", "en")
    assert (found.title, found.words) == ("Loops & all", "All of it.")
    files = [c.file.relative_to(tmp_path).as_posix() for c in found.chapters]
    assert files == ["index.html", "part/a b.html", "part/in.html"]
    listed = [("", "Home"), ("Part", "First"), ("Part", "Inner")]
    assert [(c.section, c.title) for c in found.chapters] == listed


def test_the_first_page_says_how_the_course_is_cited_and_where_it_stands(
    tmp_path: Path, menu: str
) -> None:
    home = tmp_path / "es" / "index.html"
    home.parent.mkdir()
    home.write_text(menu)
    plain = course(tmp_path, "es", "en")
    assert (plain.cited, plain.address) == ("", "")
    cited = '<div class="course-cite"><p><em>Loops</em> (version 1.2.0).</p></div>'
    there = '<link rel="canonical" href="https://example.org/rnn/es/index.html">'
    home.write_text(
        menu.replace("</head>", f"{there}</head>").replace("</body>", f"{cited}</body>")
    )
    found = course(tmp_path, "es", "en")
    assert (found.cited, found.address) == ("Loops (version 1.2.0).", "https://example.org/rnn/")
    assert "Loops (version 1.2.0)." in page(found, [], "Contents", "es", "")


def test_without_a_site_one_line_says_what_to_do(tmp_path: Path, menu: str) -> None:
    (tmp_path / "index.html").write_text(menu)
    with pytest.raises(CourseError, match=r"no finished site in 'es'\. Build it: mkdocs build"):
        course(tmp_path, "es", "en")


def test_the_contents_name_each_section_once(tmp_path: Path, menu: str) -> None:
    (tmp_path / "index.html").write_text(menu)
    found = course(tmp_path, "en", "en")
    chapters = [
        Chapter("Part", "A < B", tmp_path / "a.html"),
        Chapter("Part", "C", tmp_path / "c.html"),
    ]
    made = page(found, [(chapters[0], 3), (chapters[1], 12)], "Contents", "en", "")
    assert made.count("<h3>Part</h3>") == 1
    assert "A &lt; B" in made and "<b>12</b>" in made and "Loops &amp; all" in made
