"""The browser tests on machines with, without and with half a browser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from course.export import find_chromium
from site_project import ROOT

TOOLS = ("sh", "env", "true", "cat", "chmod")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of programs, with no browser in it, and none that Playwright may fetch."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in TOOLS:
        (folder / name).symlink_to(f"/bin/{name}")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", "http://127.0.0.1:9")  # refuses at once
    monkeypatch.setattr(find_chromium, "ON_A_MAC", "/nowhere")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return folder


def program(file: Path, body: str) -> str:
    """Write a program of the shell."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)
    return str(file)


@pytest.mark.parametrize("name", ["chromium", "google-chrome"])
def test_an_installed_browser_is_taken(path: Path, name: str) -> None:
    browser = program(path / name, "echo Chromium 1")
    assert find_chromium.find() == browser


def test_a_browser_that_does_not_start_is_passed_over(path: Path) -> None:
    program(path / "chromium", "echo 'install the snap first' >&2; exit 1")
    works = program(path / "google-chrome", "echo Chrome 1")
    assert find_chromium.find() == works


def test_playwrights_own_comes_next(path: Path) -> None:
    asked = [sys.executable, "-c", find_chromium.PATH_OF_ITS_OWN]
    own = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    program(path / "apt-get", "echo 'must not be asked' >&2; exit 1")
    program(Path(own), "echo Chromium 2")
    assert find_chromium.find() == own


def test_the_distributions_package_comes_last(path: Path) -> None:
    write = f"printf '#!/bin/sh\\necho 3\\n' > {path}/chromium; chmod +x {path}/chromium"
    program(path / "apt-get", f'[ "$1" = update ] || {{ {write}; }}')
    assert find_chromium.find() == f"{path}/chromium"


def test_whoever_is_not_root_installs_only_where_sudo_asks_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    program(path / "apt-get", f"echo ran > {path}/trace")
    program(path / "sudo", "echo 'sudo: a password is required' >&2; exit 1")
    with pytest.raises(find_chromium.NoChromiumError, match=r"apt-get needs root .*password"):
        find_chromium.find()
    assert not (path / "trace").exists()


def test_what_was_tried_is_told(path: Path) -> None:
    program(path / "apt-get", "echo 'E: no network' >&2; exit 100")
    with pytest.raises(find_chromium.NoChromiumError) as tried:
        find_chromium.find()
    told = str(tried.value)
    assert told.startswith("neither Chromium nor Chrome is installed; no download (")
    assert told.endswith("apt-get update failed (E: no network)")


def test_a_run_without_a_browser_passes_and_its_last_line_says_what_was_left_out(
    path: Path, tmp_path: Path
) -> None:
    test, base = "tests/site/test_browser_search.py", tmp_path / "base"
    alone = ["-q", "-n", "1", "-p", "no:cacheprovider", f"--basetemp={base}"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *alone, test],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    last = ran.stdout.strip().splitlines()[-1]
    assert "browser tests were SKIPPED: no Chromium was found" in last
    assert f"in {test}" in last
    assert last.endswith(".venv/bin/pytest -m browser")
    assert (base / "chromium").exists() and not (base / "built").exists()  # nor a site made in vain
