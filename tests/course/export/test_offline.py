"""The site as one file: whole, the same each time, and nothing of it where it fails."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from course import cli
from course.export.offline import pack
from course.texts.errors import CourseError


@pytest.fixture
def small(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    (site / "es").mkdir(parents=True)
    for name in ("index.html", "es/index.html", "sitemap.xml", "404.html", "search.js"):
        (site / name).write_text(name)
    return site


def test_every_file_is_in_it_but_those_for_hosts(small: Path, tmp_path: Path) -> None:
    assert pack(small, tmp_path / "a.zip")[0] == 3
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        names = packed.namelist()
        assert packed.read("rnn-course/es/index.html") == b"es/index.html"
    assert names == ["rnn-course/es/index.html", "rnn-course/index.html", "rnn-course/search.js"]


def test_the_same_site_makes_the_same_bytes(small: Path, tmp_path: Path) -> None:
    pack(small, tmp_path / "a.zip")
    os.utime(small / "search.js", (0, 2e9))
    (small / "search.js").chmod(0o600)
    pack(small, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_a_file_inside_the_site_does_not_hold_itself(small: Path) -> None:
    for _ in range(2):
        assert pack(small, small / "course.zip")[0] == 3


def test_the_home_page_in_it_does_not_lead_to_the_file_itself(small: Path, tmp_path: Path) -> None:
    links = '<p>Take <a href="x.pdf">PDF</a> <a href="x.zip" data-course-zip>zip</a></p>'
    (small / "index.html").write_text(links)
    pack(small, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert packed.read("rnn-course/index.html") == b'<p>Take <a href="x.pdf">PDF</a></p>'


def test_where_it_cannot_be_written_one_line_says_so_and_nothing_is_left(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "no" / "a.zip"
    assert (
        cli.main(["site-zip", "--lang", "es", "--site", str(small), "--output", str(output)]) == 1
    )
    assert f"no se puede escribir {output}" in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["site"]


def test_without_a_site_one_line_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="no finished site here"):
        pack(tmp_path, tmp_path / "a.zip")
