"""A site is replaced as a whole or not at all; only what nobody is building is cleared away."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from course.writing.publish import Staging, Workplace


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A published site."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "old.html").write_text("old")
    return site


@pytest.fixture
def other(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process, which has begun a build of that site."""
    program = (
        "import sys, time; from pathlib import Path; from course.writing.publish import Staging\n"
        "print((Staging(Path(sys.argv[1])).begin() / 'half.html').write_text('x'), flush=True)\n"
        "time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "site")], stdout=subprocess.PIPE
    )
    assert process.stdout and process.stdout.readline()
    yield process
    process.kill()
    process.communicate()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_finished_build_takes_the_place_of_the_last(tmp_path: Path, site: Path) -> None:
    staging = Staging(site)
    new = staging.begin()
    (new / "new.html").write_text("new")
    assert names(site) == ["old.html"]
    staging.promote()
    assert names(site) == ["new.html"]
    assert names(tmp_path) == ["site"]
    assert site.stat().st_mode & 0o777 == 0o777 & ~umask()  # a web server has to read it


def umask() -> int:
    os.umask(mask := os.umask(0))
    return mask


def test_a_failed_build_leaves_the_last(tmp_path: Path, site: Path) -> None:
    staging = Staging(site)
    (staging.begin() / "half.html").write_text("half")
    staging.discard()
    assert names(site) == ["old.html"]
    assert names(tmp_path) == ["site"]


def test_a_build_clears_what_a_dead_one_left_and_nothing_of_a_living_one(
    tmp_path: Path, site: Path, other: subprocess.Popen[bytes]
) -> None:
    (tmp_path / ".site-backup").mkdir()  # somebody else's
    staging = Staging(site)
    staging.begin()
    assert len(names(tmp_path)) == 4
    other.kill()
    other.wait()
    staging.begin()
    assert names(tmp_path) == sorted([".site-backup", "site", staging.folder.name])


def test_a_site_that_a_dead_build_was_replacing_comes_back(tmp_path: Path, site: Path) -> None:
    dead = Staging(site)
    dead.folder = tmp_path / f".site-{psutil.pids()[-1] + 100_000}-1"
    dead.new = dead.folder / "new"
    dead.new.mkdir(parents=True)
    site.rename(dead.folder / "old")
    Staging(site).clear()
    assert names(site) == ["old.html"]
    assert names(tmp_path) == ["site"]


def test_a_number_that_another_process_has_now_protects_nothing(tmp_path: Path) -> None:
    mine = Workplace(tmp_path, "course")
    earlier = tmp_path / f"course-{os.getpid()}-1000000000"
    earlier.mkdir()
    mine.begin()
    assert names(tmp_path) == [mine.folder.name]


def test_where_it_cannot_be_put_the_last_comes_back(tmp_path: Path, site: Path) -> None:
    staging = Staging(site)
    staging.begin().rmdir()  # nothing is left to put there
    with pytest.raises(FileNotFoundError):
        staging.promote()
    assert names(site) == ["old.html"]
    staging.discard()
    assert names(tmp_path) == ["site"]


def test_a_file_in_the_place_of_the_site_stays(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a letter")
    staging = Staging(tmp_path / "site")
    with pytest.raises(NotADirectoryError) as caught:
        staging.begin()
    assert "site: a file lies there. The last site stays" in staging.explains(caught.value)
    assert names(tmp_path) == ["site"]


def test_an_error_of_writing_is_explained_and_no_other(tmp_path: Path, site: Path) -> None:
    staging = Staging(site)
    new = staging.begin()
    full = OSError(errno.ENOSPC, "No space left on device")
    said = f"can't be written to {site}: no space left on device. The last site stays as it was."
    assert said in staging.explains(full)
    denied = PermissionError(errno.EACCES, "Permission denied", str(new / "a.html"))
    assert f"can't be written to {site}: permission denied" in staging.explains(denied)
    elsewhere = OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "a"))
    assert f"can't be written to {tmp_path / 'a'}: " in staging.explains(elsewhere)
    for other in (
        ValueError("x"),
        PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "a")),
        FileNotFoundError(errno.ENOENT, "No such file", str(new / "a.html")),
    ):
        assert staging.explains(other) == ""


def test_builds_at_once_each_publish_a_whole_site(tmp_path: Path, site: Path) -> None:
    program = """
import sys
from pathlib import Path
from course.writing.publish import Staging
for number in range(400):
    staging = Staging(Path(sys.argv[1]))
    new = staging.begin()
    for name in ("a", "b"):
        (new / name).write_text(f"{sys.argv[2]} {number}")
    staging.promote()
"""
    builds = [
        subprocess.Popen([sys.executable, "-c", program, str(site), name]) for name in ("1", "2")
    ]
    assert [build.wait(60) for build in builds] == [0, 0]
    assert names(site) == ["a", "b"]
    assert (site / "a").read_text() == (site / "b").read_text()
    assert names(tmp_path) == ["site"]


def test_a_site_that_another_build_puts_there_and_takes_away_again_is_no_failure(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staging = Staging(site)
    (staging.begin() / "new.html").write_text("new")
    rename, times = Path.rename, iter(range(10))

    def renamed(path: Path, target: Path) -> Path:
        if path == staging.new and next(times) == 0:
            raise OSError(errno.ENOTEMPTY, "Directory not empty", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", renamed)
    staging.promote()
    assert names(site) == ["new.html"]
