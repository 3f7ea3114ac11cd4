"""Finds a Chromium: an installed one, Playwright's, or, for the tests, the distribution's.

Imports only the standard library, so that `.ci/run` can ask it before anything is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_A_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
PACKAGE_MANAGERS = {
    "apt-get": (["update", "-qq"], ["install", "-y", "-qq", "chromium"]),
    "dnf": (["install", "-y", "-q", "chromium"],),
    "apk": (["add", "-q", "chromium"],),
    "pacman": (["-Sy", "--noconfirm", "--quiet", "chromium"],),
}
LONGEST = 240.0  # seconds that a download or an installation may take
PATH_OF_ITS_OWN = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


class NoChromiumError(Exception):
    """No Chromium is installed, and none could be; the message says what was tried."""


def find() -> str:
    """Return the path of a Chromium that runs, installing one if there is none.

    Raises
    ------
    NoChromiumError
        If none can be had.
    """
    tried = []
    for look in (installed, downloaded, packaged):
        try:
            return look()
        except NoChromiumError as reason:
            tried.append(str(reason))
    raise NoChromiumError("; ".join(tried))


def installed() -> str:
    """Return the path of the Chromium or Chrome that somebody has installed."""
    paths = [path for name in NAMES if (path := shutil.which(name))]
    for path in [*paths, ON_A_MAC]:
        if _runs(path):
            return path
    raise NoChromiumError("neither Chromium nor Chrome is installed")


def own() -> str:
    """Return the path of Playwright's own Chromium, if it is there."""
    path = _ask([sys.executable, "-c", PATH_OF_ITS_OWN], "Playwright does not start")
    if not _runs(path):
        raise NoChromiumError("Playwright's own Chromium does not run here")
    return path


def downloaded() -> str:
    """Return the path of Playwright's own Chromium, downloading it if need be."""
    try:
        return own()
    except NoChromiumError:
        _ask([sys.executable, "-m", "playwright", "install", "chromium"], "no download")
        return own()


def packaged() -> str:
    """Return the path of the distribution's Chromium, installed where that is allowed."""
    manager = next((name for name in PACKAGE_MANAGERS if shutil.which(name)), None)
    if manager is None:
        raise NoChromiumError("no package manager is known here")
    as_root: list[str] = []
    if os.geteuid() != 0:
        as_root = ["sudo", "-n"]
        _ask([*as_root, "true"], f"{manager} needs root")
    for arguments in PACKAGE_MANAGERS[manager]:
        command = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", manager, *arguments]
        _ask(command, f"{manager} {arguments[0]} failed")
    return installed()


def _runs(path: str) -> bool:
    """Whether a browser starts; one that lacks a library, or a mere signpost, does not."""
    if not Path(path).is_file():
        return False
    try:
        _ask([path, "--version"], path)
    except NoChromiumError:
        return False
    return True


def _ask(command: list[str], otherwise: str) -> str:
    """Return what a command prints; says `otherwise`, and its own last words, if it fails."""
    try:
        ran = subprocess.run(
            command, capture_output=True, text=True, timeout=LONGEST, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise NoChromiumError(f"{otherwise} ({problem})") from None
    if ran.returncode:
        said = [line for line in ran.stderr.splitlines() if line.strip()]
        errors = [line for line in said if line.startswith(("Error", "E:"))] or said
        raise NoChromiumError(f"{otherwise} ({errors[0].strip() if errors else ran.returncode})")
    return ran.stdout.strip()


def _main() -> None:
    try:
        print(installed())
    except NoChromiumError as reason:
        print(f"{reason}: installing the distribution's package", flush=True)
        print(packaged())


if __name__ == "__main__":
    try:
        _main()
    except NoChromiumError as tried:
        sys.exit(str(tried))
