"""Files that are written together: all, or none and no trace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from course.skeletons.changes import Changes
from course.texts.errors import CourseErrors
from mkdocs_project import contents


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "there.txt").write_text("before\n")
    (tmp_path / "there.txt").chmod(0o640)
    return tmp_path


def planned(folder: Path) -> Changes:
    changes = Changes(folder)
    changes.create("a/b/new.txt", "new\n")
    changes.create("a/other.txt", "other\n")
    changes.edit("there.txt", changes.text("there.txt") + "after\n")
    return changes


def test_all_of_it_is_written(folder: Path) -> None:
    changes = planned(folder)
    changes.edit("there.txt", changes.text("there.txt") + "again\n")
    changes.write()
    assert (folder / "a/b/new.txt").read_text() == "new\n"
    assert (folder / "there.txt").read_text() == "before\nafter\nagain\n"
    assert (folder / "there.txt").stat().st_mode & 0o777 == 0o640
    assert sorted(contents(folder)) == ["a", "a/b", "a/b/new.txt", "a/other.txt", "there.txt"]


@pytest.mark.parametrize(
    ("meddle", "told"),
    [
        (lambda f: (f / "a").mkdir() or (f / "a/other.txt").touch(), "a/other.txt: this is there"),
        (lambda f: (f / "a").symlink_to("nowhere"), "a: this is no folder"),
        (lambda f: (f / "a").touch(), "a: this is no folder"),
        (lambda f: (f / "there.txt").write_text("x"), "there.txt: this has just been changed"),
    ],
)
def test_what_is_in_the_way_stops_all_of_it(
    folder: Path, meddle: Callable[[Path], object], told: str
) -> None:
    changes = planned(folder)
    meddle(folder)
    before = contents(folder)
    with pytest.raises(CourseErrors, match=told):
        changes.write()
    assert contents(folder) == before


@pytest.mark.parametrize("failing", range(1, 7))
def test_an_error_on_the_way_takes_everything_back(
    folder: Path, failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full at each of the three files, and refuses each of the three renames."""
    changes, before = planned(folder), contents(folder)
    calls = 0

    def counting(real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            nonlocal calls
            calls += 1
            if calls == failing:
                raise OSError(28, "No space left on device")
            return real(*arguments)

        return call

    monkeypatch.setattr(Path, "chmod", counting(Path.chmod))
    monkeypatch.setattr(Path, "replace", counting(Path.replace))
    with pytest.raises(OSError, match="No space"):
        changes.write()
    assert contents(folder) == before
