"""What the benchmark of the pages keeps is what a page reads."""

from pathlib import Path

import pytest
from course.running import page_times


def test_what_is_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_times, "TIMES", tmp_path / "times.toml")
    page_times.write_times({"labs": 8, "home": 2}, {"labs": 30.26, "home": 1.0})
    read = page_times.measured_times()
    assert (read.pages, read.seconds) == ({"labs": 8, "home": 2}, {"labs": 30.3, "home": 1.0})
    assert read.total == pytest.approx(31.3)


def test_each_part_of_the_site_has_its_time() -> None:
    times = page_times.measured_times()
    assert times.pages.keys() == times.seconds.keys()
    assert {"chapter", "labs", "exercises"} <= times.pages.keys()
