"""A Chromium without a window that prints pages from disk, and asks nothing of any host."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from course.export.find_chromium import NoChromiumError, installed, own
from course.texts.errors import CourseError

if TYPE_CHECKING:
    from playwright.sync_api import Page

QUIET: Final = (
    "--no-sandbox",  # a container's root user has none
    "--disable-gpu",
    # What a browser asks for on its own account.
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FLAGS: Final = (*QUIET, "--host-resolver-rules=MAP * ~NOTFOUND")


@contextmanager
def printer() -> Iterator[Page]:
    """A page in which others can be opened, without their scripts and in light colors.

    Without scripts every page stands as a whole: nothing is covered, nothing waits for a click.

    Raises
    ------
    CourseError
        If there is no Chromium.
    """
    try:
        path = _path()
    except NoChromiumError as reason:
        raise CourseError(
            f"no browser that prints: {reason}.",
            file="course pdf",
            fix="Install Chromium or Chrome, or run: playwright install chromium",
        ) from None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            context = browser.new_context(java_script_enabled=False, color_scheme="light")
            yield context.new_page()
        finally:
            browser.close()


def _path() -> str:
    try:
        return installed()
    except NoChromiumError:
        return own()
