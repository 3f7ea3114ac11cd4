"""A site is replaced as a whole or not at all."""

from __future__ import annotations

from pathlib import Path

from course.writing.publish import Staging


def test_a_finished_build_takes_the_place_of_the_last(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "old.html").write_text("old")
    staging = Staging(site)
    (staging.begin() / "new.html").write_text("new")
    assert [path.name for path in site.iterdir()] == ["old.html"]
    staging.promote()
    assert [path.name for path in site.iterdir()] == ["new.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_failed_build_leaves_the_last(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "old.html").write_text("old")
    staging = Staging(site)
    (staging.begin() / "half.html").write_text("half")
    staging.discard()
    assert [path.name for path in site.iterdir()] == ["old.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
